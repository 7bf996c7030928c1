// service_warmup_lease.cpp: finds the next due step and puts it into one bot's hands.
#include <algorithm>

#include "core/live/live.h"
#include "domains/accounts/secrets.h"
#include "domains/accounts/service_warmup.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

constexpr int head_size = 8;            // rows of a group read at once
constexpr int postponed_max = 200;      // in one walk; each is a write
constexpr int busy_skipped_max = 2000;  // accounts whose proxy is in use, in one walk
constexpr int returned_per_claim = 32;

void note_earlier(std::optional<Instant>& known, Instant at) { known = known ? std::min(*known, at) : at; }

}  // namespace

/// One search of the due queue. Ends with an account, or with the time at which to look again.
struct Warmup::Walk {
    rules::Pacing const& pacing;
    Instant now;
    Instant day_start;
    std::optional<Found> found = {};
    std::optional<Instant> next_at = {};
    int postponed = 0;
    int busy = 0;

    bool over() const { return found || postponed >= postponed_max || busy >= busy_skipped_max; }
};

Result<NextTask> Warmup::next_task(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, bool may_lease) {
    if (auto held = TRY(held_task(tx, workspace, bot))) return NextTask{std::move(held)};
    if (!may_lease) return NextTask{};
    TRY(return_expired(tx, workspace, returned_per_claim));
    auto settings = TRY(identity::settings(tx, workspace));
    TRY(apply_settings(tx, workspace, settings));
    rules::Pacing pacing(settings);
    auto walked = TRY(walk(tx, &tx, workspace, pacing));
    if (!walked.found) return NextTask{.next_at = walked.next_at};
    return NextTask{.task = TRY(lease(tx, workspace, bot, *walked.found, pacing)), .new_lease = true};
}

Result<std::optional<Instant>> Warmup::next_due(db::Reader& reader, WorkspaceId workspace) {
    auto pacing = TRY(this->pacing(reader, workspace));
    auto walked = TRY(walk(reader, nullptr, workspace, pacing));
    if (walked.found) return std::optional(walked.now);
    auto lease_end =
        TRY(reader.scalar<std::optional<Instant>>(sql::first_lease_end, {{"workspace_id", workspace}}));
    if (lease_end) note_earlier(walked.next_at, *lease_end);
    return walked.next_at;
}

/// Goes once around the groups, beginning after the one that was served last, so that no model
/// waits for another. With `tx`, what a cap blocks is moved to the time when it is free again.
Result<Warmup::Walk> Warmup::walk(db::Reader& reader, db::Tx* tx, WorkspaceId workspace,
                                  rules::Pacing const& pacing) {
    auto now = clock_.now();
    Walk walk{.pacing = pacing, .now = now, .day_start = pacing.day_of(now).start};
    if (!pacing.open_at(now)) {
        walk.next_at = pacing.next_opening(now);
        return walk;
    }
    store::DueGroup start;
    {
        std::lock_guard lock(mutex_);
        start = last_group_[workspace];
    }
    auto group = start;
    for (bool wrapped = false; !walk.over();) {
        auto next = TRY(store::next_group(reader, workspace, group));
        if (!next && !wrapped) {
            wrapped = true;
            group = {};
            continue;
        }
        if (!next || (wrapped && *next > start)) return walk;
        group = *next;
        if (TRY(group_is_open(reader, workspace, group, walk))) {
            TRY(walk_group(reader, tx, workspace, group, walk));
        }
    }
    if (walk.postponed >= postponed_max) walk.next_at = now;  // there is more to look at
    std::lock_guard lock(mutex_);
    last_group_[workspace] = group;
    return walk;
}

Result<bool> Warmup::group_is_open(db::Reader& reader, WorkspaceId workspace, store::DueGroup group,
                                   Walk const& walk) {
    auto const& settings = walk.pacing.settings();
    if (group.without_proxy() && settings.require_proxy) return false;
    if (group.cleanup()) return true;
    if (group.not_started() && !settings.auto_start) return false;
    if (group.model == 0) return false;
    return content::in_stock(reader, workspace, ModelId{group.model}, group.step());
}

Result<void> Warmup::walk_group(db::Reader& reader, db::Tx* tx, WorkspaceId workspace, store::DueGroup group,
                                Walk& walk) {
    int skipped = 0;
    while (!walk.over()) {
        auto head = TRY(store::head_of_group(reader, workspace, group, head_size, skipped));
        for (auto const& account : head) {
            if (account.due_at > walk.now) {
                note_earlier(walk.next_at, account.due_at);
                return {};
            }
            if (account.proxy_is_off() || account.proxy_is_full()) {
                ++skipped;
                ++walk.busy;
                continue;
            }
            auto facts = TRY(store::pacing_facts(reader, workspace, account, walk.day_start));
            auto block = walk.pacing.blocked(facts, account.retry_count, walk.now);
            if (!block) {
                walk.found = Found{group, account};
                return {};
            }
            note_earlier(walk.next_at, block->until);
            ++walk.postponed;
            if (tx) TRY(store::postpone(*tx, workspace, account.id, block->until));
            else ++skipped;
        }
        if (head.size() < head_size) return {};
    }
    return {};
}

