// leases.cpp: the statements of sql/leases.sql with their parameters and guards.
#include "core/jobs/leases.h"

#include "core/base/json.h"
#include "core/jobs/process_identity.h"
#include "core/jobs/sql.h"
#include "core/jobs/store.h"
#include "core/log/log.h"

namespace roost::jobs {
namespace {

/// Leases of no workspace in particular: claims of all nodes run one after another in this scope.
constexpr WorkspaceId everybody{0};
/// A job that took its process down this often in a row without a checkpoint is left alone.
constexpr int crashes_max = 10;
constexpr std::int64_t counted_max = 10'000;

Claimed claimed_of(db::Row const& row) {
    return {.job = store::job_of(row),
            .runs = db::get<std::int64_t>(row, 17),
            .max_attempts = db::get<int>(row, 18),
            .due_at = db::get<Instant>(row, 19)};
}

std::optional<std::string> text_or_null(boost::json::value const& value) {
    if (value.is_null()) return std::nullopt;
    return boost::json::serialize(value);
}

std::string rows_of(std::vector<Outcome> const& outcomes) {
    boost::json::array rows;
    for (auto const& one : outcomes) {
        rows.push_back({{"id", one.id.value},
                        {"runs", one.runs},
                        {"state", to_text(one.state)},
                        {"run_at", one.run_at.ms},
                        {"uncounted", one.counted ? 0 : 1},
                        {"stage", one.stage},
                        {"done", one.done},
                        {"total", json::write(one.total)},
                        {"result", json::write(text_or_null(one.result))},
                        {"problem", json::write(text_or_null(one.problem))}});
    }
    return boost::json::serialize(rows);
}

/// One of each workspace in turn, each workspace's own in the order they were due.
std::vector<Claimed> interleave(std::vector<std::vector<Claimed>> queues) {
    std::vector<Claimed> all;
    for (std::size_t turn = 0, before = 1; before > 0; ++turn) {
        before = 0;
        for (auto& queue : queues) {
            if (turn >= queue.size()) continue;
            all.push_back(std::move(queue[turn]));
            ++before;
        }
    }
    return all;
}

Result<std::vector<std::pair<WorkspaceId, Instant>>> first_due(db::Reader& reader) {
    return reader.list(sql::workspaces_with_due_jobs, {}, [](db::Row const& row) {
        return std::pair(db::get<WorkspaceId>(row, 0), db::get<Instant>(row, 1));
    });
}

}  // namespace

std::string kinds_json(std::vector<std::string> const& kinds) {
    boost::json::array names;
    for (auto const& kind : kinds) names.push_back({{"kind", kind}});
    return boost::json::serialize(names);
}

Result<Leases::Waiting> Leases::waiting() const {
    auto now = clock_.now();
    return db_.read([&](db::Reader& reader) -> Result<Waiting> {
        Waiting waiting;
        for (auto const& [workspace, at] : TRY(first_due(reader)))
            waiting.oldest = std::max(waiting.oldest, now - at);
        waiting.by_kind = TRY(reader.list(
            sql::due_jobs_by_kind, {{"now", now}, {"limit", counted_max}}, [](db::Row const& row) {
                return std::pair(db::get<std::string>(row, 0), db::get<std::int64_t>(row, 1));
            }));
        return waiting;
    });
}

Result<std::vector<Claimed>> Leases::claim(std::vector<std::string> const& kinds, int count,
                                           std::optional<Instant>& next_due) {
    auto queued = TRY(db_.read(first_due));
    std::vector<WorkspaceId> due;
    next_due.reset();
    for (auto const& [workspace, at] : queued) {
        if (at <= clock_.now()) due.push_back(workspace);
        if (!next_due || at < *next_due) next_due = at;
    }
    if (due.empty()) return std::vector<Claimed>{};

    auto first = std::ranges::upper_bound(due, last_served_);
    std::ranges::rotate(due, first);
    if (static_cast<int>(due.size()) > count) due.resize(static_cast<std::size_t>(count));
    auto share = (count + static_cast<int>(due.size()) - 1) / static_cast<int>(due.size());
    auto names = kinds_json(kinds);
    std::vector<std::vector<Claimed>> queues;
    auto claimed = TRY(db_.write(everybody, [&](db::Tx& tx) -> Result<std::int64_t> {
        queues.clear();
        std::int64_t total = 0;
        for (auto workspace : due) {
            auto limit = std::min<std::int64_t>(share, count - total);
            if (limit <= 0) break;
            auto now = clock_.now();
            queues.push_back(TRY(tx.list(sql::claim_jobs,
                                         {{"owner", owner_},
                                          {"lease_until", now + lease_},
                                          {"now", now},
                                          {"workspace_id", workspace},
                                          {"kinds", names},
                                          {"limit", limit}},
                                         claimed_of)));
            total += static_cast<std::int64_t>(queues.back().size());
        }
        return total;
    }));
    if (claimed == 0) return std::vector<Claimed>{};
    last_served_ = due[queues.size() - 1];
    for (auto& queue : queues) {
        std::ranges::sort(queue, {}, [](Claimed const& one) { return std::pair(one.due_at, one.job.id); });
    }
    return interleave(std::move(queues));
}

Result<void> Leases::finish(WorkspaceId workspace, std::vector<Outcome> const& outcomes) {
    auto rows = rows_of(outcomes);
    return db_.write(workspace, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::finish_jobs,
                       {{"now", clock_.now()}, {"rows", rows}, {"workspace_id", workspace}}));
        for (auto const& one : outcomes) {
            if (!one.user) continue;
            auto job = TRY(store::find(tx, workspace, one.id));
            if (job) TRY(store::publish(tx, clock_, *job));
        }
        return {};
    });
}

