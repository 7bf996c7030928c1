// runner.cpp: one thread keeps the books (claims, leases, results), the others run handlers.
#include <condition_variable>
#include <deque>
#include <thread>

#include "core/clock/stopwatch.h"
#include "core/jobs/alarm.h"
#include "core/jobs/execution.h"
#include "core/jobs/leases.h"
#include "core/jobs/meters.h"
#include "core/jobs/process_identity.h"
#include "core/jobs/ticks.h"
#include "core/jobs/wake_up.h"
#include "core/log/log.h"
#include "core/metrics/source.h"

namespace roost::jobs {
namespace {

/// How often the books are looked after; also how long work of other processes may go unnoticed.
constexpr Millis round{250};
/// Jobs claimed ahead of the threads, while jobs are so quick that claims would be what they wait for.
constexpr int ahead_max = 256;
constexpr int quick_per_round = 20;
constexpr int rounds_per_sweep = 8;  // rescue and ticks every 2 s

using ExecutionPtr = std::shared_ptr<Execution>;

class ThreadedRunner final : public Runner, public metrics::Source {
public:
    ThreadedRunner(db::Db& db, Clock& clock, Random& random, RunnerOptions options)
        : clock_(clock),
          random_(random),
          options_(named(std::move(options))),
          leases_(db, clock, options_.node_id, options_.lease),
          ticks_(db, clock),
          alarm_(db, clock) {}
    ~ThreadedRunner() override {
        stop(Millis{0});
        for (auto& worker : workers_) worker.join();
    }

    void handle(std::string kind, JobHandler handler) override {
        kinds_.push_back(kind);
        meters_.add(kind);
        handlers_[std::move(kind)] = std::move(handler);
    }
    void schedule(Schedule schedule) override { ticks_.add(std::move(schedule)); }
    void start(Duties duties) override;
    void stop(Millis grace) override;
    Result<int> run_until_idle() override;
    std::vector<std::string> const& kinds() const override { return kinds_; }
    void measure(metrics::Text& out) const override;

private:
    static RunnerOptions named(RunnerOptions options) {
        if (options.node_id.empty()) options.node_id = new_owner_name();
        return options;
    }
    void keep_books();
    void work();
    void run(Execution& execution);
    Result<void> store_finished();
    Result<void> claim_more(std::optional<Instant>& next_due);
    Result<void> look_after(bool sweep);
    Result<void> look_at_held();
    void tell_progress();
    int wanted();
    bool wait(std::optional<Instant> next_due);
    bool drained();
    Result<void> give_back_rest();
    void note(Result<void> const& done);

    Clock& clock_;
    Random& random_;
    RunnerOptions options_;
    Leases leases_;
    Ticks ticks_;
    Alarm alarm_;
    Meters meters_;
    Duties duties_;
    std::map<std::string, JobHandler, std::less<>> handlers_;
    std::vector<std::string> kinds_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable work_arrived_;
    std::condition_variable books_changed_;
    std::condition_variable emptied_;
    std::deque<ExecutionPtr> ready_;                                  // claimed, not begun
    std::map<std::pair<JobId, std::int64_t>, ExecutionPtr> holding_;  // claimed until stored, by lease
    std::vector<ExecutionPtr> finished_;
    int idle_ = 0;  // threads without a job
    bool rung_ = false;
    bool stopping_ = false;
    bool closed_ = false;  // threads leave
    int finished_this_round_ = 0;
    bool quick_ = false;
    bool stuck_ = false;  // what is ready has waited a whole round

    // Of the books' thread alone.
    Millis extended_{0};
    bool waiting_for_database_ = false;

    std::vector<std::thread> workers_;
    std::thread books_;
    std::shared_ptr<void> bell_;
};

void ThreadedRunner::start(Duties duties) {
    duties_ = duties;
    bell_ = wake_up().listen([this] {
        std::lock_guard lock(mutex_);
        rung_ = true;
        books_changed_.notify_one();
    });
    // Without threads nothing is ever wanted, and so nothing is claimed.
    for (int i = 0; duties_.jobs && i < options_.threads; ++i) workers_.emplace_back([this] { work(); });
    books_ = std::thread([this] { keep_books(); });
}

void ThreadedRunner::stop(Millis grace) {
    if (!books_.joinable()) return;
    bell_.reset();
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        for (auto& [lease, execution] : holding_) execution->stop();
        books_changed_.notify_one();
        // Real time on purpose: grace bounds how long a person waits for the program to end.
        emptied_.wait_for(lock, grace, [&] { return holding_.empty(); });
        closed_ = true;
        work_arrived_.notify_all();
        books_changed_.notify_one();
    }
    books_.join();
    note(store_finished());
    note(give_back_rest());
}

void ThreadedRunner::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        work_arrived_.wait(lock, [&] { return closed_ || !ready_.empty(); });
        --idle_;
        if (closed_) return;
        auto execution = std::move(ready_.front());
        ready_.pop_front();
        stuck_ = false;
        lock.unlock();
        run(*execution);
        lock.lock();
        finished_.push_back(std::move(execution));
        ++finished_this_round_;
        books_changed_.notify_one();
    }
}

