// service_invitations.cpp: joining a workspace by a link.
#include "core/crypto/password.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store.h"
#include "domains/identity/store_tokens.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {

/// A link taken apart: which workspace to ask, and for what.
struct Link {
    WorkspaceId workspace;
    std::string hash;
};

Result<Link> read_link(Secret<std::string> const& link) {
    auto workspace = token_workspace(link.reveal(), "ri_");
    if (!workspace) return errors::link_invalid();
    return Link{*workspace, token_hash(link.reveal())};
}

Result<Invitation> open_invitation(db::Reader& reader, Link const& link, Instant now) {
    auto found = TRY(store::find_invitation(reader, link.workspace, link.hash));
    if (!found || found->accepted_at || found->expires_at <= now) return errors::link_invalid();
    return std::move(*found);
}

}  // namespace

Result<WithSecret<Invitation>> Identity::invite(Actor const& actor, NewInvitation const& wanted) {
    TRY(rules::require_person(actor));
    json::Problems problems;
    Invitation invitation{.role = wanted.role, .invited_by = actor.name, .created_at = clock_.now()};
    if (wanted.email) invitation.email = rules::check_email(*wanted.email, "email", problems);
    auto days = wanted.days.value_or(7);
    if (days < 1 || days > 30) problems.add("days", "field.range", "Must be from 1 to 30.");
    TRY(rules::settled(std::move(problems)));
    invitation.expires_at = invitation.created_at + std::chrono::hours{24 * days};
    auto link = make_token(random_, "ri_", actor.workspace);
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<WithSecret<Invitation>> {
        auto made = invitation;
        made.id =
            TRY(store::insert_invitation(tx, actor.workspace, made, {token_hash(link.reveal()), actor.user}));
        TRY(audit(tx, clock_, actor,
                  {.action = "invitations.create",
                   .object_type = "invitation",
                   .object_id = made.id.value,
                   .detail = {{"email", json::write(made.email)}, {"role", to_text(made.role)}}}));
        return WithSecret<Invitation>{made, link};
    });
}

Result<void> Identity::withdraw_invitation(Actor const& actor, InvitationId id) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        if (!TRY(store::delete_invitation(tx, actor.workspace, id))) return errors::invitation_not_found();
        return audit(tx, clock_, actor,
                     {.action = "invitations.withdraw", .object_type = "invitation", .object_id = id.value});
    });
}

Result<InvitationPreview> Identity::preview_invitation(Secret<std::string> const& secret) {
    auto link = TRY(read_link(secret));
    return db_.read([&](db::Reader& reader) -> Result<InvitationPreview> {
        auto invitation = TRY(open_invitation(reader, link, clock_.now()));
        auto workspace = TRY(store::find_workspace(reader, link.workspace));
        if (!workspace) return errors::link_invalid();
        return InvitationPreview{workspace->name, invitation.role, invitation.email, invitation.expires_at};
    });
}

Result<LoggedIn> Identity::accept_invitation(Secret<std::string> const& secret, NewPerson const& sent,
                                             Client const& client) {
    json::Problems problems;
    auto email = rules::check_email(sent.email, "email", problems);
    TRY(rules::settled(std::move(problems)));
    auto link = TRY(read_link(secret));
    auto known = TRY(db_.read([&](db::Reader& reader) -> Result<bool> {
        auto invitation = TRY(open_invitation(reader, link, clock_.now()));
        if (invitation.email && *invitation.email != email) return errors::wrong_person();
        return TRY(store::find_user(reader, email)).has_value();
    }));
    if (!known) return join_as_new_person(link.workspace, link.hash, sent, client);
    auto logged_in = TRY(log_in({email, sent.password}, client));
    logged_in.workspaces = {TRY(db_.write(
        link.workspace, [&](db::Tx& tx) { return join_as(tx, link.workspace, link.hash, logged_in.user); }))};
    forget_cached();
    return logged_in;
}

Result<LoggedIn> Identity::join_as_new_person(WorkspaceId workspace, std::string const& link_hash,
                                              NewPerson const& sent, Client const& client) {
    json::Problems problems;
    auto email = rules::check_email(sent.email, "email", problems);
    auto name = rules::check_name(sent.name, "name", problems);
    rules::check_password(sent.password, email, "password", problems);
    TRY(rules::settled(std::move(problems)));
    auto hash = crypto::hash_password(sent.password);
    auto session = make_session();
    return db_.write(workspace, [&](db::Tx& tx) -> Result<LoggedIn> {
        if (TRY(store::find_user(tx, email))) return errors::email_taken();
        auto user = TRY(store::insert_user(tx, {{}, email, name, session.now}, hash));
        auto joined = TRY(join_as(tx, workspace, link_hash, user));
        TRY(store::insert_session(tx,
                                  {user.id, session.token_hash, client, session.now, session.expires_at}));
        return LoggedIn{user, {joined}, session.token, session.expires_at};
    });
}

Result<WorkspaceRef> Identity::join(Actor const& actor, Secret<std::string> const& secret) {
    TRY(rules::require_person(actor));
    auto link = TRY(read_link(secret));
    auto user = TRY(profile(actor));
    auto joined = TRY(
        db_.write(link.workspace, [&](db::Tx& tx) { return join_as(tx, link.workspace, link.hash, user); }));
    forget_cached();
    return joined;
}

Result<WorkspaceRef> Identity::join_as(db::Tx& tx, WorkspaceId id, std::string const& link_hash,
                                       User const& user) {
    auto now = clock_.now();
    auto invitation = TRY(open_invitation(tx, {id, link_hash}, now));
    if (invitation.email && *invitation.email != user.email) return errors::wrong_person();
    if (auto member = TRY(store::member(tx, id, user.id))) return errors::already_member(member->role);
    auto workspace = TRY(store::find_workspace(tx, id));
    if (!workspace || !TRY(store::accept_invitation(tx, id, invitation.id, user.id, now)))
        return errors::link_invalid();
    TRY(store::insert_member(tx, id, {user.id, user.email, user.name, invitation.role, now}));
    Actor actor{.kind = ActorKind::user,
                .workspace = id,
                .role = invitation.role,
                .user = user.id,
                .name = user.email};
    TRY(audit(tx, clock_, actor,
              {.action = "members.join",
               .object_type = "user",
               .object_id = user.id.value,
               .detail = {{"role", to_text(invitation.role)}, {"invited_by", invitation.invited_by}}}));
    return WorkspaceRef{id, workspace->name, invitation.role};
}

}  // namespace roost::identity
