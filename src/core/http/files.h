// files.h: answers from files on disk: ETag, conditional requests and byte ranges.
#pragma once

#include "core/http/message.h"

namespace roost::http {

/// Turns a response with `file` into a stream of known length; 304 and 206/416 by the request's
/// headers. not_found (request.not_found) when the file is gone.
Result<Response> open_file(Request const& request, Response response);

/// One range of a `Range: bytes=…` header: first and last byte, both included.
struct ByteRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
enum class RangeState { none, good, unsatisfiable };
/// `none`: no range, or one to be ignored (several ranges, another unit, malformed).
RangeState parse_range(std::string_view header, std::int64_t size, ByteRange& range);

}  // namespace roost::http
