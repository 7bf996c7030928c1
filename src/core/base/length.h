// length.h: the longest that a text of a request may be.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/text.h"

namespace roost {

/// Error field.too_long, named by `field`, when `text` has more than `most` characters.
inline Result<void> check_length(std::string field, std::optional<std::string> const& text,
                                 std::size_t most) {
    if (!text || text::count_characters(*text) <= most) return {};
    return errors::invalid_field(std::move(field), "field.too_long",
                                 "Must have at most " + std::to_string(most) + " characters.");
}

}  // namespace roost
