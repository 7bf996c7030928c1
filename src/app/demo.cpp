// demo.cpp: fills the demonstration's workspace once, and runs the sandbox and the bots around it.
#include "app/demo.h"

#include <boost/json.hpp>

#include "app/services.h"
#include "app/sql.h"
#include "core/clock/fake_clock.h"
#include "domains/accounts/seed.h"
#include "domains/bots/seed.h"
#include "domains/content/seed.h"
#include "domains/models/seed.h"
#include "domains/proxies/seed.h"

namespace roost::app {
namespace {

constexpr std::string_view mark_name = "demo";
constexpr std::string_view mark_context = "installation/demo";
constexpr char const* gateway_host = "127.0.0.1";
constexpr Millis history = std::chrono::hours{24 * 47};
constexpr int bots_wait_s = 2;  // a long poll this short lets the program stop soon

std::vector<accounts::SeedModel> seed_models(std::vector<models::ModelId> const& models,
                                             content::SeededStocks& stocks) {
    std::vector<accounts::SeedModel> list;
    for (auto id : models) {
        auto& stock = stocks[id];
        list.push_back({id, std::move(stock.pictures), std::move(stock.texts)});
    }
    return list;
}

/// Counts what the history used and who did it, where it is counted.
Result<void> settle(db::Tx& tx, WorkspaceId workspace, accounts::SeededHistory const& history) {
    TRY(content::seed_uses(tx, workspace, {history.picture_uses, history.text_uses}));
    std::vector<bots::Reports> reports;
    for (auto const& [bot, one] : history.reports)
        reports.push_back({bot, one.completed, one.failed, one.last_at});
    return bots::seed_reports(tx, workspace, reports);
}

}  // namespace

/// What says that the data is a demonstration: kept sealed, because it holds the gateway's
/// password.
struct Demo::Mark {
    std::string gateway_password;
    bool filled = false;
};

Demo::Demo(DemoParts parts, DemoOptions options) : parts_(std::move(parts)), options_(std::move(options)) {}

Demo::~Demo() { stop(); }

Result<Demo::Mark> Demo::mark() {
    auto sealed = TRY(parts_.db.read([](db::Reader& reader) {
        return reader.optional(sql::installation_value, {{"name", mark_name}},
                               [](db::Row const& row) { return db::Columns(row).next_bytes(); });
    }));
    if (sealed) {
        auto object = boost::json::parse(TRY(parts_.keys.open(*sealed, mark_context)).reveal()).as_object();
        return Mark{std::string(object.at("gateway_password").as_string()), object.at("filled").as_bool()};
    }
    identity::Identity people(parts_.db, parts_.clock, parts_.random, parts_.keys, {});
    if (!TRY(people.setup_required())) {
        return errors::conflict(
            "demo.not_a_demo",
            "This data is not a demonstration: somebody works with it. Nothing was changed. "
            "Choose another folder with --data, or another --database.");
    }
    Mark fresh{.gateway_password = parts_.random.hex(12)};
    TRY(save(fresh));
    return fresh;
}

Result<void> Demo::save(Mark const& mark) {
    boost::json::object object{{"gateway_password", mark.gateway_password}, {"filled", mark.filled}};
    auto box = parts_.keys.seal(boost::json::serialize(object), mark_context);
    return parts_.db.write(WorkspaceId{}, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::put_installation_value,
                       {{"name", mark_name}, {"value", db::Bytes{box}}, {"now", parts_.clock.now()}}));
        return {};
    });
}

Result<void> Demo::prepare() {
    auto mark = TRY(this->mark());
    sandbox::SandboxOptions wanted{.proxy_username = "", .proxy_password = mark.gateway_password};
    wanted.failures = {.checkpoint = options_.failure_rate / 8,
                       .rate_limited = options_.failure_rate / 4,
                       .broken_off = options_.failure_rate / 8};
    sandbox_ = TRY(sandbox::Sandbox::start(wanted, parts_.random));
    people_ = TRY(identity::seed(parts_.db, parts_.random, parts_.clock.now() - history));
    if (!mark.filled) {
        TRY(fill(mark));
        mark.filled = true;
        TRY(save(mark));
    }
    return proxies::move_gateway(parts_.db, people_.founder, {gateway_host, sandbox_->proxy_port(), {}});
}

/// Each domain in one transaction that does nothing when it is done already, so that a start which
/// was killed half-way goes on with the next.
Result<void> Demo::fill(Mark const& mark) {
    SeededRandom random(options_.seed);
    auto now = parts_.clock.now();
    FakeClock early(now - history + std::chrono::hours{30});
    auto models = TRY(models::seed(parts_.db, early, people_.founder));
    proxies::Gateway gateway{gateway_host, sandbox_->proxy_port(),
                             Secret<std::string>(mark.gateway_password)};
    proxies::SeedParts proxies{parts_.db, random, parts_.keys, now};
    TRY(proxies::seed(proxies, people_.founder, gateway, models.back()));
    TRY(fill_accounts(random, now, models));
    return proxies::seed_failing(proxies, people_.founder);
}

Result<void> Demo::fill_accounts(Random& random, Instant now, std::vector<models::ModelId> const& models) {
    FakeClock early(now - history + std::chrono::hours{50});
    content::ImageFiles files(parts_.data_dir);
    auto stocks = TRY(content::seed({parts_.db, early, files}, people_.founder, models));
    auto bots = TRY(bots::seed(parts_.db, early, parts_.random, people_.founder));
    auto settings = TRY(
        parts_.db.read([&](db::Reader& reader) { return identity::settings(reader, people_.workspace); }));
    accounts::SeedParts parts{.db = parts_.db,
                              .random = random,
                              .keys = parts_.keys,
                              .now = now,
                              .gap = Seconds{settings.warmup.gap_s},
                              .founder = people_.founder,
                              .assistant = people_.assistant,
                              .models = seed_models(models, stocks)};
    for (auto const& bot : bots) {
        if (!bot.paused) parts.bots.push_back(bot.ref);
    }
    parts.settle = [workspace = people_.workspace](db::Tx& tx, accounts::SeededHistory const& history) {
        return settle(tx, workspace, history);
    };
    return accounts::seed(parts);
}

Result<std::optional<Secret<std::string>>> Demo::owner_link() {
    return identity::owner_link(parts_.db, parts_.clock, parts_.random, people_.founder);
}

/// Only the hash of a bot's token is kept, so every start gives the bots new ones.
Result<void> Demo::start(Program& program, std::string const& base_url) {
    auto actor = Actor::system(people_.workspace, "demonstration");
    std::vector<sandbox::SimulatedBotOptions> crew;
    for (auto const& bot : TRY(bots::seed(parts_.db, parts_.clock, parts_.random, actor))) {
        if (bot.paused) continue;
        sandbox::SimulatedBotOptions options;
        options.roost_url = base_url;
        options.instagram_url = "http://" + std::string(sandbox::instagram_host);
        options.bot_id = bot.ref.bot_id;
        options.token = TRY(program.services().bots.rotate(actor, bot.ref.bot_id)).token;
        options.wait_s = bots_wait_s;
        options.failure_rate = options_.failure_rate;
        options.work_min = options_.work_min;
        options.work_max = options_.work_max;
        crew.push_back(std::move(options));
    }
    http_ = net::make_http(parts_.clock, parts_.random, {.allow_private = true});
    crew_ = std::make_unique<sandbox::BotCrew>(*http_, parts_.random, std::move(crew), options_.watch);
    return {};
}

void Demo::stop() {
    if (crew_) crew_->stop();
}

}  // namespace roost::app
