// text.h: small questions about UTF-8 text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roost::text {

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates).
bool valid_utf8(std::string_view text);

/// Code points of well-formed UTF-8.
std::size_t count_characters(std::string_view text);

/// Without spaces, tabs and line ends at both sides.
std::string_view trim(std::string_view text);

/// A–Z as a–z; other bytes as they are.
std::string lower_ascii(std::string_view text);

/// A whole number written in decimal digits with an optional minus; nothing for anything else.
std::optional<std::int64_t> parse_int(std::string_view text);

/// `%41` as `A`; nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace roost::text
