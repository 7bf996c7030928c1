// service_tokens.cpp: API tokens of a person for one workspace.
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store_tokens.h"

namespace roost::identity {
namespace {
constexpr int tokens_most = 100;
}

Result<WithSecret<ApiToken>> Identity::create_token(Actor const& actor, NewToken const& wanted) {
    TRY(rules::require_person(actor));
    json::Problems problems;
    ApiToken token{.user_id = actor.user,
                   .email = actor.name,
                   .scopes = wanted.scopes,
                   .created_at = clock_.now(),
                   .expires_at = wanted.expires_at};
    token.name = rules::check_name(wanted.name, "name", problems);
    rules::check_scopes(wanted.scopes, problems);
    if (token.expires_at && *token.expires_at <= token.created_at) {
        problems.add("expires_at", "field.range", "Must be in the future.");
    }
    TRY(rules::settled(std::move(problems)));
    auto secret = make_token(random_, "rt_", actor.workspace);
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<WithSecret<ApiToken>> {
        if (TRY(store::tokens_of(tx, actor.workspace, actor.user)) >= tokens_most) {
            return errors::too_many("tokens.too_many",
                                    "A person has at most 100 tokens; end one that is not used.");
        }
        auto made = token;
        made.id = TRY(store::insert_token(tx, actor.workspace, made, token_hash(secret.reveal())));
        TRY(audit(tx, clock_, actor,
                  {.action = "tokens.create",
                   .object_type = "token",
                   .object_id = made.id.value,
                   .detail = {{"name", made.name}, {"scopes", json::write(made.scopes)}}}));
        return WithSecret<ApiToken>{made, secret};
    });
}

Result<void> Identity::revoke_token(Actor const& actor, TokenId id) {
    TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto token = TRY(store::find_token(tx, actor.workspace, id));
        if (!token || (token->user_id != actor.user && actor.role != Role::owner))
            return errors::token_not_found();
        TRY(store::delete_token(tx, actor.workspace, id));
        return audit(tx, clock_, actor,
                     {.action = "tokens.revoke",
                      .object_type = "token",
                      .object_id = id.value,
                      .detail = {{"name", token->name}, {"email", token->email}}});
    }));
    forget_cached();
    return {};
}

}  // namespace roost::identity
