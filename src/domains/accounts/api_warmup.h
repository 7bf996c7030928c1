// api_warmup.h: what the bots domain asks of the warm-up engine: lease a step, report it, keep it alive.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/db/db.h"
#include "domains/accounts/types.h"
#include "domains/content/api.h"
#include "domains/proxies/api.h"

namespace roost::accounts {

namespace errors {
/// A report for a lease that has ended or moved. It changed no state; it is kept as late evidence.
inline Error lease_lost() {
    return roost::errors::conflict("bots.lease_lost",
                                   "This task's lease has ended or moved on. The report was kept as late "
                                   "evidence and changed nothing; ask for the next task.");
}
}  // namespace errors

/// A bot as the engine knows it: its row, and the name under which the API shows it.
struct BotRef {
    std::int64_t id = 0;
    std::string bot_id;
};

/// One step of one account in the hands of one bot, with what the bot needs to do it.
struct Task {
    std::string task_id;
    StepKind kind = StepKind::warmup;
    int step_number = 1;
    std::string step_name;
    int attempt = 1;
    AccountId account_id;
    std::string username;
    Secret<std::string> password;
    std::optional<std::string> email;
    Secret<std::string> extra;  // JSON object
    std::optional<proxies::Endpoint> proxy;
    Instant lease_expires_at;
};

/// What a bot gets when it asks: a task, or when asking again could bring one (nothing: only a
/// change of accounts, proxies, content or settings can make work due).
struct NextTask {
    std::optional<Task> task;
    bool new_lease = false;  // false also when the bot already held the task
    std::optional<Instant> next_at;
};

/// A bot's report of success.
struct StepDone {
    std::string task_id;
    std::optional<std::string> session_id;
    std::int64_t execution_time_ms = 0;
    std::optional<boost::json::value> content_used;
    std::optional<boost::json::value> instagram_response;
};

/// A bot's report of failure.
struct StepFailed {
    std::string task_id;
    std::optional<std::string> session_id;
    StepError error_code = StepError::other;
    std::string error_message;
    std::optional<boost::json::value> error_details;
    std::optional<std::int64_t> execution_time_ms;
};

/// What a report came to. A late one has no answer: it was kept as evidence, which must be committed
/// before the bot is told 409 bots.lease_lost. A repeated one has the first answer and counts nothing.
struct Reported {
    std::optional<boost::json::object> answer;
    bool repeated = false;
    bool late() const { return !answer; }
};

/// A task that some bot holds, for lists of bots.
struct HeldTask {
    std::int64_t bot = 0;
    std::string task_id;
    StepKind kind = StepKind::warmup;
    int step_number = 1;
    std::string step_name;
    AccountId account_id;
    std::string username;
    Instant started_at;
    Instant lease_expires_at;
};

/// Picture and text that a task holds, and for what.
struct TaskContent {
    int step_number = 1;
    std::string step_name;
    content::Reservation reserved;
};

/// A picture that a bot attached to a task as evidence.
struct Evidence {
    std::string sha256;
    std::string mime;
    std::int64_t bytes = 0;
};

/// The engine as bots see it. All calls run inside a write closure of the bot's workspace. Thread-safe.
class WarmupDesk {
public:
    virtual ~WarmupDesk() = default;

    /// The bot's task: the one it holds, else a new lease of at most one due step. With
    /// `may_lease` false (a paused bot) only a held one.
    virtual Result<NextTask> next_task(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                       bool may_lease) = 0;
    /// When something may be leased, as far as can be told without changing anything: now or before,
    /// later, or (nothing) only after a change. For waiting bots.
    virtual Result<std::optional<Instant>> next_due(db::Reader& reader, WorkspaceId workspace) = 0;
    /// Picture and text for the task, reserved for it. Errors: 404 bots.task_not_found, 409
    /// bots.lease_lost.
    virtual Result<TaskContent> content(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                        AccountId account, std::string const& task_id) = 0;
    /// Counts the step. Errors: 404 bots.task_not_found for a task that was never this bot's.
    virtual Result<Reported> complete(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                      StepDone const& report) = 0;
    /// Plans a retry or asks for review. Errors as complete.
    virtual Result<Reported> fail(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                  StepFailed const& report) = 0;
    /// Makes the lease run from now again; its new end, or nothing when the bot holds no (such) task.
    virtual Result<std::optional<Instant>> keep_alive(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                                      std::optional<std::string> const& task_id) = 0;
    /// Takes the bot's task from it (it was revoked): the step returns to the queue.
    virtual Result<void> take_back(db::Tx& tx, WorkspaceId workspace, BotRef const& bot) = 0;
    /// Keeps a picture with the attempt; also after the lease ended. Error 404 bots.task_not_found,
    /// 409 bots.too_much_evidence.
    virtual Result<void> add_evidence(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                      std::string const& task_id, Evidence const& evidence) = 0;
    /// The id of the task that this bot holds, if any.
    virtual Result<std::optional<std::string>> held_by(db::Reader& reader, WorkspaceId workspace,
                                                       std::int64_t bot) = 0;
    /// The task this bot holds, of every bot that holds one.
    virtual Result<std::vector<HeldTask>> held_tasks(db::Reader& reader, WorkspaceId workspace) = 0;
};

}  // namespace roost::accounts
