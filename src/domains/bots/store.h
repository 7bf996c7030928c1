// store.h: rows of bots and nothing else.
#pragma once

#include <optional>
#include <string>

#include "core/db/db.h"
#include "domains/bots/types.h"

namespace roost::bots::store {

Bot map_bot(db::Row const& row);

struct NewBot {
    std::string bot_id;
    std::string name;
    std::string token_hash;
    std::string created_by;
};
Result<BotRowId> insert(db::Tx& tx, WorkspaceId workspace, NewBot const& bot, Instant now);

Result<std::optional<Bot>> find(db::Reader& reader, WorkspaceId workspace, BotRowId id);
Result<std::optional<Bot>> find_by_bot_id(db::Reader& reader, WorkspaceId workspace,
                                          std::string const& bot_id);
Result<std::optional<Bot>> find_by_token(db::Reader& reader, WorkspaceId workspace,
                                         std::string const& token_hash);

Result<void> update(db::Tx& tx, WorkspaceId workspace, Bot const& bot, Instant now);
Result<void> change_token(db::Tx& tx, WorkspaceId workspace, BotRowId id, std::string const& token_hash,
                          Instant now);
Result<void> revoke(db::Tx& tx, WorkspaceId workspace, BotRowId id, Instant now);
/// Notes that the bot is alive, if that was not noted a moment ago.
Result<void> see(db::Tx& tx, WorkspaceId workspace, BotRowId id, Instant now);
/// Counts a step that was reported in time.
Result<void> count_report(db::Tx& tx, WorkspaceId workspace, BotRowId id, bool completed,
                          std::optional<std::string> const& session_id, Instant now);
Result<void> save_heartbeat(db::Tx& tx, WorkspaceId workspace, BotRowId id, Heartbeat const& heartbeat,
                            Instant now);

}  // namespace roost::bots::store