void ThreadedRunner::run(Execution& execution) {
    auto const& kind = execution.job().kind;
    Stopwatch watch;
    meters_.begin(kind);
    execution.run(handlers_.at(kind), clock_, random_);
    meters_.end(kind, execution.outcome(), watch.seconds());
}

void ThreadedRunner::measure(metrics::Text& out) const {
    meters_.write(out);
    alarm_.write(out);
    auto waiting = leases_.waiting();
    if (!waiting.ok()) return;  // without the database only what this process knows
    using metrics::Kind;
    out.single("roost_jobs_queue_lag_seconds", Kind::gauge, "How long the oldest due job has waited.",
               static_cast<double>(waiting->oldest.count()) / 1000);
    out.family("roost_jobs_due", Kind::gauge, "Due jobs that wait, of the first 10,000.");
    for (auto const& [kind, count] : waiting->by_kind)
        out.sample({{"kind", kind}}, static_cast<double>(count));
}

void ThreadedRunner::keep_books() {
    Millis last_round = clock_.monotonic();
    note(look_after(true));
    for (int rounds = 1; !drained();) {
        auto stored = store_finished();
        note(stored);
        std::optional<Instant> next_due;
        if (stored.ok()) note(claim_more(next_due));
        bool quiet = wait(stored.ok() ? next_due : std::nullopt);
        // A round is over by the clock, or because nothing happened: a test's clock may stand still.
        if (!quiet && clock_.monotonic() - last_round < round) continue;
        last_round = clock_.monotonic();
        note(look_after(++rounds % rounds_per_sweep == 0));
    }
}

/// One line when the database goes away and one when it is back, not one per round.
void ThreadedRunner::note(Result<void> const& done) {
    if (done.ok() != waiting_for_database_) return;
    waiting_for_database_ = !done.ok();
    if (done.ok()) log::info("the job runner has the database back");
    else log::failure(log::Level::warning, "the job runner waits for the database", done.error());
}

bool ThreadedRunner::drained() {
    std::lock_guard lock(mutex_);
    return closed_;
}

Result<void> ThreadedRunner::store_finished() {
    std::map<WorkspaceId, std::vector<ExecutionPtr>> by_workspace;
    {
        std::lock_guard lock(mutex_);
        for (auto& one : finished_) by_workspace[one->job().workspace].push_back(std::move(one));
        finished_.clear();
    }
    Result<void> all;
    for (auto& [workspace, executions] : by_workspace) {
        std::vector<Outcome> outcomes;
        for (auto const& one : executions) outcomes.push_back(one->outcome());
        auto stored = all.ok() ? leases_.finish(workspace, outcomes) : all;
        std::lock_guard lock(mutex_);
        for (auto& one : executions) {
            if (stored.ok()) holding_.erase({one->job().id, one->runs()});
            else finished_.push_back(std::move(one));  // kept until the database is back
        }
        if (!stored.ok()) all = stored;
        if (holding_.empty()) emptied_.notify_all();
    }
    return all;
}

int ThreadedRunner::wanted() {
    std::lock_guard lock(mutex_);
    if (stopping_) return 0;
    int free = idle_ - static_cast<int>(ready_.size());
    if (!quick_) return std::max(0, free);
    // In bulk or not at all: many small claims are what the size of a claim is there to avoid.
    return static_cast<int>(ready_.size()) < ahead_max / 2 ? ahead_max - static_cast<int>(ready_.size()) : 0;
}

