// list_total.cpp: the short memory of totals.
#include "core/http/list_total.h"

#include <condition_variable>
#include <functional>
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

using Count = std::function<Result<std::int64_t>()>;
using Version = std::function<std::uint64_t()>;

/// Thread-safe. What many ask for at the same time is counted by one of them.
class Totals {
public:
    Result<Total> get(std::string const& key, Version const& version, Count const& count) {
        std::unique_lock lock(mutex_);
        while (true) {
            if (totals_.size() >= totals_max) forget();
            auto& kept = totals_[key];
            if (auto known = usable(kept, version())) return *known;
            if (!std::exchange(kept.is_being_counted, true)) break;
            counted_.wait(lock);
        }
        Turn const turn{*this, lock, key};
        auto const as_of = version();
        auto const started = real_.monotonic();
        lock.unlock();
        auto const rows = TRY(count());
        lock.lock();
        auto const ended = real_.monotonic();
        totals_[key] = {rows, as_of, ended, ended - started, true};
        return Total{rows, false};
    }

private:
    struct Kept {
        std::int64_t rows = 0;
        std::uint64_t version = 0;
        Millis counted_at{0};
        Millis took{0};
        bool is_known = false;
        bool is_being_counted = false;
    };

    /// However counting ends, who waits goes on.
    struct Turn {
        Totals& totals;
        std::unique_lock<std::mutex>& lock;
        std::string const& key;
        ~Turn() {
            if (!lock.owns_lock()) lock.lock();
            totals.totals_[key].is_being_counted = false;
            totals.counted_.notify_all();
        }
    };

    std::optional<Total> usable(Kept const& total, std::uint64_t version) const {
        auto const kept = std::max(kept_at_least, total.took * kept_times_took);
        if (!total.is_known || real_.monotonic() - total.counted_at > kept) return std::nullopt;
        if (total.version == version) return Total{total.rows, false};
        if (total.took > worth_estimating && total.rows >= many_rows) return Total{total.rows, true};
        return std::nullopt;
    }
    void forget() {
        std::erase_if(totals_, [](auto const& entry) { return !entry.second.is_being_counted; });
    }

    SystemClock const real_;  // ages of counts inside this process, whatever a test's clock says
    std::mutex mutex_;
    std::condition_variable counted_;
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
    auto version = [&] { return db.writes(workspace_of(fixed)); };
    return totals.get(key, version, [&] {
        return db.read([&](db::Reader& reader) -> Result<std::int64_t> {
            std::int64_t counted = 0;
            TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
                counted = row.int64(0);
                return {};
            }));
            return counted;
        });
    });
}

}  // namespace roost::http
