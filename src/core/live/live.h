// live.h: the change feed: services publish inside their transaction, browsers follow by sequence.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/db/db.h"

namespace roost::live {

enum class ChangeKind { created, updated, deleted, progress, notice };
BOOST_DESCRIBE_ENUM(ChangeKind, created, updated, deleted, progress, notice)

/// One change of a topic. With more than 1,000 ids leave `ids` empty: it then means "many".
struct Change {
    WorkspaceId workspace;
    std::string topic;  // accounts, proxies, models, bots, review, jobs/17, …
    ChangeKind kind = ChangeKind::updated;
    std::vector<std::int64_t> ids = {};
    boost::json::object patch = {};
};

/// Publishes within `tx`; subscribers of every node see it after the commit.
Result<void> publish(db::Tx& tx, Clock const& clock, Change const& change);

/// A published change with its place in the workspace's order.
struct Event {
    std::int64_t seq = 0;
    std::string topic;
    std::string json;  // the frame as sent: {"seq","topic","kind","ids"|"patch"}
};

/// Follows the `changes` table and hands events to subscribers on its own thread: at once after a
/// commit of this process, within 150 ms after one of another. Thread-safe.
class Feed {
public:
    using Listener = std::function<void(WorkspaceId, Event const&)>;
    virtual ~Feed() = default;
    virtual void start() = 0;
    virtual void stop() = 0;
    /// Calls `listener` for every event from now on, of each workspace in order and without a gap; an
    /// event without topic means that some were lost and the workspace's clients must resync. Returns a
    /// handle that unsubscribes when destroyed; the listener is not running after that.
    virtual std::shared_ptr<void> listen(Listener listener) = 0;
    /// Events of the workspace after `seq`, oldest first; nothing when they are no longer all kept or
    /// are more than `limit` (the client must resync).
    virtual Result<std::optional<std::vector<Event>>> since(WorkspaceId workspace, std::int64_t seq,
                                                            int limit) = 0;
    virtual Result<std::int64_t> last_seq(WorkspaceId workspace) = 0;
};

std::unique_ptr<Feed> make_feed(db::Db& db, Clock& clock);

}  // namespace roost::live