Result<void> ThreadedRunner::claim_more(std::optional<Instant>& next_due) {
    auto count = wanted();
    if (count <= 0) return {};
    auto claimed = TRY(leases_.claim(kinds_, count, next_due));
    if (!claimed.empty()) next_due = clock_.now();  // there may be more
    std::lock_guard lock(mutex_);
    for (auto& one : claimed) {
        auto execution = std::make_shared<Execution>(std::move(one));
        if (stopping_) execution->stop();
        holding_[{execution->job().id, execution->runs()}] = execution;
        ready_.push_back(std::move(execution));
    }
    if (claimed.size() == 1) work_arrived_.notify_one();
    else if (!claimed.empty()) work_arrived_.notify_all();
    if (claimed.empty() && next_due && *next_due <= clock_.now())
        next_due.reset();  // blocked or not ours: next round
    return {};
}

/// Until there is something to do; whether a whole round passed without.
bool ThreadedRunner::wait(std::optional<Instant> next_due) {
    auto most = next_due ? std::clamp(*next_due - clock_.now(), Millis{0}, round) : round;
    std::unique_lock lock(mutex_);
    bool can_claim = !stopping_ && (idle_ > static_cast<int>(ready_.size()) || quick_);
    if (!can_claim) most = round;
    bool woken = books_changed_.wait_for(lock, most, [&] { return rung_ || closed_ || !finished_.empty(); });
    rung_ = false;
    return !woken && most == round;
}

Result<void> ThreadedRunner::look_after(bool sweep) {
    std::vector<Held> unrun;
    {
        std::lock_guard lock(mutex_);
        quick_ = std::exchange(finished_this_round_, 0) >= quick_per_round;
        // Claimed for quick jobs, now behind slow ones: others may run them sooner.
        if (stuck_ && !quick_) {
            for (auto& one : ready_) {
                unrun.push_back(one->held());
                holding_.erase({one->job().id, one->runs()});
            }
            ready_.clear();
        }
        stuck_ = !ready_.empty();
    }
    TRY(leases_.release(unrun));
    tell_progress();
    TRY(look_at_held());
    if (!sweep) return {};
    TRY(leases_.rescue());
    TRY(alarm_.look(kinds_));
    if (!duties_.ticks) return {};
    return ticks_.advance();
}

/// Extends the leases, passes cancellations on, and finds leases that were lost or that an
/// uncertain commit left behind.
Result<void> ThreadedRunner::look_at_held() {
    auto held = TRY(leases_.held());
    std::vector<Held> strays;
    std::unique_lock lock(mutex_);
    auto lost = holding_;
    for (auto const& one : held) {
        auto found = holding_.find({one.id, one.runs});
        if (found == holding_.end()) {
            strays.push_back(one);
            continue;
        }
        lost.erase(found->first);
        if (one.cancel_requested) found->second->cancel();
    }
    for (auto& [lease, execution] : lost) execution->stop();
    lock.unlock();
    TRY(leases_.release(strays));
    if (held.empty() || clock_.monotonic() - extended_ < options_.lease / 4) return {};
    TRY(leases_.extend());
    extended_ = clock_.monotonic();
    return {};
}

void ThreadedRunner::tell_progress() {
    std::unique_lock lock(mutex_);
    auto holding = holding_;
    lock.unlock();
    for (auto& [lease, execution] : holding) {
        auto job = execution->take_progress();
        if (!job) continue;
        auto saved = leases_.save_progress(*job, execution->runs());
        if (!saved.ok()) return note(saved.error());
    }
}

Result<void> ThreadedRunner::give_back_rest() {
    std::vector<Held> rest;
    {
        std::lock_guard lock(mutex_);
        for (auto& [lease, execution] : holding_) rest.push_back(execution->held());
        ready_.clear();
    }
    return leases_.release(rest);
}

Result<int> ThreadedRunner::run_until_idle() {
    TRY(leases_.rescue());
    TRY(ticks_.advance());
    int ran = 0;
    while (true) {
        std::optional<Instant> next_due;
        auto claimed = TRY(leases_.claim(kinds_, 16, next_due));
        if (claimed.empty()) return ran;
        for (auto& one : claimed) {
            Execution execution(std::move(one));
            run(execution);
            TRY(leases_.finish(execution.job().workspace, {execution.outcome()}));
            ++ran;
        }
    }
}

}  // namespace

std::unique_ptr<Runner> make_runner(db::Db& db, Clock& clock, Random& random, RunnerOptions options) {
    return std::make_unique<ThreadedRunner>(db, clock, random, std::move(options));
}

}  // namespace roost::jobs
