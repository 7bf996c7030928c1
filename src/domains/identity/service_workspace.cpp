// service_workspace.cpp: the workspace's name, settings and members.
#include "core/crypto/password.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/rules_settings.h"
#include "domains/identity/service.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {

Result<ShownSettings> read_shown(db::Reader& reader, WorkspaceId workspace) {
    return ShownSettings{TRY(settings(reader, workspace)), TRY(store::airtable_token_set(reader, workspace))};
}

Result<void> store_token(db::Tx& tx, crypto::Keyring& keys, WorkspaceId workspace,
                         std::optional<Secret<std::string>> const& token) {
    if (!token) return store::set_airtable_token(tx, workspace, std::nullopt);
    auto box = keys.seal(token->reveal(), store::airtable_context(workspace));
    return store::set_airtable_token(tx, workspace, box);
}

/// What was sent, for the audit log: without the token.
boost::json::object without_token(boost::json::object sent) {
    if (auto* airtable = sent.if_contains("airtable"); airtable && airtable->is_object()) {
        if (airtable->get_object().erase("token") > 0) airtable->get_object()["token_changed"] = true;
    }
    return sent;
}

Error changed_meanwhile(ShownSettings const& current) {
    auto shown = json::write(current.settings);
    return {.kind = ErrorKind::precondition_failed,
            .code = "settings.changed",
            .detail = "Somebody changed the settings meanwhile; look at them and send yours again.",
            .extra = {{"current", shown}}};
}

}  // namespace

std::string etag(ShownSettings const& shown) {
    auto text = boost::json::serialize(json::write(shown.settings)) + (shown.airtable_token_set ? "1" : "0");
    return "\"" + token_hash(text).substr(0, 24) + "\"";
}

Result<Workspace> Identity::workspace(Actor const& actor) {
    auto found =
        TRY(db_.read([&](db::Reader& reader) { return store::find_workspace(reader, actor.workspace); }));
    if (!found) return errors::workspace_not_found();
    return std::move(*found);
}

Result<Workspace> Identity::rename_workspace(Actor const& actor, std::string const& sent) {
    json::Problems problems;
    auto name = rules::check_name(sent, "name", problems);
    TRY(rules::settled(std::move(problems)));
    TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        TRY(store::set_workspace_name(tx, actor.workspace, name, clock_.now()));
        return audit(tx, clock_, actor,
                     {.action = "workspace.rename",
                      .object_type = "workspace",
                      .object_id = actor.workspace.value,
                      .detail = {{"name", name}}});
    }));
    forget_cached();
    return workspace(actor);
}

Result<ShownSettings> Identity::shown_settings(Actor const& actor) {
    return db_.read([&](db::Reader& reader) { return read_shown(reader, actor.workspace); });
}

Result<ShownSettings> Identity::change_settings(Actor const& actor, boost::json::object const& sent,
                                                std::string const& expected_etag) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<ShownSettings> {
        auto current = TRY(read_shown(tx, actor.workspace));
        if (!expected_etag.empty() && expected_etag != etag(current)) return changed_meanwhile(current);
        auto change = TRY(rules::change_settings(current.settings, sent));
        TRY(store::set_settings(tx, actor.workspace, change.settings, clock_.now()));
        if (change.token_sent) TRY(store_token(tx, keys_, actor.workspace, change.airtable_token));
        TRY(audit(tx, clock_, actor,
                  {.action = "settings.change",
                   .object_type = "workspace",
                   .object_id = actor.workspace.value,
                   .detail = without_token(sent)}));
        return read_shown(tx, actor.workspace);
    });
}

Result<MemberRow> Identity::create_member(Actor const& actor, NewPerson const& sent, Role role) {
    json::Problems problems;
    MemberRow member{.role = role, .joined_at = clock_.now()};
    member.email = rules::check_email(sent.email, "email", problems);
    member.name = rules::check_name(sent.name, "name", problems);
    rules::check_password(sent.password, member.email, "password", problems);
    TRY(rules::settled(std::move(problems)));
    auto hash = crypto::hash_password(sent.password);
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<MemberRow> {
        if (TRY(store::find_user(tx, member.email))) return errors::email_taken();
        auto made = member;
        made.id = TRY(store::insert_user(tx, {{}, made.email, made.name, made.joined_at}, hash)).id;
        TRY(store::insert_member(tx, actor.workspace, made));
        TRY(audit(tx, clock_, actor,
                  {.action = "members.create",
                   .object_type = "user",
                   .object_id = made.id.value,
                   .detail = {{"email", made.email}, {"role", to_text(role)}}}));
        return made;
    });
}

Result<MemberRow> Identity::change_role(Actor const& actor, UserId user, Role role) {
    auto changed = TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<MemberRow> {
        auto member = TRY(store::member(tx, actor.workspace, user));
        if (!member) return errors::member_not_found();
        TRY(rules::may_leave_role(member->role, role, TRY(store::owners(tx, actor.workspace))));
        TRY(store::set_role(tx, actor.workspace, user, role));
        TRY(audit(
            tx, clock_, actor,
            {.action = "members.change_role",
             .object_type = "user",
             .object_id = user.value,
             .detail = {{"email", member->email}, {"from", to_text(member->role)}, {"to", to_text(role)}}}));
        member->role = role;
        return std::move(*member);
    }));
    forget_cached();
    return changed;
}

Result<void> Identity::remove_member(Actor const& actor, UserId user) {
    TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto member = TRY(store::member(tx, actor.workspace, user));
        if (!member) return errors::member_not_found();
        TRY(rules::may_leave_role(member->role, std::nullopt, TRY(store::owners(tx, actor.workspace))));
        TRY(store::delete_member(tx, actor.workspace, user));
        return audit(tx, clock_, actor,
                     {.action = "members.remove",
                      .object_type = "user",
                      .object_id = user.value,
                      .detail = {{"email", member->email}, {"role", to_text(member->role)}}});
    }));
    forget_cached();
    return {};
}

}  // namespace roost::identity
