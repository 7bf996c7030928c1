// lane.cpp: group commit: one queue of write closures and the thread that commits them together.
#include "core/db/lane.h"

#include <algorithm>

#include "core/clock/clock.h"
#include "core/db/closure.h"
#include "core/db/failures.h"

namespace roost::db {

namespace {

constexpr int attempts_max = 5;
constexpr int careful_batches = 64;  // after a closure failed: failures come in company

thread_local bool inside_a_closure = false;

bool has_code(Result<void> const& result, std::string_view code) {
    return !result.ok() && result.error().code == code;
}

}  // namespace

Lane::Lane(Driver& driver, std::unique_ptr<Connection> first, Meters& meters, BatchLimits limits)
    : driver_(driver), meters_(meters), limits_(limits), connection_(std::move(first)), thread_([this] {
          run();
      }) {}

Lane::~Lane() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Result<void> Lane::write(WorkspaceId scope, WriteFunction const& fn) {
    if (inside_a_closure) {
        return roost::errors::internal("Db::write inside a write closure would wait for itself for ever");
    }
    Request request{.scope = scope, .fn = &fn};
    std::unique_lock lock(mutex_);
    queue_.push_back(&request);
    if (queue_.size() >= wake_at_) arrived_.notify_one();
    request.changed.wait(lock, [&] { return request.answered; });
    if (request.thrown) std::rethrow_exception(request.thrown);
    return std::move(request.result);
}

void Lane::run() {
    for (auto batch = take(); !batch.empty(); batch = take()) {
        meters_.batch_size.observe(static_cast<double>(batch.size()));
        for (auto const* request : batch) meters_.queue_wait.observe(request->waiting.seconds());
        if (batch.size() == 1) {
            commit_alone(*batch.front());
        } else {
            commit_together(batch);
        }
        answer(batch);
        if (connection_ && connection_->alive()) connection_->tidy_up();
    }
}

Lane::Batch Lane::take() {
    std::unique_lock lock(mutex_);
    auto enough = [&] { return stopping_ || queue_.size() >= wake_at_; };
    wake_at_ = 1;
    arrived_.wait(lock, enough);
    if (last_batch_ > 1) {
        wake_at_ = last_batch_;
        arrived_.wait_for(lock, limits_.gather, enough);
    }
    wake_at_ = limits_.closures + 1;  // busy: nobody needs to knock
    auto count = std::min(queue_.size(), limits_.closures);
    Batch batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    last_batch_ = count;
    return batch;
}

void Lane::answer(Batch const& batch) {
    for (auto* request : batch) {
        if (!request->result.ok()) continue;
        for (auto const& act : request->wake_ups) act();
    }
    std::lock_guard lock(mutex_);
    for (auto* request : batch) {
        request->answered = true;
        request->changed.notify_one();  // under the lock: the request dies as soon as it is free
    }
}

void Lane::put_back(Batch& batch, std::size_t first) {
    std::lock_guard lock(mutex_);
    queue_.insert(queue_.begin(), batch.begin() + static_cast<std::ptrdiff_t>(first), batch.end());
    batch.resize(first);
}

void Lane::settle(Request& request, Result<void> result) {
    request.result = std::move(result);
    request.settled = true;
}

Result<void> Lane::begin(std::span<Request* const> requests) {
    if (connection_ && !connection_->alive()) connection_.reset();
    if (!connection_) connection_ = TRY(driver_.connect(Access::write));
    std::vector<WorkspaceId> scopes;
    for (auto const* request : requests) scopes.push_back(request->scope);
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return connection_->begin_write(scopes);
}

Result<void> Lane::commit() {
    Stopwatch watch;
    auto committed = connection_->commit();
    meters_.commit.observe(watch.seconds());
    if (!committed.ok()) ++meters_.commits_failed;
    return committed;
}

void Lane::run_closure(Request& request) {
    request.wake_ups.clear();
    request.thrown = nullptr;
    ClosureTx tx(driver_.engine(), *connection_);
    inside_a_closure = true;
    try {
        request.result = (*request.fn)(tx);
        // A closure may not carry on after a failed statement and call the rest a success, nor hide
        // that the engine asks for a repetition.
        if (tx.failed() && (request.result.ok() || tx.failed()->code == "db.collided")) {
            request.result = *tx.failed();
        }
    } catch (...) {
        request.thrown = std::current_exception();
        request.result = roost::errors::internal("an exception left a write closure");
    }
    inside_a_closure = false;
    request.wake_ups = std::move(tx.wake_ups);
}

Lane::Ran Lane::run_in_savepoint(Request& request) {
    if (!connection_->savepoint().ok()) return Ran::transaction_lost;
    run_closure(request);
    if (!connection_->alive() || !connection_->in_transaction()) return Ran::transaction_lost;
    auto closed =
        request.result.ok() ? connection_->release_savepoint() : connection_->rollback_to_savepoint();
    if (!closed.ok()) return Ran::transaction_lost;
    if (has_code(request.result, "db.collided")) return Ran::repeat_alone;
    request.settled = true;
    return Ran::settled;
}

/// Trusting that no closure of the batch fails: savepoints cost a copy of every page that each of them
/// changes. When one fails, all are repeated, and for a while every batch has savepoints.
Lane::Ran Lane::run_bare(Request& request) {
    run_closure(request);
    if (!request.result.ok()) return Ran::repeat_with_savepoints;
    request.settled = true;
    return Ran::settled;
}

void Lane::commit_together(Batch& batch) {
    auto begun = begin(batch);
    if (!begun.ok()) {
        for (auto* request : batch) settle(*request, begun);
        return;
    }
    bool const with_savepoints = batches_with_savepoints_ > 0;
    if (with_savepoints) --batches_with_savepoints_;
    SystemClock const clock;
    auto const end = clock.monotonic() + limits_.time;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        auto const ran = with_savepoints ? run_in_savepoint(*batch[i]) : run_bare(*batch[i]);
        if (ran == Ran::transaction_lost || ran == Ran::repeat_with_savepoints) {
            connection_->rollback();
            for (auto* request : batch) request->settled = false;
            if (ran == Ran::transaction_lost) return commit_each(batch);
            batches_with_savepoints_ = careful_batches;
            return commit_together(batch);
        }
        if (clock.monotonic() >= end && i + 1 < batch.size()) put_back(batch, i + 1);
    }
    auto committed = commit();
    if (has_code(committed, "db.outcome_unknown")) {
        for (auto* request : batch) {
            if (request->result.ok()) settle(*request, committed);
        }
    } else if (!committed.ok()) {
        connection_->rollback();
        for (auto* request : batch) request->settled = false;
    }
    commit_each(batch);  // those which are not settled yet
}

