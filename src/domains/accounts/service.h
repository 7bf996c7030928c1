// service.h: the use-cases of accounts: one by one, in bulk, undone, placed, imported.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/base/json.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/jobs/jobs.h"
#include "core/live/live.h"
#include "domains/accounts/api.h"
#include "domains/accounts/rules.h"
#include "domains/accounts/rules_import.h"
#include "domains/accounts/secrets.h"
#include "domains/accounts/service_warmup.h"
#include "domains/accounts/store.h"
#include "domains/accounts/store_import.h"
#include "domains/accounts/store_undo.h"

namespace roost::accounts {

/// An account made by hand.
struct NewAccountInput {
    std::string username;
    Secret<std::string> password;
    std::optional<std::string> email;
    std::optional<boost::json::object> extra;
    std::vector<std::string> tags;
    std::optional<ModelId> model_id;
};
BOOST_DESCRIBE_STRUCT(NewAccountInput, (), (username, password, email, extra, tags, model_id))

/// The fields of a PATCH; only those sent change.
struct EditInput {
    std::optional<std::string> username;
    std::optional<Secret<std::string>> password;
    json::Patch<std::string> email;
    json::Patch<boost::json::object> extra;
    std::optional<std::vector<std::string>> tags;
};
BOOST_DESCRIBE_STRUCT(EditInput, (), (username, password, email, extra, tags))

/// One gesture of a person on one or many accounts: what it does, and how it is named and undone.
struct Gesture {
    UndoAspect aspect = UndoAspect::edit;
    std::string label;
    std::function<Result<rules::Decision>(Account)> decide;
    std::optional<std::string> reason = {};
    std::optional<ModelId> model = {};                  // must exist and not be archived
    std::function<Result<void>(db::Tx&)> prepare = {};  // runs first in each transaction
};

/// One account a gesture did not change, and why.
struct Refused {
    AccountId id;
    std::string code;
    std::string message;
};

/// What a gesture came to.
struct Applied {
    std::int64_t matched = 0;
    std::int64_t changed = 0;
    std::int64_t refused = 0;
    std::vector<Refused> refused_items = {};  // the first 100
    std::optional<UndoId> undo_id = {};
};

/// One account after a gesture.
struct AppliedOne {
    Account account;
    std::optional<UndoId> undo_id;
};

/// What automatic assignment came to.
struct AutoPlaced {
    std::int64_t assigned = 0;
    std::int64_t without_proxy = 0;
};

/// How an upload is to be imported.
struct ImportStart {
    rules::ImportOptions format;
    std::optional<ModelId> model_id;
    bool dry_run = false;
    bool attest = false;
    bool keep_upload = false;  // a dry run of an upload that is to be imported later
};

/// A sealed upload that the service takes over.
struct ImportUpload {
    std::string file_name;
    std::filesystem::path path;
    std::int64_t bytes = 0;
};

/// What accounts needs from its surroundings.
struct Parts {
    db::Db& db;
    Clock& clock;
    Random& random;
    crypto::Keyring& keys;
    Warmup& warmup;
    std::filesystem::path upload_dir;  // for imports of the command line
};

inline constexpr std::int64_t slots_per_page = 1000;

/// Thread-safe: all state is in the database.
class Accounts final : public proxies::AccountPlacement, public models::AccountRelease {
public:
    explicit Accounts(Parts parts) : parts_(std::move(parts)) {}

    db::Db& db() { return parts_.db; }
    Clock& clock() { return parts_.clock; }

    // --- one account -----------------------------------------------------------------------------
    Result<Account> get(Actor const& actor, AccountId id);
    /// Gives it a proxy at once if there is a place. Errors: conflict accounts.username_taken,
    /// invalid_field.
    Result<Account> create(Actor const& actor, NewAccountInput const& input);
    /// Shows password and extra, and audits it.
    Result<Secrets> reveal(Actor const& actor, AccountId id);
    Result<std::vector<store::Count>> counts(Actor const& actor);

    // --- gestures --------------------------------------------------------------------------------
    Result<Gesture> edit_gesture(Actor const& actor, EditInput const& input);
    /// `action` is the last word of the single route, `params` its body: lifecycle, reassign,
    /// cleanup, assign-proxies, restore, delete, tags. Error 422 accounts.unknown_action.
    Result<Gesture> make_gesture(Actor const& actor, std::string_view action,
                                 boost::json::object const& params);
    /// One account; `version` of If-Match. Errors: accounts.not_found, precondition_failed, and why
    /// the gesture is refused.
    Result<AppliedOne> apply_one(Actor const& actor, AccountId id, Gesture const& gesture,
                                 std::optional<std::int64_t> version = {});
    /// Many (up to about a thousand) within `tx`; the undo record grows over several calls.
    Result<void> apply_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                            Gesture const& gesture, Applied& applied);
    Result<Applied> apply_many(Actor const& actor, std::vector<AccountId> const& ids, Gesture const& gesture);

