// url.h: request targets taken apart: path segments and query parameters, decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace roost::http {

/// Undoes %XX (and, in queries, `+`); nothing when it is malformed, holds NUL or is no UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Whether `text` is well-formed UTF-8 without NUL.
bool is_clean_utf8(std::string_view text);

/// A request target. `segments` are decoded one by one, so that an escaped slash stays inside one.
struct Target {
    std::string path;  // decoded, without /v1
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> query;
};

/// Takes `/api/v1/accounts/7?limit=5` apart; request.unreadable when it is malformed.
Result<Target> parse_target(std::string_view target);

}  // namespace roost::http
