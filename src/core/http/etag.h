// etag.h: ETag and If-Match of single objects that count their versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/http/message.h"

namespace roost::http {

/// `"v7"`.
std::string version_etag(std::int64_t version);

/// The version that If-Match asks for; nothing without the header or for `*`. A tag that is none of
/// ours is version -1, which no object has.
std::optional<std::int64_t> if_match_version(Request const& request);

}  // namespace roost::http
