// list_total.cpp: the short memory of totals.
#include "core/http/list_total.h"

#include <mutex>
#include <unordered_map>

#include "core/clock/clock.h"

namespace roost::http {
namespace {

constexpr Millis kept_at_least{1'000};
constexpr int kept_times_took = 10;  // so that counting never takes more than a tenth of the time
constexpr Millis worth_estimating{20};
constexpr std::int64_t many_rows = 100'000;
constexpr std::size_t totals_max = 1000;

struct Kept {
    std::int64_t rows = 0;
    std::uint64_t version = 0;
    Millis counted_at{0};
    Millis took{0};
};

/// Thread-safe.
class Totals {
public:
    std::optional<Total> find(std::string const& key, std::uint64_t version) {
        std::lock_guard lock(mutex_);
        auto found = totals_.find(key);
        if (found == totals_.end()) return std::nullopt;
        auto const& total = found->second;
        auto kept = std::max(kept_at_least, total.took * kept_times_took);
        if (real_.monotonic() - total.counted_at > kept) return std::nullopt;
        if (total.version == version) return Total{total.rows, false};
        if (total.took > worth_estimating && total.rows >= many_rows) return Total{total.rows, true};
        return std::nullopt;
    }
    void keep(std::string key, Kept total) {
        std::lock_guard lock(mutex_);
        if (totals_.size() >= totals_max) totals_.clear();
        totals_.insert_or_assign(std::move(key), total);
    }

    Millis now() const { return real_.monotonic(); }

private:
    SystemClock const real_;  // ages of counts inside this process, whatever a test's clock says
    std::mutex mutex_;
    std::unordered_map<std::string, Kept> totals_;
};

}  // namespace

WorkspaceId workspace_of(std::vector<db::Param> const& fixed) {
    for (auto const& param : fixed) {
        if (param.name != "workspace_id") continue;
        if (auto const* id = std::get_if<std::int64_t>(&param.value.storage())) return WorkspaceId{*id};
    }
    return {};
}

Result<Total> list_total(db::Db& db, ListSpec const& spec, ListQuery const& query,
                         std::vector<db::Param> const& fixed) {
    static Totals totals;
    auto statement = TRY(ListStatement::count(db.engine(), spec, query, fixed));
    auto key = std::to_string(db.instance()) + statement.key();
    auto version = db.writes(workspace_of(fixed));
    if (auto known = totals.find(key, version)) return *known;
    auto started = totals.now();
    auto rows = TRY(db.read([&](db::Reader& reader) -> Result<std::int64_t> {
        std::int64_t counted = 0;
        TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
            counted = row.int64(0);
            return {};
        }));
        return counted;
    }));
    auto ended = totals.now();
    totals.keep(std::move(key), {rows, version, ended, ended - started});
    return Total{rows, false};
}

}  // namespace roost::http
