// service_warmup.h: the warm-up engine: hands out due steps, takes reports, and settles reviews.
#pragma once

#include <boost/json.hpp>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/accounts/api_warmup.h"
#include "domains/accounts/rules_warmup.h"
#include "domains/accounts/store_warmup.h"

namespace roost::accounts {

/// One account that a change over many did not change, and why.
struct RefusedAccount {
    AccountId id;
    Error error;
};

/// What a change over many came to.
struct ManyChanged {
    std::int64_t matched = 0;
    std::int64_t changed = 0;
    std::vector<RefusedAccount> refused;
};

/// The decision that a body describes. Errors: those of its fields, accounts.illegal_step.
Result<rules::Review> read_review(boost::json::object const& body);

/// The engine of steps. Thread-safe: all state is in the database but two hints that may be lost.
class Warmup final : public WarmupDesk {
public:
    Warmup(db::Db& db, Clock& clock, Random& random, crypto::Keyring& keys);

    // For bots; see WarmupDesk.
    Result<NextTask> next_task(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, bool may_lease) override;
    Result<std::optional<Instant>> next_due(db::Reader& reader, WorkspaceId workspace) override;
    Result<TaskContent> content(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, AccountId account,
                                std::string const& task_id) override;
    Result<Reported> complete(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                              StepDone const& report) override;
    Result<Reported> fail(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                          StepFailed const& report) override;
    Result<std::optional<Instant>> keep_alive(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                              std::optional<std::string> const& task_id) override;
    Result<void> take_back(db::Tx& tx, WorkspaceId workspace, BotRef const& bot) override;
    Result<void> add_evidence(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                              std::string const& task_id, Evidence const& evidence) override;
    Result<std::optional<std::string>> held_by(db::Reader& reader, WorkspaceId workspace,
                                               std::int64_t bot) override;
    Result<std::vector<HeldTask>> held_tasks(db::Reader& reader, WorkspaceId workspace) override;

    /// A person settles one account's review. Errors: accounts.not_found and those of rules::review.
    Result<void> review(Actor const& actor, AccountId id, rules::Review const& decision);
    /// The same for many (at most a few thousand) in one transaction; what cannot be is refused by name.
    Result<ManyChanged> review_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                                    rules::Review const& decision);
    /// Ends whatever bots do on these accounts, because a person moved them: attempts become skipped,
    /// content is given back, and the bots' next reports are 409.
    Result<void> close_open_tasks(db::Tx& tx, WorkspaceId workspace, std::vector<AccountId> const& ids);

    /// Returns the tasks of silent bots of one workspace to the queue; how many. `limit` at most.
    Result<std::int64_t> return_expired(db::Tx& tx, WorkspaceId workspace, int limit);
    /// The same for every workspace; run by the scheduler.
    Result<std::int64_t> sweep();
    /// Lowers due times that other settings make earlier; true when there may be more of them.
    Result<bool> reopen_queue(db::Tx& tx, WorkspaceId workspace, rules::Pacing const& pacing);

    Result<rules::Pacing> pacing(db::Reader& reader, WorkspaceId workspace);

private:
    struct Found {
        store::DueGroup group;
        store::DueAccount account;
    };
    struct Walk;

    Result<void> apply_settings(db::Tx& tx, WorkspaceId workspace,
                                identity::WorkspaceSettings const& settings);
    Result<Walk> walk(db::Reader& reader, db::Tx* tx, WorkspaceId workspace, rules::Pacing const& pacing);
    Result<void> walk_group(db::Reader& reader, db::Tx* tx, WorkspaceId workspace, store::DueGroup group,
                            Walk& walk);
    Result<bool> group_is_open(db::Reader& reader, WorkspaceId workspace, store::DueGroup group,
                               Walk const& walk);
    Result<Task> lease(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, Found const& found,
                       rules::Pacing const& pacing);
    Result<Task> open_task(db::Reader& reader, WorkspaceId workspace, store::StepLog const& log,
                           store::WarmupAccount const& account);
    Result<std::optional<Task>> held_task(db::Tx& tx, WorkspaceId workspace, BotRef const& bot);

    Result<store::StepLog> own_task(db::Reader& reader, WorkspaceId workspace, BotRef const& bot,
                                    std::string const& task_id);
    /// Whether the report may count; when not, what to answer instead.
    Result<std::optional<Reported>> refuse_report(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                                  store::StepLog& log, StepStatus outcome,
                                                  boost::json::object const& evidence);
    Result<void> keep_late(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log,
                           boost::json::object const& evidence, BotRef const& bot);
    Result<void> expire(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log);
    Result<void> announce(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log, bool review);

    db::Db& db_;
    Clock& clock_;
    Random& random_;
    crypto::Keyring& keys_;
    std::mutex mutex_;                                               // guards the two below
    std::unordered_map<WorkspaceId, store::DueGroup> last_group_;    // where the next walk begins
    std::unordered_map<WorkspaceId, std::string> applied_settings_;  // known to be in warmup_pacing
};

}  // namespace roost::accounts
