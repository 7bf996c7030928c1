// binding.h: parameters by name become parameters by position, checked the same for both engines.
#pragma once

#include <array>

#include "core/base/result.h"
#include "core/db/query.h"

namespace roost::db {

/// The values of one call in the order of Query::params. Points into the caller's Params.
struct Bound {
    static constexpr std::size_t max = 64;
    std::array<Value const*, max> values;
    std::size_t count = 0;

    std::span<Value const* const> all() const { return {values.data(), count}; }
};

/// Puts `params` in order. Errors: internal (naming the query) when one is missing or unknown;
/// db.bad_text for text that is not UTF-8 or holds a NUL.
Result<Bound> bind(Query const& query, Params params);

/// Whether `text` is UTF-8 without NUL.
bool storable_text(std::string_view text);

}  // namespace roost::db