Result<Task> Warmup::lease(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, Found const& found,
                           rules::Pacing const& pacing) {
    auto now = clock_.now();
    auto account = TRY(store::find_account(tx, workspace, found.account.id));
    if (!account) return roost::errors::internal("an account of the due queue is gone");
    auto before = account->progress.state;
    account->progress = rules::begin(std::move(account->progress));
    auto step = rules::current_step(account->progress);
    if (!step) return roost::errors::internal("an account without an open step is in the due queue");
    store::StepLog log{.account_id = account->id,
                       .task_id = "task_" + random_.hex(16),
                       .step = *step,
                       .step_name = std::string(rules::step_name(*step)),
                       .attempt = account->progress.retry_count + 1,
                       .bot_id = bot.id,
                       .model_id = step->kind == StepKind::warmup ? account->progress.model_id
                                                                  : account->progress.content_model_id,
                       .proxy_id = account->proxy_id,
                       .lease_expires_at = now + pacing.lease(),
                       .started_at = now};
    TRY(store::insert_lease(tx, workspace, log, bot, now));
    TRY(store::hold_account(tx, workspace, *account, bot, now));
    if (before != account->progress.state) {
        TRY(store::insert_event(tx, workspace, account->id,
                                {.action = "lifecycle",
                                 .from = before,
                                 .to = account->progress.state,
                                 .actor_kind = ActorKind::bot,
                                 .actor = bot.bot_id,
                                 .reason = "The first step was handed out."},
                                now));
    }
    TRY(announce(tx, workspace, log, false));
    return open_task(tx, workspace, log, *account);
}

Result<std::optional<Task>> Warmup::held_task(db::Tx& tx, WorkspaceId workspace, BotRef const& bot) {
    auto log = TRY(store::task_of_bot(tx, workspace, bot.id));
    if (!log) return std::optional<Task>{};
    auto account = TRY(store::find_account(tx, workspace, log->account_id));
    if (!account || *log->lease_expires_at <= clock_.now()) {
        TRY(expire(tx, workspace, *log));
        return std::optional<Task>{};
    }
    return std::optional(TRY(open_task(tx, workspace, *log, *account)));
}

Result<Task> Warmup::open_task(db::Reader& reader, WorkspaceId workspace, store::StepLog const& log,
                               store::WarmupAccount const& account) {
    Task task;
    task.task_id = log.task_id;
    task.kind = log.step.kind;
    task.step_number = log.step.number;
    task.step_name = log.step_name;
    task.attempt = log.attempt;
    task.account_id = account.id;
    task.username = account.username;
    task.email = account.email;
    task.lease_expires_at = *log.lease_expires_at;
    auto secrets =
        TRY(open_secrets(keys_, workspace, account.username, account.password_box, account.extra_box));
    task.password = std::move(secrets.password);
    task.extra = std::move(secrets.extra);
    if (log.proxy_id) task.proxy = TRY(proxies::find_endpoint(reader, keys_, workspace, *log.proxy_id));
    return task;
}

Result<void> Warmup::take_back(db::Tx& tx, WorkspaceId workspace, BotRef const& bot) {
    auto log = TRY(store::task_of_bot(tx, workspace, bot.id));
    if (log) TRY(expire(tx, workspace, *log));
    return {};
}

Result<std::optional<Instant>> Warmup::keep_alive(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                                  std::optional<std::string> const& task_id) {
    auto now = clock_.now();
    auto log = TRY(store::task_of_bot(tx, workspace, bot.id));
    if (!log || *log->lease_expires_at <= now) return std::optional<Instant>{};
    if (!task_id) return log->lease_expires_at;
    if (log->task_id != *task_id) return std::optional<Instant>{};
    auto until = now + TRY(pacing(tx, workspace)).lease();
    TRY(tx.execute(sql::extend_lease,
                   {{"workspace_id", workspace}, {"id", log->id}, {"lease_expires_at", until}}));
    return std::optional(until);
}

Result<std::optional<std::string>> Warmup::held_by(db::Reader& reader, WorkspaceId workspace,
                                                   std::int64_t bot) {
    auto log = TRY(store::task_of_bot(reader, workspace, bot));
    if (!log || *log->lease_expires_at <= clock_.now()) return std::optional<std::string>{};
    return std::optional(std::move(log->task_id));
}

Result<std::vector<HeldTask>> Warmup::held_tasks(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::held_tasks, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        HeldTask task;
        task.bot = in.next<std::int64_t>();
        task.task_id = in.next<std::string>();
        task.kind = in.next<StepKind>();
        task.step_number = in.next<int>();
        task.step_name = in.next<std::string>();
        task.account_id = in.next<AccountId>();
        task.username = in.next<std::string>();
        task.started_at = in.next<Instant>();
        task.lease_expires_at = in.next<Instant>();
        return task;
    });
}

}  // namespace roost::accounts