/// Repeats closure by closure what a shared transaction could not do. When the database is away, or
/// a workspace is held by somebody else, the first to find out answers for the others too.
void Lane::commit_each(std::span<Request* const> requests) {
    std::optional<Error> away;
    std::vector<std::pair<WorkspaceId, Error>> held;
    for (auto* request : requests) {
        if (request->settled) continue;
        auto same =
            std::find_if(held.begin(), held.end(), [&](auto& h) { return h.first == request->scope; });
        if (away) {
            settle(*request, *away);
        } else if (same != held.end()) {
            settle(*request, same->second);
        } else {
            commit_alone(*request);
            if (has_code(request->result, "db.unreachable")) away = request->result.error();
            if (has_code(request->result, "db.busy"))
                held.emplace_back(request->scope, request->result.error());
        }
    }
}

void Lane::commit_alone(Request& request) {
    for (int attempt = 1; attempt <= attempts_max; ++attempt) {
        if (try_alone(request)) break;
    }
    if (has_code(request.result, "db.collided")) request.result.error().code = "db.busy";
    request.settled = true;
}

/// Whether the result is final; otherwise nothing was kept and it may be tried again.
bool Lane::try_alone(Request& request) {
    bool fresh = !connection_ || !connection_->alive();
    std::array<Request*, 1> const only{&request};
    auto begun = begin(only);
    if (!begun.ok()) {
        request.result = begun;
        return fresh || connection_->alive();  // an old connection may have died unseen: once more
    }
    run_closure(request);
    if (request.result.ok()) {
        request.result = commit();
        if (request.result.ok() || has_code(request.result, "db.outcome_unknown")) return true;
    }
    bool lost = !connection_->alive();
    connection_->rollback();
    return !(lost && !request.thrown) && !has_code(request.result, "db.collided");
}

}  // namespace roost::db
