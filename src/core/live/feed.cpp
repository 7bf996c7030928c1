// feed.cpp: follows the changes of all workspaces and hands them to listeners in order.
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "core/live/live.h"
#include "core/live/sql.h"
#include "core/live/wake_up.h"
#include "core/log/log.h"

namespace roost::live {
namespace {

/// How long a commit of another process may go unnoticed.
constexpr Millis poll{150};
constexpr std::int64_t page = 1'000;

using Batch = std::vector<std::pair<WorkspaceId, Event>>;

Event event_of(db::Row const& row) {
    db::Columns in(row);
    Event event;
    event.seq = in.next<std::int64_t>();
    event.topic = in.next<std::string>();
    event.json = fmt::format(R"({{"seq":{},{})", event.seq, in.next<std::string_view>());
    return event;
}

Event lost_before(std::int64_t seq) {
    return {.seq = seq, .topic = "", .json = fmt::format(R"({{"seq":{},"kind":"resync"}})", seq)};
}

Result<std::vector<Event>> changes_after(db::Reader& reader, WorkspaceId workspace, std::int64_t seq,
                                         std::int64_t limit) {
    return reader.list(sql::changes_after, {{"workspace_id", workspace}, {"seq", seq}, {"limit", limit}},
                       event_of);
}

/// A listener, and the lock under which it runs; recursive so that it may unsubscribe itself.
struct Subscription {
    std::recursive_mutex running;
    Feed::Listener listener;
    bool active = true;  // guarded by running
};

class FollowingFeed final : public Feed {
public:
    explicit FollowingFeed(db::Db& db) : db_(db) {}
    ~FollowingFeed() override { FollowingFeed::stop(); }

    void start() override;
    void stop() override;
    std::shared_ptr<void> listen(Listener listener) override;
    Result<std::optional<std::vector<Event>>> since(WorkspaceId workspace, std::int64_t seq,
                                                    int limit) override;
    Result<std::int64_t> last_seq(WorkspaceId workspace) override;

private:
    using Positions = std::map<WorkspaceId, std::int64_t>;

    void follow();
    Result<Positions> newest(db::Reader& reader);
    Result<bool> catch_up();
    Result<Batch> next_batch(db::Reader& reader, Positions& positions, bool& more);
    void deliver(Batch const& batch);
    void note(bool fine, Result<bool> const& result);

    db::Db& db_;
    Positions delivered_;  // of the thread alone once it runs
    bool known_ = false;   // whether delivered_ is where listening began
    bool failing_ = false;

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    bool rung_ = false;
    bool stopping_ = false;
    std::vector<std::weak_ptr<Subscription>> subscriptions_;

    std::shared_ptr<void> bell_;
    std::thread thread_;
};

void FollowingFeed::start() {
    // Events from now on: what was there before is for since().
    auto now = db_.read([&](db::Reader& reader) { return newest(reader); });
    known_ = now.ok();
    if (known_) delivered_ = std::move(*now);
    bell_ = wake_up().listen([this] {
        std::lock_guard lock(mutex_);
        rung_ = true;
        changed_.notify_one();
    });
    thread_ = std::thread([this] { follow(); });
}

void FollowingFeed::stop() {
    bell_.reset();
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void FollowingFeed::follow() {
    bool more = false;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, more ? Millis{0} : poll, [&] { return rung_ || stopping_; });
            if (stopping_) return;
            rung_ = false;
        }
        auto caught_up = catch_up();
        if (caught_up.ok() == failing_) note(caught_up.ok(), caught_up);
        more = caught_up.ok() && *caught_up;
    }
}

/// One line when the feed breaks and one when it is mended.
void FollowingFeed::note(bool fine, Result<bool> const& result) {
    failing_ = !fine;
    if (fine) log::info("the live feed has the database back");
    else log::failure(log::Level::warning, "the live feed waits for the database", result.error());
}

Result<FollowingFeed::Positions> FollowingFeed::newest(db::Reader& reader) {
    Positions positions;
    TRY(reader.each(sql::newest_of_every_workspace, {}, [&](db::Row const& row) -> Result<void> {
        positions[db::get<WorkspaceId>(row, 0)] = db::get<std::int64_t>(row, 1);
        return {};
    }));
    return positions;
}

/// Delivers what is new; whether there is more than one batch of it.
Result<bool> FollowingFeed::catch_up() {
    bool more = false;
    Positions positions;
    auto batch = TRY(db_.read([&](db::Reader& reader) {
        positions = delivered_;  // a read that fails has delivered nothing
        return next_batch(reader, positions, more);
    }));
    delivered_ = std::move(positions);
    known_ = true;
    deliver(batch);
    return more;
}

Result<Batch> FollowingFeed::next_batch(db::Reader& reader, Positions& positions, bool& more) {
    more = false;
    auto now = TRY(newest(reader));
    Batch batch;
    if (!known_) positions = now;
    for (auto const& [workspace, seq] : now) {
        auto& position = positions[workspace];
        // A database that was restored from a backup counts from an earlier number again.
        if (seq < position) batch.emplace_back(workspace, lost_before(position = seq));
        if (seq == position) continue;
        auto events = TRY(changes_after(reader, workspace, position, page));
        if (events.front().seq > position + 1)
            batch.emplace_back(workspace, lost_before(events.front().seq - 1));
        position = events.back().seq;
        more = more || position < seq;
        for (auto& event : events) batch.emplace_back(workspace, std::move(event));
    }
    return batch;
}

void FollowingFeed::deliver(Batch const& batch) {
    if (batch.empty()) return;
    std::vector<std::shared_ptr<Subscription>> all;
    {
        std::lock_guard lock(mutex_);
        std::erase_if(subscriptions_, [](auto const& one) { return one.expired(); });
        for (auto const& one : subscriptions_) all.push_back(one.lock());
    }
    for (auto const& one : all) {
        if (!one) continue;
        std::lock_guard running(one->running);
        for (auto const& [workspace, event] : batch) {
            if (one->active) one->listener(workspace, event);
        }
    }
}

std::shared_ptr<void> FollowingFeed::listen(Listener listener) {
    auto subscription = std::make_shared<Subscription>();
    subscription->listener = std::move(listener);
    std::lock_guard lock(mutex_);
    subscriptions_.push_back(subscription);
    return std::shared_ptr<void>(nullptr, [subscription](void*) {
        std::lock_guard running(subscription->running);
        subscription->active = false;
    });
}

Result<std::optional<std::vector<Event>>> FollowingFeed::since(WorkspaceId workspace, std::int64_t seq,
                                                               int limit) {
    return db_.read([&](db::Reader& reader) -> Result<std::optional<std::vector<Event>>> {
        auto [oldest, latest] =
            TRY(reader.one(sql::range_of_changes, {{"workspace_id", workspace}}, [](db::Row const& row) {
                return std::pair(db::get<std::int64_t>(row, 0), db::get<std::int64_t>(row, 1));
            }));
        if (seq > latest || seq + 1 < oldest || latest - seq > limit) return std::nullopt;
        return TRY(changes_after(reader, workspace, seq, limit));
    });
}

Result<std::int64_t> FollowingFeed::last_seq(WorkspaceId workspace) {
    return db_.read([&](db::Reader& reader) {
        return reader.one(sql::range_of_changes, {{"workspace_id", workspace}},
                          [](db::Row const& row) { return db::get<std::int64_t>(row, 1); });
    });
}

}  // namespace

std::unique_ptr<Feed> make_feed(db::Db& db, Clock&) { return std::make_unique<FollowingFeed>(db); }

}  // namespace roost::live
