// store_import_stretch.cpp: a stretch of an accounts file, put in the order of usernames.
#include "domains/accounts/store_import_stretch.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace roost::accounts {

namespace {

/// The first sixteen bytes: what nearly every comparison is settled by, without going to the texts.
using Head = std::array<char, 16>;

Head head_of(std::string_view text) {
    Head head{};
    std::copy_n(text.begin(), std::min(text.size(), head.size()), head.begin());
    return head;
}

/// What of `all` lies between two places, counted from the first of `all`.
template <class T>
std::span<T const> between(std::vector<T> const& all, std::size_t from, std::size_t end) {
    from = std::min(from, all.size());
    return std::span(all).subspan(from, std::min(end, all.size()) - from);
}

}  // namespace

void ImportStretch::add(rules::ImportLine const& line) {
    last_line_ = line.number;
    if (line.code) {
        // A name that is no name is not kept: it may be a password in the wrong column.
        failed_.push_back({line.number, *line.code, ""});
        return;
    }
    lines_.push_back(line.number);
    for (auto text : {line.username, line.password, line.email, line.extra}) texts_.add(text);
}

void ImportStretch::put_in_order() {
    struct Key {
        Head head;
        std::uint32_t row;
    };
    auto const name = [&](std::uint32_t row) { return texts_.text(row, username); };
    std::vector<Key> keys;
    keys.reserve(lines_.size());
    for (std::uint32_t row = 0; row < lines_.size(); ++row) keys.push_back({head_of(name(row)), row});
    std::sort(keys.begin(), keys.end(), [&](Key const& a, Key const& b) {
        auto which = std::memcmp(a.head.data(), b.head.data(), a.head.size());
        if (which == 0) which = name(a.row).compare(name(b.row));
        return which == 0 ? a.row < b.row : which < 0;
    });
    order_.resize(keys.size());
    std::transform(keys.begin(), keys.end(), order_.begin(), [](Key const& key) { return key.row; });
}

std::size_t ImportStretch::end_of_batch(std::size_t from, std::size_t count) const {
    auto end = std::min(from + count, size());
    auto const name = [&](std::size_t place) {
        return texts_.text(order_[place - failed_.size()], username);
    };
    while (end > failed_.size() && end < size() && name(end) == name(end - 1)) ++end;
    return end;
}

std::span<store::ImportLine const> ImportStretch::failed(std::size_t from, std::size_t end) const {
    return between(failed_, from, end);
}

std::span<std::uint32_t const> ImportStretch::good(std::size_t from, std::size_t end) const {
    auto const skipped = failed_.size();
    return between(order_, from - std::min(from, skipped), end - std::min(end, skipped));
}

}  // namespace roost::accounts
