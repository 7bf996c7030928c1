// seed.cpp: the bots of the demonstration.
#include "domains/bots/seed.h"

#include <boost/json.hpp>

#include "core/crypto/password.h"
#include "domains/bots/rules.h"
#include "domains/bots/sql.h"
#include "domains/bots/store.h"
#include "domains/identity/api.h"

namespace roost::bots {
namespace {

constexpr char const* names[] = {"Harbour rack 1", "Harbour rack 2", "Attic phones", "Night shift",
                                 "Old laptop"};
constexpr std::size_t paused_one = 4;

Result<std::vector<SeededBot>> list(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::seeded_bots, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        SeededBot bot;
        bot.ref.id = in.next<std::int64_t>();
        bot.ref.bot_id = in.next<std::string>();
        bot.name = in.next<std::string>();
        bot.paused = in.next<bool>();
        return bot;
    });
}

Result<void> add(db::Tx& tx, Clock const& clock, Random& random, Actor const& actor, std::size_t i) {
    auto token = rules::new_token(actor.workspace, random);
    auto bot_id = "bot_" + random.hex(8);
    auto hash = crypto::hex(crypto::sha256(token));
    auto id = TRY(store::insert(tx, actor.workspace, {bot_id, names[i], hash, actor.name}, clock.now()));
    if (i == paused_one) {
        Bot bot{.id = id, .bot_id = bot_id, .name = names[i], .paused = true};
        TRY(store::update(tx, actor.workspace, bot, clock.now()));
    }
    return identity::audit(tx, clock, actor,
                           {"bots.create", "bot", id.value, {{"name", names[i]}, {"bot_id", bot_id}}});
}

}  // namespace

Result<std::vector<SeededBot>> seed(db::Db& db, Clock const& clock, Random& random, Actor const& actor) {
    return db.write(actor.workspace, [&](db::Tx& tx) -> Result<std::vector<SeededBot>> {
        auto found = TRY(list(tx, actor.workspace));
        if (!found.empty()) return found;
        for (std::size_t i = 0; i < std::size(names); ++i) TRY(add(tx, clock, random, actor, i));
        return list(tx, actor.workspace);
    });
}

Result<void> seed_reports(db::Tx& tx, WorkspaceId workspace, std::vector<Reports> const& reports) {
    boost::json::array rows;
    for (auto const& one : reports) {
        rows.push_back(
            {{"id", one.bot}, {"completed", one.completed}, {"failed", one.failed}, {"at", one.last_at.ms}});
    }
    auto text = boost::json::serialize(rows);
    TRY(tx.execute(sql::count_seeded_reports, {{"workspace_id", workspace}, {"rows", text}}));
    return {};
}

}  // namespace roost::bots
