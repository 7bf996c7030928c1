// store_tokens.h: API tokens and invitations.
#pragma once

#include <optional>
#include <string>

#include "core/db/db.h"
#include "domains/identity/types.h"

namespace roost::identity::store {

/// A token with the role that its person has now.
struct TokenRow {
    ApiToken token;
    Role role = Role::viewer;
};

Result<TokenId> insert_token(db::Tx& tx, WorkspaceId workspace, ApiToken const& token,
                             std::string const& token_hash);
Result<std::int64_t> tokens_of(db::Reader& reader, WorkspaceId workspace, UserId user);
Result<std::optional<ApiToken>> find_token(db::Reader& reader, WorkspaceId workspace, TokenId token);
Result<std::optional<TokenRow>> find_token(db::Reader& reader, WorkspaceId workspace,
                                           std::string const& token_hash);
Result<void> note_token_use(db::Tx& tx, WorkspaceId workspace, TokenId token, Instant now);
Result<void> delete_token(db::Tx& tx, WorkspaceId workspace, TokenId token);
ApiToken read_token(db::Row const& row);

struct InvitationSecret {
    std::string token_hash;
    UserId invited_by;
};
Result<InvitationId> insert_invitation(db::Tx& tx, WorkspaceId workspace, Invitation const& invitation,
                                       InvitationSecret const& secret);
Result<std::optional<Invitation>> find_invitation(db::Reader& reader, WorkspaceId workspace, InvitationId id);
Result<std::optional<Invitation>> find_invitation(db::Reader& reader, WorkspaceId workspace,
                                                  std::string const& token_hash);
/// Whether it was still open.
Result<bool> accept_invitation(db::Tx& tx, WorkspaceId workspace, InvitationId id, UserId user, Instant now);
/// Whether there was one.
Result<bool> delete_invitation(db::Tx& tx, WorkspaceId workspace, InvitationId id);
Invitation read_invitation(db::Row const& row);

}  // namespace roost::identity::store
