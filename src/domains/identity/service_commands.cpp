// service_commands.cpp: what the command line does with people and tokens.
#include "core/base/text.h"
#include "core/crypto/password.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/store.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {

Result<std::optional<Workspace>> look_up(db::Reader& reader, std::string const& name) {
    if (name.starts_with('#')) {
        auto id = text::parse_int(std::string_view(name).substr(1));
        if (!id) return errors::workspace_not_found();
        auto found = TRY(store::find_workspace(reader, WorkspaceId{*id}));
        if (!found) return errors::workspace_not_found();
        return found;
    }
    auto named = TRY(store::workspaces_named(reader, name));
    if (named.size() > 1) return errors::ambiguous_workspace(name);
    if (named.empty()) return std::optional<Workspace>{};
    return std::optional<Workspace>(named.front());
}

/// The name that a person made by the command line starts with.
std::string name_from(std::string const& email) { return email.substr(0, email.find('@')); }

}  // namespace

Result<Workspace> Identity::find_workspace(std::string const& name) {
    auto found = TRY(db_.read([&](db::Reader& reader) { return look_up(reader, name); }));
    if (!found) return errors::workspace_not_found();
    return std::move(*found);
}

Result<CreatedUser> Identity::create_user(UserSpec const& spec) {
    json::Problems problems;
    auto email = rules::check_email(spec.credentials.email, "email", problems);
    auto name = rules::check_name(spec.workspace, "workspace", problems);
    rules::check_password(spec.credentials.password, email, "password", problems);
    TRY(rules::settled(std::move(problems)));
    auto known = TRY(db_.read([&](db::Reader& reader) { return store::find_user(reader, email); }));
    if (known && !crypto::verify_password(known->password_hash, spec.credentials.password)) {
        return errors::password_differs(email);
    }
    auto hash = known ? known->password_hash : crypto::hash_password(spec.credentials.password);
    auto existing = TRY(db_.read([&](db::Reader& reader) { return look_up(reader, name); }));
    auto scope = existing ? existing->id : WorkspaceId{0};
    return db_.write(scope, [&](db::Tx& tx) -> Result<CreatedUser> {
        CreatedUser made{.role = spec.role};
        auto row = TRY(store::find_user(tx, email));
        made.user_made = !row;
        made.user =
            row ? row->user : TRY(store::insert_user(tx, {{}, email, name_from(email), clock_.now()}, hash));
        if (existing) {
            made.workspace = *existing;
            TRY(add_member(tx, *existing, made.user, spec.role));
            return made;
        }
        if (TRY(look_up(tx, name)))
            return roost::errors::unavailable("workspace.busy",
                                              "Somebody made this workspace just now; try again.");
        auto ref = TRY(start_workspace(tx, made.user, name, spec.role));
        made.workspace = {ref.id, ref.name, clock_.now()};
        made.workspace_made = true;
        return made;
    });
}

/// Adds the person; being a member with that role already is fine, with another one it is not.
Result<void> Identity::add_member(db::Tx& tx, Workspace const& workspace, User const& user, Role role) {
    if (auto member = TRY(store::member(tx, workspace.id, user.id))) {
        if (member->role != role) return errors::already_member(member->role);
        return {};
    }
    TRY(store::insert_member(tx, workspace.id, {user.id, user.email, user.name, role, clock_.now()}));
    return audit(tx, clock_, Actor::system(workspace.id, "command line"),
                 {.action = "members.create",
                  .object_type = "user",
                  .object_id = user.id.value,
                  .detail = {{"email", user.email}, {"role", to_text(role)}}});
}

Result<Actor> Identity::actor_for(std::string const& email, WorkspaceId workspace) {
    return db_.read([&](db::Reader& reader) -> Result<Actor> {
        auto row = TRY(store::find_user(reader, rules::fold_email(email)));
        if (!row) return errors::user_not_found(email);
        auto member = TRY(store::member(reader, workspace, row->user.id));
        if (!member) return errors::member_not_found();
        return Actor{.kind = ActorKind::user,
                     .workspace = workspace,
                     .role = member->role,
                     .user = member->id,
                     .name = member->email};
    });
}

Result<WithSecret<ApiToken>> Identity::create_token_for(std::string const& email,
                                                        std::string const& workspace, NewToken const& token) {
    auto found = TRY(find_workspace(workspace));
    return create_token(TRY(actor_for(email, found.id)), token);
}

}  // namespace roost::identity
