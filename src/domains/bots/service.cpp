// service.cpp: what people do with bots: make, rename, pause, give a new token, revoke.
#include "domains/bots/service.h"

#include <charconv>

#include "core/crypto/password.h"
#include "core/live/live.h"
#include "domains/bots/errors.h"
#include "domains/bots/rules.h"
#include "domains/bots/store.h"

namespace roost::bots {

Result<void> Bots::announce(db::Tx& tx, WorkspaceId workspace, BotRowId id) {
    return live::publish(tx, parts_.clock, {.workspace = workspace, .topic = "bots", .ids = {id.value}});
}

Result<Bot> Bots::require(db::Reader& reader, WorkspaceId workspace, std::string const& id) {
    auto row = rules::row_id(id);
    auto bot =
        row ? TRY(store::find(reader, workspace, *row)) : TRY(store::find_by_bot_id(reader, workspace, id));
    if (!bot) return errors::not_found();
    return std::move(*bot);
}

Result<NewToken> Bots::create(Actor const& actor, std::string const& name) {
    auto clean = TRY(rules::bot_name(name));
    auto bot_id = "bot_" + parts_.random.hex(8);
    auto token = rules::new_token(actor.workspace, parts_.random);
    auto hash = crypto::hex(crypto::sha256(token));
    auto bot = TRY(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Bot> {
        auto now = parts_.clock.now();
        auto id = TRY(store::insert(tx, actor.workspace, {bot_id, clean, hash, actor.name}, now));
        TRY(identity::audit(tx, parts_.clock, actor,
                            {"bots.create", "bot", id.value, {{"name", clean}, {"bot_id", bot_id}}}));
        TRY(announce(tx, actor.workspace, id));
        return require(tx, actor.workspace, bot_id);
    }));
    return NewToken{std::move(bot), Secret<std::string>(std::move(token))};
}

Result<Bot> Bots::find(WorkspaceId workspace, std::string const& id) {
    return parts_.db.read([&](db::Reader& reader) { return require(reader, workspace, id); });
}

Result<Bot> Bots::update(Actor const& actor, std::string const& id, std::optional<std::string> const& name,
                         std::optional<bool> paused) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Bot> {
        auto bot = TRY(require(tx, actor.workspace, id));
        if (bot.revoked_at) return errors::revoked();
        if (name) bot.name = TRY(rules::bot_name(*name));
        if (paused) bot.paused = *paused;
        TRY(store::update(tx, actor.workspace, bot, parts_.clock.now()));
        TRY(identity::audit(
            tx, parts_.clock, actor,
            {"bots.update", "bot", bot.id.value, {{"name", bot.name}, {"paused", bot.paused}}}));
        TRY(announce(tx, actor.workspace, bot.id));
        return bot;
    });
}

Result<NewToken> Bots::rotate(Actor const& actor, std::string const& id) {
    auto token = rules::new_token(actor.workspace, parts_.random);
    auto hash = crypto::hex(crypto::sha256(token));
    auto bot = TRY(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Bot> {
        auto bot = TRY(require(tx, actor.workspace, id));
        if (bot.revoked_at) return errors::revoked();
        TRY(store::change_token(tx, actor.workspace, bot.id, hash, parts_.clock.now()));
        TRY(identity::audit(tx, parts_.clock, actor,
                            {"bots.rotate", "bot", bot.id.value, {{"name", bot.name}}}));
        TRY(announce(tx, actor.workspace, bot.id));
        return bot;
    }));
    return NewToken{std::move(bot), Secret<std::string>(std::move(token))};
}

Result<void> Bots::revoke(Actor const& actor, std::string const& id) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto bot = TRY(require(tx, actor.workspace, id));
        if (bot.revoked_at) return {};
        TRY(store::revoke(tx, actor.workspace, bot.id, parts_.clock.now()));
        TRY(parts_.desk.take_back(tx, actor.workspace, bot.ref()));
        TRY(identity::audit(tx, parts_.clock, actor,
                            {"bots.revoke", "bot", bot.id.value, {{"name", bot.name}}}));
        return announce(tx, actor.workspace, bot.id);
    });
}

Result<std::vector<accounts::HeldTask>> Bots::held_tasks(WorkspaceId workspace) {
    return parts_.db.read([&](db::Reader& reader) { return parts_.desk.held_tasks(reader, workspace); });
}

}  // namespace roost::bots
