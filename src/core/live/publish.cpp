// publish.cpp: writes a change with its place in the workspace's order.
#include "core/base/json.h"
#include "core/live/live.h"
#include "core/live/sql.h"
#include "core/live/wake_up.h"

namespace roost::live {
namespace {

/// More ids than this mean "many": the client reads its page again instead.
constexpr std::size_t ids_max = 1'000;
/// How many changes of a workspace are kept for those who reconnect, and how often the rest goes.
constexpr std::int64_t kept = 10'000;
constexpr std::int64_t forget_every = 512;

/// The event's JSON members after "seq", closing brace included.
std::string frame_of(Change const& change) {
    std::string frame = R"("topic":)";
    json::append_string(frame, change.topic);
    frame.append(R"(,"kind":")").append(to_text(change.kind)).append("\"");
    if (!change.ids.empty() && change.ids.size() <= ids_max) {
        frame += fmt::format(R"(,"ids":[{}])", fmt::join(change.ids, ","));
    }
    if (!change.patch.empty()) frame.append(R"(,"patch":)").append(boost::json::serialize(change.patch));
    return frame + "}";
}

}  // namespace

Bell& wake_up() {
    static Bell bell;
    return bell;
}

Result<void> publish(db::Tx& tx, Clock const&, Change const& change) {
    auto seq = TRY(tx.scalar<std::int64_t>(
        sql::insert_change,
        {{"workspace_id", change.workspace}, {"topic", change.topic}, {"frame", frame_of(change)}}));
    if (seq % forget_every == 0 && seq > kept) {
        TRY(tx.execute(sql::forget_changes, {{"workspace_id", change.workspace}, {"seq", seq - kept}}));
    }
    tx.on_commit([] { wake_up().ring(); });
    return {};
}

}  // namespace roost::live
