// store_tokens.cpp: API tokens and invitations.
#include "domains/identity/store_tokens.h"

#include "domains/identity/rules.h"
#include "domains/identity/sql.h"

namespace roost::identity::store {

ApiToken read_token(db::Row const& row) {
    db::Columns in{row};
    ApiToken found;
    found.id = in.next<TokenId>();
    found.name = in.next<std::string>();
    found.user_id = in.next<UserId>();
    found.email = in.next<std::string>();
    found.scopes = rules::split_scopes(in.next<std::string_view>());
    found.created_at = in.next<Instant>();
    found.expires_at = in.next<std::optional<Instant>>();
    found.last_used_at = in.next<std::optional<Instant>>();
    return found;
}

Invitation read_invitation(db::Row const& row) {
    db::Columns in{row};
    Invitation found;
    found.id = in.next<InvitationId>();
    auto email = in.next<std::string>();
    if (!email.empty()) found.email = email;
    found.role = in.next<Role>();
    found.invited_by = in.next<std::string>();
    found.created_at = in.next<Instant>();
    found.expires_at = in.next<Instant>();
    found.accepted_at = in.next<std::optional<Instant>>();
    return found;
}

Result<TokenId> insert_token(db::Tx& tx, WorkspaceId workspace, ApiToken const& token,
                             std::string const& token_hash) {
    auto scopes = rules::join_scopes(token.scopes);
    return tx.scalar<TokenId>(sql::api_token_insert, {{"workspace_id", workspace},
                                                      {"user_id", token.user_id},
                                                      {"name", token.name},
                                                      {"token_hash", token_hash},
                                                      {"scopes", scopes},
                                                      {"now", token.created_at},
                                                      {"expires_at", token.expires_at}});
}

Result<std::int64_t> tokens_of(db::Reader& reader, WorkspaceId workspace, UserId user) {
    return reader.scalar<std::int64_t>(sql::api_tokens_of_user_count,
                                       {{"workspace_id", workspace}, {"user_id", user}});
}

Result<std::optional<ApiToken>> find_token(db::Reader& reader, WorkspaceId workspace, TokenId token) {
    return reader.optional(sql::api_token_by_id, {{"workspace_id", workspace}, {"id", token}}, read_token);
}

Result<std::optional<TokenRow>> find_token(db::Reader& reader, WorkspaceId workspace,
                                           std::string const& token_hash) {
    return reader.optional(
        sql::api_token_by_hash, {{"workspace_id", workspace}, {"token_hash", token_hash}},
        [](db::Row const& row) { return TokenRow{read_token(row), db::get<Role>(row, 8)}; });
}

Result<void> note_token_use(db::Tx& tx, WorkspaceId workspace, TokenId token, Instant now) {
    TRY(tx.execute(sql::api_token_note_use, {{"workspace_id", workspace}, {"id", token}, {"now", now}}));
    return {};
}

Result<void> delete_token(db::Tx& tx, WorkspaceId workspace, TokenId token) {
    TRY(tx.execute(sql::api_token_delete, {{"workspace_id", workspace}, {"id", token}}));
    return {};
}

Result<InvitationId> insert_invitation(db::Tx& tx, WorkspaceId workspace, Invitation const& invitation,
                                       InvitationSecret const& secret) {
    auto email = invitation.email.value_or("");
    return tx.scalar<InvitationId>(sql::invitation_insert, {{"workspace_id", workspace},
                                                            {"email", email},
                                                            {"role", invitation.role},
                                                            {"token_hash", secret.token_hash},
                                                            {"invited_by", secret.invited_by},
                                                            {"now", invitation.created_at},
                                                            {"expires_at", invitation.expires_at}});
}

Result<std::optional<Invitation>> find_invitation(db::Reader& reader, WorkspaceId workspace,
                                                  InvitationId id) {
    return reader.optional(sql::invitation_by_id, {{"workspace_id", workspace}, {"id", id}}, read_invitation);
}

Result<std::optional<Invitation>> find_invitation(db::Reader& reader, WorkspaceId workspace,
                                                  std::string const& token_hash) {
    return reader.optional(sql::invitation_by_hash, {{"workspace_id", workspace}, {"token_hash", token_hash}},
                           read_invitation);
}

Result<bool> accept_invitation(db::Tx& tx, WorkspaceId workspace, InvitationId id, UserId user, Instant now) {
    return TRY(tx.execute(sql::invitation_accept,
                          {{"workspace_id", workspace}, {"id", id}, {"user_id", user}, {"now", now}})) > 0;
}

Result<bool> delete_invitation(db::Tx& tx, WorkspaceId workspace, InvitationId id) {
    return TRY(tx.execute(sql::invitation_delete, {{"workspace_id", workspace}, {"id", id}})) > 0;
}

}  // namespace roost::identity::store
