// seed.cpp: the proxies of the demonstration.
#include "domains/proxies/seed.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/clock/fake_clock.h"
#include "domains/identity/api.h"
#include "domains/proxies/sql.h"
#include "domains/proxies/store_import.h"

namespace roost::proxies {
namespace {

namespace bj = boost::json;

constexpr Millis day = std::chrono::hours{24};

struct Provider {
    char const* name;
    ProxyKind kind;
    std::int64_t cents;  // a month
    int days_ago;        // since when
};
constexpr Provider providers[] = {
    {"Harborline", ProxyKind::http, 420, 46},  {"Peatway Mobile", ProxyKind::socks5, 1150, 40},
    {"Kestrel ISP", ProxyKind::http, 590, 33}, {"Northloop", ProxyKind::http, 380, 21},
    {"Quaylink", ProxyKind::socks5, 690, 9},
};

struct City {
    char const* code;
    char const* country;
    char const* city;
};
constexpr City cities[] = {
    {"de", "DE", "Berlin"},   {"de", "DE", "Hamburg"}, {"fr", "FR", "Lyon"},     {"fr", "FR", "Paris"},
    {"es", "ES", "Valencia"}, {"es", "ES", "Madrid"},  {"it", "IT", "Turin"},    {"it", "IT", "Naples"},
    {"gb", "GB", "Leeds"},    {"gb", "GB", "London"},  {"pl", "PL", "Gdansk"},   {"pl", "PL", "Warsaw"},
    {"us", "US", "Portland"}, {"us", "US", "Austin"},  {"br", "BR", "Curitiba"}, {"br", "BR", "Recife"},
};

constexpr std::size_t working = 125;  // of each provider: 5 × 125 × 3 slots for two thousand accounts
constexpr std::size_t disabled = 2;   // of each provider
constexpr std::size_t reserved = 20;  // of the last one
constexpr std::size_t failing_every = 45;

/// Whose subscription has ended: the gateway refuses what stands as its password.
bool is_failing(std::size_t n) { return n < working && n % failing_every == failing_every / 2; }

std::string session_name(std::size_t provider, City const& city, std::size_t number) {
    return fmt::format("{}{}-{}-{:03}", static_cast<char>('a' + provider), provider + 1, city.code, number);
}

/// One provider's file. The last sessions of each are the ones that are switched off or reserved.
std::vector<rules::ParsedProxy> sessions(std::size_t index, Gateway const& gateway) {
    auto const& provider = providers[index];
    auto count = working + disabled + (index + 1 == std::size(providers) ? reserved : 0);
    std::vector<rules::ParsedProxy> list;
    for (std::size_t n = 0; n < count; ++n) {
        auto const& city = cities[(n * 5 + index) % std::size(cities)];
        rules::ParsedProxy parsed;
        auto& proxy = parsed.proxy;
        proxy.kind = provider.kind;
        proxy.host = gateway.host;
        proxy.port = gateway.port;
        proxy.username = session_name(index, city, n + 1);
        proxy.provider = provider.name;
        proxy.location = fmt::format("{}, {}", city.city, city.country);
        proxy.country = city.country;
        proxy.city = city.city;
        proxy.monthly_cost_cents = provider.cents;
        proxy.currency = "USD";
        parsed.password = is_failing(n) ? Secret<std::string>("ended") : gateway.password;
        list.push_back(std::move(parsed));
    }
    return list;
}

/// How the tests of one provider's sessions went.
bj::array states(std::vector<rules::ParsedProxy> const& list, Random& random, ModelId reserved_for) {
    bj::array rows;
    for (std::size_t n = 0; n < list.size(); ++n) {
        bool off = n >= working && n < working + disabled;
        bj::object row{{"username", list[n].proxy.username},
                       {"status", to_text(off ? ProxyStatus::disabled : ProxyStatus::active)},
                       {"latency_ms", 38 + static_cast<std::int64_t>(random.next_unit() * 260)},
                       {"failed_tests", 0}};
        if (n >= working + disabled) row["model_id"] = reserved_for.value;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<void> set_states(db::Tx& tx, WorkspaceId workspace, bj::array const& rows, Instant now) {
    auto text = bj::serialize(rows);
    TRY(tx.execute(sql::seed_proxy_states, {{"workspace_id", workspace}, {"rows", text}, {"now", now}}));
    return {};
}

Result<void> import_provider(db::Tx& tx, SeedParts const& parts, Actor const& actor,
                             std::vector<rules::ParsedProxy> const& list, Instant at) {
    auto file = fmt::format("{}.csv", list.front().proxy.provider);
    auto import = TRY(store::insert_import(tx, actor.workspace, {file, "", actor.user.value, "{}"}, at));
    TRY(store::import_proxies({tx, actor.workspace, import, at}, parts.keys, list));
    auto count = static_cast<std::int64_t>(list.size());
    TRY(store::count_import(tx, actor.workspace, import, {.lines = count, .imported = count}));
    TRY(store::finish_import(tx, actor.workspace, import, at));
    return identity::audit(tx, FakeClock(at), actor,
                           {.action = "proxies.import",
                            .object_type = "proxy_import",
                            .object_id = import.value,
                            .detail = {{"file_name", file}}});
}

}  // namespace

Result<void> seed(SeedParts const& parts, Actor const& actor, Gateway const& gateway, ModelId reserved_for) {
    return parts.db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        if (TRY(tx.scalar<std::int64_t>(sql::any_proxy, {{"workspace_id", actor.workspace}})) > 0) return {};
        for (std::size_t i = 0; i < std::size(providers); ++i) {
            auto list = sessions(i, gateway);
            TRY(import_provider(tx, parts, actor, list, parts.now - providers[i].days_ago * day));
            TRY(set_states(tx, actor.workspace, states(list, parts.random, reserved_for), parts.now));
        }
        return {};
    });
}

Result<void> seed_failing(SeedParts const& parts, Actor const& actor) {
    bj::array rows;
    for (std::size_t i = 0; i < std::size(providers); ++i) {
        auto list = sessions(i, {.host = "unused", .port = 1, .password = {}});
        for (std::size_t n = 0; n < list.size(); ++n) {
            if (!is_failing(n)) continue;
            rows.push_back(bj::object{{"username", list[n].proxy.username},
                                      {"status", to_text(ProxyStatus::failing)},
                                      {"failed_tests", 3},
                                      {"error_message", "The proxy refused the password (407)."}});
        }
    }
    return parts.db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        return set_states(tx, actor.workspace, rows, parts.now);
    });
}

Result<void> move_gateway(db::Db& db, Actor const& actor, Gateway const& gateway) {
    return db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::move_proxies,
                       {{"workspace_id", actor.workspace}, {"host", gateway.host}, {"port", gateway.port}}));
        return {};
    });
}

}  // namespace roost::proxies
