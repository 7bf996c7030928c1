// store_import_stretch.h: a stretch of an accounts file, put in the order of usernames.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/db/rows.h"
#include "domains/accounts/rules_import.h"
#include "domains/accounts/store_import.h"

namespace roost::accounts {

/// Lines that are written together, though not in one transaction: first the rejected ones in the order
/// of the file, then the good ones in that of usernames. So each transaction changes neighbouring
/// entries of the indexes on usernames; in the order of the file nearly every transaction would change
/// nearly every page of them. The order depends on nothing but the lines. Not thread-safe.
class ImportStretch {
public:
    static constexpr std::size_t lines_max = 160'000, bytes_max = 24 << 20;
    static constexpr std::size_t username = 0, password = 1, email = 2, extra = 3;  // columns of texts()

    void add(rules::ImportLine const& line);
    /// After the last add(). Of equal usernames the first line leads.
    void put_in_order();

    std::size_t size() const { return failed_.size() + lines_.size(); }
    std::size_t bytes() const { return texts_.bytes() + failed_.size() * sizeof(store::ImportLine); }
    std::int64_t last_line() const { return last_line_; }

    /// Where a batch of about `count` lines from the place `from` ends: not between equal usernames.
    std::size_t end_of_batch(std::size_t from, std::size_t count) const;
    /// Of the places `from` to `end` in the order: the rejected lines, and the rows of texts().
    std::span<store::ImportLine const> failed(std::size_t from, std::size_t end) const;
    std::span<std::uint32_t const> good(std::size_t from, std::size_t end) const;
    /// The good lines as they are in the file, not sealed, and the line number of each row.
    db::Rows const& texts() const { return texts_; }
    std::vector<std::int64_t> const& lines() const { return lines_; }

private:
    db::Rows texts_{4};
    std::vector<std::int64_t> lines_;
    std::vector<store::ImportLine> failed_;
    std::vector<std::uint32_t> order_;
    std::int64_t last_line_ = 0;
};

}  // namespace roost::accounts
