// store.cpp: rows of bots and nothing else.
#include "domains/bots/store.h"

#include "domains/bots/sql.h"

namespace roost::bots::store {

Bot map_bot(db::Row const& row) {
    db::Columns in{row};
    Bot bot;
    bot.id = in.next<BotRowId>();
    bot.bot_id = in.next<std::string>();
    bot.name = in.next<std::string>();
    bot.paused = in.next<bool>();
    bot.revoked_at = in.next<std::optional<Instant>>();
    bot.status = in.next<BotStatus>();
    bot.version = in.next<std::optional<std::string>>();
    bot.session_id = in.next<std::optional<std::string>>();
    bot.last_seen_at = in.next<std::optional<Instant>>();
    bot.completed = in.next<std::int64_t>();
    bot.failed = in.next<std::int64_t>();
    bot.created_by = in.next<std::string>();
    bot.created_at = in.next<Instant>();
    bot.updated_at = in.next<Instant>();
    return bot;
}

Result<BotRowId> insert(db::Tx& tx, WorkspaceId workspace, NewBot const& bot, Instant now) {
    return tx.scalar<BotRowId>(sql::insert_bot, {{"workspace_id", workspace},
                                                 {"bot_id", bot.bot_id},
                                                 {"name", bot.name},
                                                 {"token_hash", bot.token_hash},
                                                 {"created_by", bot.created_by},
                                                 {"now", now}});
}

Result<std::optional<Bot>> find(db::Reader& reader, WorkspaceId workspace, BotRowId id) {
    return reader.optional(sql::bot_by_id, {{"workspace_id", workspace}, {"id", id}}, map_bot);
}

Result<std::optional<Bot>> find_by_bot_id(db::Reader& reader, WorkspaceId workspace,
                                          std::string const& bot_id) {
    return reader.optional(sql::bot_by_bot_id, {{"workspace_id", workspace}, {"bot_id", bot_id}}, map_bot);
}

Result<std::optional<Bot>> find_by_token(db::Reader& reader, WorkspaceId workspace,
                                         std::string const& token_hash) {
    return reader.optional(sql::bot_by_token, {{"workspace_id", workspace}, {"token_hash", token_hash}},
                           map_bot);
}

Result<void> update(db::Tx& tx, WorkspaceId workspace, Bot const& bot, Instant now) {
    TRY(tx.execute(sql::update_bot, {{"workspace_id", workspace},
                                     {"id", bot.id},
                                     {"name", bot.name},
                                     {"paused", bot.paused},
                                     {"now", now}}));
    return {};
}

Result<void> change_token(db::Tx& tx, WorkspaceId workspace, BotRowId id, std::string const& token_hash,
                          Instant now) {
    TRY(tx.execute(sql::change_token,
                   {{"workspace_id", workspace}, {"id", id}, {"token_hash", token_hash}, {"now", now}}));
    return {};
}

Result<void> revoke(db::Tx& tx, WorkspaceId workspace, BotRowId id, Instant now) {
    TRY(tx.execute(sql::revoke_bot, {{"workspace_id", workspace}, {"id", id}, {"now", now}}));
    return {};
}

Result<void> see(db::Tx& tx, WorkspaceId workspace, BotRowId id, Instant now) {
    TRY(tx.execute(
        sql::see_bot,
        {{"workspace_id", workspace}, {"id", id}, {"seen_before", now - Seconds{5}}, {"now", now}}));
    return {};
}

Result<void> count_report(db::Tx& tx, WorkspaceId workspace, BotRowId id, bool completed,
                          std::optional<std::string> const& session_id, Instant now) {
    TRY(tx.execute(sql::count_report, {{"workspace_id", workspace},
                                       {"id", id},
                                       {"completed", completed ? 1 : 0},
                                       {"failed", completed ? 0 : 1},
                                       {"session_id", session_id},
                                       {"now", now}}));
    return {};
}

Result<void> save_heartbeat(db::Tx& tx, WorkspaceId workspace, BotRowId id, Heartbeat const& heartbeat,
                            Instant now) {
    TRY(tx.execute(sql::save_heartbeat, {{"workspace_id", workspace},
                                         {"id", id},
                                         {"status", heartbeat.status},
                                         {"version", heartbeat.version},
                                         {"session_id", heartbeat.session_id},
                                         {"now", now}}));
    return {};
}

}  // namespace roost::bots::store
