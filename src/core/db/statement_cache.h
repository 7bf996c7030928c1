// statement_cache.h: prepared statements of one connection, the least recently used ones forgotten.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace roost::db {

/// Statements are taken out while they run, so a nested use of the same text prepares a second one
/// and a running one is never evicted. Keyed by the address of the text, which for named queries is
/// constant; the content is compared as well, because tests make queries on the fly.
template <class Statement>
class StatementCache {
    struct Entry {
        std::string text;
        Statement statement;
        std::uint64_t used;
    };
    using Entries = std::unordered_map<char const*, Entry>;

public:
    /// A statement that is out of the cache; give it back with put().
    using Taken = typename Entries::node_type;

    explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

    /// The cached statement of `text`, or an empty handle.
    Taken take(std::string_view text) {
        auto taken = entries_.extract(text.data());
        if (!taken.empty() && taken.mapped().text != text) {
            evicted_ = std::move(taken.mapped().statement);
            return {};
        }
        return taken;
    }

    /// A handle for a statement that was just prepared.
    Taken adopt(std::string_view text, Statement statement) {
        Entries one;
        one.emplace(text.data(), Entry{std::string(text), std::move(statement), 0});
        return one.extract(one.begin());
    }

    /// Puts it (back) in; returns a statement that had to go, to be closed by the caller.
    std::optional<Statement> put(Taken taken) {
        taken.mapped().used = ++tick_;
        auto result = entries_.insert(std::move(taken));
        if (!result.inserted) return std::move(result.node.mapped().statement);
        if (entries_.size() <= capacity_) return std::exchange(evicted_, std::nullopt);
        auto oldest = entries_.begin();
        for (auto it = entries_.begin(); it != entries_.end(); ++it) {
            if (it->second.used < oldest->second.used) oldest = it;
        }
        auto gone = std::move(oldest->second.statement);
        entries_.erase(oldest);
        return gone;
    }

    void clear() { entries_.clear(); }
    std::size_t size() const { return entries_.size(); }

private:
    Entries entries_;
    std::size_t capacity_;
    std::uint64_t tick_ = 0;
    std::optional<Statement> evicted_;
};

}  // namespace roost::db