    /// A review of many, undoable like any gesture.
    Result<void> review_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                             rules::Review const& review, Applied& applied);

    // --- undo ------------------------------------------------------------------------------------
    Result<std::vector<Undo>> list_undos(Actor const& actor);
    Result<Undo> get_undo(Actor const& actor, UndoId id);
    /// Takes back (or, with redo, repeats) a gesture if none of its rows changed since. Errors:
    /// accounts.undo_not_found, undo_expired, undo_stale, undo_done, proxies.full.
    Result<Undo> undo(Actor const& actor, UndoId id, bool redo, jobs::JobContext* job = nullptr);

    // --- proxies and models ----------------------------------------------------------------------
    /// Gives every waiting account a place as far as places go (PRX-3). `by_person` also serves
    /// accounts that were taken off by hand.
    Result<AutoPlaced> assign_proxies(Actor const& actor, bool by_person);
    Result<proxies::Placement> place(Actor const& actor, std::int64_t account_id,
                                     std::optional<ProxyId> proxy) override;
    Result<std::int64_t> vacate(db::Tx& tx, Actor const& actor, ProxyId proxy,
                                proxies::Vacate choice) override;
    Result<std::int64_t> count_without_proxy(db::Reader& reader, WorkspaceId workspace) override;
    Result<std::int64_t> count(db::Reader& reader, WorkspaceId workspace, ModelId id) override;
    Result<std::int64_t> unassign_all(db::Tx& tx, Actor const& actor, ModelId id) override;

    // --- imports ---------------------------------------------------------------------------------
    /// Keeps an upload for preview and start. Errors: import.empty, import.binary.
    Result<ImportId> accept_upload(Actor const& actor, ImportUpload const& upload);
    /// Lets an upload go that was not started, and its file. Errors: import.not_found.
    Result<void> drop_upload(Actor const& actor, ImportId id);
    /// How the upload is read, and its first rows.
    Result<boost::json::object> preview(Actor const& actor, ImportId id, rules::ImportOptions const& options);
    /// Enqueues the import. Errors: import.attest_required, import.upload_gone, models.not_found.
    Result<JobId> start_import(Actor const& actor, ImportId id, ImportStart const& start);
    Result<store::Import> get_import(Actor const& actor, ImportId id);

    // --- for the import's own run ----------------------------------------------------------------
    Parts const& parts() const { return parts_; }
    /// The first 64 KB of a sealed upload.
    Result<std::string> read_head(std::filesystem::path const& path);
    /// The first proxies with a free place, until there are `wanted` places in all.
    Result<void> load_slots(db::Reader& reader, WorkspaceId workspace, std::int64_t wanted,
                            rules::SlotPicker& picker);

    /// Empties old trash, forgets old gestures and uploads that nobody started. Every hour.
    Result<void> tidy_up();

private:
    /// The accounts a gesture changes, as they were and as they will be.
    struct Change {
        std::vector<Account> before;
        std::vector<rules::Decision> after;

        std::vector<AccountId> ids() const {
            std::vector<AccountId> ids;
            for (auto const& account : before) ids.push_back(account.id);
            return ids;
        }
    };
    struct PlacedPage {
        std::int64_t placed = 0;
        std::optional<AccountId> next = {};  // where the next page begins; nothing: it was the last
    };
    Result<Gesture> proxy_gesture(Actor const& actor, boost::json::object const& body);
    Change decide_all(std::vector<Account> before, Gesture const& gesture, Applied& applied);
    Result<void> write_change(db::Tx& tx, Actor const& actor, Change const& change,
                              store::Cause const& cause);
    Result<void> write_side_effects(db::Tx& tx, Change const& change, store::Cause const& cause);
    Result<void> publish(db::Tx& tx, WorkspaceId workspace, std::vector<AccountId> const& ids,
                         live::ChangeKind kind);
    Result<Undo> open_undo(db::Reader& reader, WorkspaceId workspace, UndoId id, bool redo);
    Result<void> check_fresh(db::Reader& reader, WorkspaceId workspace, Undo const& undo, bool redo);
    Result<std::optional<AccountId>> undo_page(db::Tx& tx, Actor const& actor, Undo const& undo, bool redo,
                                               AccountId after);
    Result<void> undo_pages(Actor const& actor, Undo const& undo, bool redo, jobs::JobContext* job);
    Result<void> undo_import(Actor const& actor, Undo const& undo, jobs::JobContext* job);
    Result<void> delete_imported(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids);
    Result<PlacedPage> assign_page(db::Tx& tx, Actor const& actor, AccountId after);
    Result<void> forget_uploads(Instant now);
    Parts parts_;
};

}  // namespace roost::accounts
