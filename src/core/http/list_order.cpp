// list_order.cpp: the ids of a long list in its order, kept in bounded memory.
#include "core/http/list_order.h"

#include <limits>
#include <optional>

namespace roost::http {

namespace {

constexpr std::size_t remembered_max = 1000;

}  // namespace

void IdArray::push(std::int64_t id) {
    bool fits = id >= 0 && id <= std::numeric_limits<std::uint32_t>::max();
    if (wide_.empty() && fits) return narrow_.push_back(static_cast<std::uint32_t>(id));
    if (wide_.empty()) {
        wide_.assign(narrow_.begin(), narrow_.end());
        std::vector<std::uint32_t>().swap(narrow_);
    }
    wide_.push_back(id);
}

void IdArray::trim() {
    narrow_.shrink_to_fit();
    wide_.shrink_to_fit();
}

Millis ListOrders::may_lag(ListOrder const& order) const {
    return std::max(limits_.lag, order.took * limits_.lag_times_took);
}

/// Other processes' writes are not counted by the version, so even without any it is read again.
bool ListOrders::is_fresh(ListOrder const& order, std::uint64_t version) const {
    return order.version == version && clock_.monotonic() - order.made_at <= may_lag(order);
}

/// What can be answered without reading: a fresh order, one that may lag, or while somebody else makes a
/// new one, for a little longer, the old.
std::optional<ListOrders::Found> ListOrders::usable(Kept& kept, std::uint64_t version) {
    if (!kept.order) return std::nullopt;
    auto const& order = *kept.order;
    auto const age = clock_.monotonic() - order.made_at;
    bool may = order.is_dear && age <= may_lag(order) * (kept.is_being_made ? 2 : 1);
    if (!may && !is_fresh(order, version)) return std::nullopt;
    kept.used_at = clock_.monotonic();
    return Found{kept.order, order.version != version};
}

Result<ListOrders::Found> ListOrders::get(Wanted const& wanted, Read const& read) {
    std::unique_lock lock(mutex_);
    drop_unused();
    bool was_dear = false;
    while (true) {
        auto& kept = kept_[wanted.key];
        if (auto found = usable(kept, wanted.version())) return std::move(*found);
        was_dear = kept.order && kept.order->took >= limits_.worth_lagging;
        if (!std::exchange(kept.is_being_made, true)) break;
        made_.wait(lock);
    }
    Turn const turn{*this, lock, wanted.key};
    lock.unlock();
    auto order = TRY(make(wanted, read, was_dear));
    lock.lock();
    if (order && order->took >= limits_.worth_keeping) keep(wanted.key, order);
    return Found{std::move(order), false};
}

ListOrders::Turn::~Turn() {
    if (!lock.owns_lock()) lock.lock();
    auto& kept = orders.kept_[key];
    if (std::exchange(kept.is_being_made, false)) orders.kept_.erase(key);  // it was not kept
    orders.made_.notify_all();
}

/// Null when they are too many.
Result<std::shared_ptr<ListOrder const>> ListOrders::make(Wanted const& wanted, Read const& read,
                                                          bool was_dear) {
    std::unique_lock one_at_a_time(making_, std::defer_lock);
    if (!was_cheap(wanted.text)) one_at_a_time.lock();
    auto order = std::make_shared<ListOrder>();
    order->list = wanted.list;
    order->is_whole = wanted.key == wanted.list;
    order->version = wanted.version();
    auto const began = clock_.monotonic();
    bool fits = TRY(read(order->ids, limits_.bytes));
    if (!fits) return std::shared_ptr<ListOrder const>();
    order->ids.trim();
    order->number = ++last_number_;
    order->made_at = clock_.monotonic();
    order->took = order->made_at - began;
    order->is_dear = was_dear && order->took >= limits_.worth_lagging;
    remember_cost(wanted.text, order->took);
    return std::shared_ptr<ListOrder const>(std::move(order));
}

void ListOrders::keep(std::string const& key, std::shared_ptr<ListOrder const> order) {
    kept_[key] = {std::move(order), clock_.monotonic(), false};
    make_room(key);
}

bool ListOrders::was_cheap(std::string_view text) {
    std::lock_guard lock(mutex_);
    return cheap_.contains(std::string(text));
}

void ListOrders::remember_cost(std::string_view text, Millis took) {
    std::lock_guard lock(mutex_);
    if (cheap_.size() >= remembered_max) cheap_.clear();
    if (took < limits_.worth_keeping) cheap_.emplace(text);
    else cheap_.erase(std::string(text));
}

void ListOrders::drop_unused() {
    auto const now = clock_.monotonic();
    if (now - looked_through_at_ < Millis{1'000}) return;
    looked_through_at_ = now;
    std::erase_if(kept_, [&](auto const& entry) {
        auto const& kept = entry.second;
        return kept.order && !kept.is_being_made && now - kept.used_at > limits_.unused;
    });
}

/// Drops what was used least lately, but not what is about to be used.
void ListOrders::make_room(std::string const& spared) {
    while (true) {
        std::size_t bytes = 0;
        auto oldest = kept_.end();
        for (auto it = kept_.begin(); it != kept_.end(); ++it) {
            if (!it->second.order) continue;
            bytes += it->second.order->ids.bytes();
            bool older = oldest == kept_.end() || it->second.used_at < oldest->second.used_at;
            if (it->first != spared && older) oldest = it;
        }
        if (bytes <= limits_.bytes || oldest == kept_.end()) return;
        if (oldest->second.is_being_made) oldest->second.order = nullptr;
        else kept_.erase(oldest);
    }
}

std::shared_ptr<ListOrder const> ListOrders::find(std::uint64_t number, std::string const& list) {
    std::lock_guard lock(mutex_);
    for (auto& [key, kept] : kept_) {
        if (!kept.order || kept.order->number != number || kept.order->list != list) continue;
        if (clock_.monotonic() - kept.order->made_at > limits_.walk) return nullptr;
        kept.used_at = clock_.monotonic();
        return kept.order;
    }
    return nullptr;
}

void ListOrders::mark_slow(std::string const& list) {
    std::lock_guard lock(mutex_);
    if (slow_.size() >= remembered_max) slow_.clear();
    slow_[list] = clock_.monotonic();
    slow_count_ = slow_.size();
}

bool ListOrders::is_slow(std::string const& list) {
    std::lock_guard lock(mutex_);
    auto found = slow_.find(list);
    if (found == slow_.end()) return false;
    if (clock_.monotonic() - found->second <= limits_.slow) return true;
    slow_.erase(found);
    slow_count_ = slow_.size();
    return false;
}

std::size_t ListOrders::bytes() {
    std::lock_guard lock(mutex_);
    std::size_t bytes = 0;
    for (auto const& [key, kept] : kept_) bytes += kept.order ? kept.order->ids.bytes() : 0;
    return bytes;
}

}  // namespace roost::http
