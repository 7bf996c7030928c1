// seed.cpp: the people of the demonstration, and the visitor's way in.
#include "domains/identity/seed.h"

#include "core/clock/fake_clock.h"
#include "core/crypto/password.h"
#include "domains/identity/api.h"
#include "domains/identity/errors.h"
#include "domains/identity/service_links.h"
#include "domains/identity/sql.h"
#include "domains/identity/store.h"
#include "domains/identity/store_tokens.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {

constexpr char const* agency = "Lantern Row Talent";
constexpr char const* founder_email = "ines@lanternrow.example";
constexpr char const* assistant_email = "teo@lanternrow.example";
constexpr char const* invited_email = "jonas@lanternrow.example";
constexpr Millis day = std::chrono::hours{24};
constexpr Millis link_lifetime = 30 * day;

/// Quick enough to watch, slow enough to last: a bot has a turn with an account every twenty
/// minutes, three times a day.
WorkspaceSettings pacing() {
    WorkspaceSettings settings;
    settings.time_zone = "Europe/Berlin";
    settings.warmup.gap_s = 1200;
    settings.warmup.cap_per_account_day = 3;
    settings.warmup.cap_per_proxy_day = 12;
    settings.warmup.backoff_max_s = 900;
    return settings;
}

Actor actor_of(WorkspaceId workspace, User const& user, Role role) {
    return {
        .kind = ActorKind::user, .workspace = workspace, .role = role, .user = user.id, .name = user.email};
}

using Found = std::optional<Actor>;

Result<Found> find_actor(db::Reader& reader, WorkspaceId workspace, std::string const& email) {
    auto row = TRY(store::find_user(reader, email));
    if (!row) return Found{};
    auto member = TRY(store::member(reader, workspace, row->user.id));
    if (!member) return Found{};
    return Found(actor_of(workspace, row->user, member->role));
}

Result<std::optional<SeededPeople>> find_people(db::Reader& reader) {
    auto named = TRY(store::workspaces_named(reader, agency));
    if (named.empty()) return std::optional<SeededPeople>{};
    auto founder = TRY(find_actor(reader, named.front().id, founder_email));
    auto assistant = TRY(find_actor(reader, named.front().id, assistant_email));
    if (!founder || !assistant) return errors::workspace_not_found();
    return std::optional(SeededPeople{named.front().id, *founder, *assistant});
}

using Hash = std::string;  // of a password

Result<Actor> add_person(db::Tx& tx, WorkspaceId id, User const& person, Role role, Hash const& hash) {
    auto user = TRY(store::insert_user(tx, person, hash));
    TRY(store::insert_member(tx, id, {user.id, user.email, user.name, role, person.created_at}));
    return actor_of(id, user, role);
}

Result<void> invite_viewer(db::Tx& tx, Random& random, Actor const& founder, Instant at) {
    Invitation invitation{.email = invited_email, .role = Role::viewer, .invited_by = founder.name};
    invitation.created_at = at;
    invitation.expires_at = at + link_lifetime;
    auto link = make_token(random, "ri_", founder.workspace);
    auto id = TRY(store::insert_invitation(tx, founder.workspace, invitation,
                                           {token_hash(link.reveal()), founder.user}));
    return audit(tx, FakeClock(at), founder,
                 {.action = "invitations.create",
                  .object_type = "invitation",
                  .object_id = id.value,
                  .detail = {{"email", invited_email}, {"role", "viewer"}}});
}

Result<SeededPeople> make_people(db::Tx& tx, Random& random, std::string const& hash, Instant founded) {
    auto settings = pacing();
    auto workspace = TRY(store::insert_workspace(tx, agency, settings, founded));
    SeededPeople people{.workspace = workspace.id};
    people.founder =
        TRY(add_person(tx, workspace.id, {{}, founder_email, "Ines Halloran", founded}, Role::owner, hash));
    TRY(audit(tx, FakeClock(founded), people.founder,
              {.action = "workspace.create",
               .object_type = "workspace",
               .object_id = workspace.id.value,
               .detail = {{"name", agency}}}));
    auto hired = founded + 3 * day;
    people.assistant =
        TRY(add_person(tx, workspace.id, {{}, assistant_email, "Teo Maruyama", hired}, Role::va, hash));
    TRY(audit(tx, FakeClock(hired), people.founder,
              {.action = "members.create",
               .object_type = "user",
               .object_id = people.assistant.user.value,
               .detail = {{"email", assistant_email}, {"role", "va"}}}));
    TRY(audit(tx, FakeClock(hired + day), people.founder,
              {.action = "settings.change",
               .object_type = "workspace",
               .object_id = workspace.id.value,
               .detail = {{"warmup", {{"gap_s", settings.warmup.gap_s}}}}}));
    TRY(invite_viewer(tx, random, people.founder, founded + 42 * day));
    return people;
}

}  // namespace

Result<SeededPeople> seed(db::Db& db, Random& random, Instant founded) {
    if (auto people = TRY(db.read([](db::Reader& reader) { return find_people(reader); })))
        return std::move(*people);
    auto hash = crypto::hash_password(Secret<std::string>(random.hex(32)));
    return db.write(WorkspaceId{}, [&](db::Tx& tx) { return make_people(tx, random, hash, founded); });
}

Result<std::optional<Secret<std::string>>> owner_link(db::Db& db, Clock const& clock, Random& random,
                                                      Actor const& founder) {
    using Link = std::optional<Secret<std::string>>;
    auto link = make_token(random, "ri_", founder.workspace);
    return db.write(founder.workspace, [&](db::Tx& tx) -> Result<Link> {
        if (TRY(store::owners(tx, founder.workspace)) > 1) return Link{};
        TRY(tx.execute(sql::withdraw_open_owner_invitations, {{"workspace_id", founder.workspace}}));
        Invitation invitation{.role = Role::owner, .invited_by = founder.name, .created_at = clock.now()};
        invitation.expires_at = invitation.created_at + link_lifetime;
        TRY(store::insert_invitation(tx, founder.workspace, invitation,
                                     {token_hash(link.reveal()), founder.user}));
        return Link(link);
    });
}

}  // namespace roost::identity
