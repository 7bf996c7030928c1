// base64.h: bytes as text, for sealed boxes that travel inside JSON rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roost::text {

/// Standard alphabet, padded.
std::string base64_encode(std::string_view bytes);

/// Nothing for anything that base64_encode does not write.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace roost::text
