// list_order.h: the ids of a long list in its order, kept in bounded memory, so that any position is near.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/result.h"
#include "core/clock/clock.h"

namespace roost::http {

/// Ids one after the other; four bytes each as long as all fit.
class IdArray {
public:
    void push(std::int64_t id);
    std::int64_t operator[](std::size_t at) const { return wide_.empty() ? narrow_[at] : wide_[at]; }
    std::size_t size() const { return wide_.empty() ? narrow_.size() : wide_.size(); }
    std::size_t bytes() const { return narrow_.size() * 4 + wide_.size() * 8; }
    /// Gives back what growing took in advance.
    void trim();

private:
    std::vector<std::uint32_t> narrow_;
    std::vector<std::int64_t> wide_;  // all of them, once one did not fit
};

/// The order of one list as it was at one moment; never changed.
struct ListOrder {
    std::uint64_t number = 0;  // of this order, for cursors
    std::string list;          // the key of the order of the whole list
    bool is_whole = true;      // not only what comes after a cursor
    IdArray ids;
    std::uint64_t version = 0;  // Db::writes before it was read
    Millis made_at{0};          // monotonic
    Millis took{0};
    bool is_dear = false;  // it took long, as the one before did
};

/// Thread-safe. Orders are made once for all who ask at the same time and kept as long as they are used
/// and there is room. One that is dear to make may lag behind writes, see get().
class ListOrders {
public:
    struct Limits {
        std::size_t bytes = 32u << 20;  // of all that are kept
        Millis unused{60'000};          // after which one is dropped
        Millis walk{30'000};            // how long a walk by cursor goes on in the order it began in
        Millis worth_keeping{5};        // cheaper ones are made every time, and so are always exact
        Millis worth_lagging{50};       // cheaper ones are never served after a write
        Millis lag{2'000};              // at most this, or
        int lag_times_took = 5;         // this many times what it took to make
        Millis slow{60'000};            // how long a list stays marked as slow
    };
    explicit ListOrders(Clock const& clock) : ListOrders(clock, Limits{}) {}
    ListOrders(Clock const& clock, Limits limits) : clock_(clock), limits_(limits) {}

    /// Reads all ids into the array; false when they would be more than so many bytes.
    using Read = std::function<Result<bool>(IdArray&, std::size_t bytes_max)>;
    struct Wanted {
        std::string key;        // of the statement and its values
        std::string list;       // the same without a cursor
        std::string_view text;  // of the statement
        std::function<std::uint64_t()> version;
    };
    struct Found {
        std::shared_ptr<ListOrder const> order;  // null: too long to be kept in memory
        bool is_behind = false;                  // something was written since
    };
    /// The order of `wanted.key`: kept since the last write, or read now. While writes never end, one that
    /// took over 50 ms twice in a row (once may be a busy machine's doing) may be up to two seconds (or five
    /// times its making) behind. Errors of `read`.
    Result<Found> get(Wanted const& wanted, Read const& read);

    /// The order of that number, if it is kept, young and of that list: a walk goes on in it.
    std::shared_ptr<ListOrder const> find(std::uint64_t number, std::string const& list);

    /// Remembers for a minute that walking an index was slow for this list: few rows on the way match.
    void mark_slow(std::string const& list);
    bool is_slow(std::string const& list);
    bool any_slow() const { return slow_count_ > 0; }

    std::size_t bytes();

private:
    struct Kept {
        std::shared_ptr<ListOrder const> order;
        Millis used_at{0};
        bool is_being_made = false;
    };
    /// However making one ends, who waits goes on.
    struct Turn {
        ListOrders& orders;
        std::unique_lock<std::mutex>& lock;
        std::string const& key;
        ~Turn();
    };
    Millis may_lag(ListOrder const& order) const;
    bool is_fresh(ListOrder const& order, std::uint64_t version) const;
    std::optional<Found> usable(Kept& kept, std::uint64_t version);
    Result<std::shared_ptr<ListOrder const>> make(Wanted const& wanted, Read const& read, bool was_dear);
    bool was_cheap(std::string_view text);
    void remember_cost(std::string_view text, Millis took);
    void keep(std::string const& key, std::shared_ptr<ListOrder const> order);
    void drop_unused();
    void make_room(std::string const& spared);

    Clock const& clock_;
    Limits const limits_;
    std::mutex mutex_;
    std::mutex making_;  // one dear one at a time: sorting a million rows takes memory too
    std::condition_variable made_;
    std::unordered_map<std::string, Kept> kept_;
    std::unordered_set<std::string> cheap_;  // texts whose last order was cheap to make
    std::unordered_map<std::string, Millis> slow_;
    std::atomic<std::size_t> slow_count_ = 0;
    std::atomic<std::uint64_t> last_number_ = 0;
    Millis looked_through_at_{0};
};

}  // namespace roost::http