Result<void> Leases::release(std::vector<Held> const& jobs) {
    if (jobs.empty()) return {};
    boost::json::array rows;
    for (auto const& job : jobs) {
        rows.push_back({{"workspace_id", job.workspace.value}, {"id", job.id.value}, {"runs", job.runs}});
    }
    auto text = boost::json::serialize(rows);
    return db_.write(everybody, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::release_jobs, {{"now", clock_.now()}, {"rows", text}}));
        return {};
    });
}

Result<std::vector<Held>> Leases::held() {
    return db_.read([&](db::Reader& reader) {
        return reader.list(sql::jobs_held, {{"owner", owner_}}, [](db::Row const& row) {
            return Held{.workspace = db::get<WorkspaceId>(row, 0),
                        .id = db::get<JobId>(row, 1),
                        .runs = db::get<std::int64_t>(row, 2),
                        .cancel_requested = db::get<bool>(row, 3)};
        });
    });
}

Result<void> Leases::extend() {
    return db_.write(everybody, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::extend_leases, {{"lease_until", clock_.now() + lease_}, {"owner", owner_}}));
        return {};
    });
}

Result<bool> Leases::save_progress(Job const& job, std::int64_t runs) {
    return db_.write(job.workspace, [&](db::Tx& tx) -> Result<bool> {
        auto saved = TRY(tx.execute(sql::save_progress, {{"stage", job.stage},
                                                         {"done", job.done},
                                                         {"total", job.total},
                                                         {"workspace_id", job.workspace},
                                                         {"id", job.id},
                                                         {"runs", runs}}));
        if (saved > 0) TRY(store::publish(tx, clock_, job));
        return saved > 0;
    });
}

Result<std::int64_t> Leases::rescue() {
    auto now = clock_.now();
    auto owners = TRY(db_.read([&](db::Reader& reader) {
        return reader.list(sql::lease_owners, {}, [](db::Row const& row) {
            return std::pair(db::get<std::string>(row, 0), db::get<Instant>(row, 1));
        });
    }));
    std::int64_t rescued = 0;
    for (auto const& [owner, lease_until] : owners) {
        if (owner == owner_) continue;
        // A clock that jumped must not leave the jobs of a dead process waiting for years.
        auto expired = is_gone(owner) ? Instant{std::numeric_limits<std::int64_t>::max()} : now;
        if (lease_until <= expired) rescued += TRY(rescue_owner(owner, expired));
    }
    return rescued;
}

Result<std::int64_t> Leases::rescue_owner(std::string const& owner, Instant expired) {
    auto problem = boost::json::serialize(store::problem_of(
        roost::errors::unavailable("jobs.crashed", "The program stopped each time this job ran.")));
    auto rescued = TRY(db_.write(everybody, [&](db::Tx& tx) {
        return tx.execute(sql::rescue_jobs, {{"crashes_max", crashes_max},
                                             {"now", clock_.now()},
                                             {"problem", problem},
                                             {"owner", owner},
                                             {"expired", expired}});
    }));
    if (rescued > 0)
        log::warning("took over jobs of a runner that is gone", {{"owner", owner}, {"jobs", rescued}});
    return rescued;
}

}  // namespace roost::jobs
