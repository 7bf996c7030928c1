// etag.cpp: ETag and If-Match of single objects that count their versions.
#include "core/http/etag.h"

#include "core/base/text.h"

namespace roost::http {

std::string version_etag(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

std::optional<std::int64_t> if_match_version(Request const& request) {
    auto tag = text::trim(request.header("if-match"));
    if (tag.empty() || tag == "*") return std::nullopt;
    if (!tag.starts_with("\"v") || !tag.ends_with("\"") || tag.size() < 4) return -1;
    return text::parse_int(tag.substr(2, tag.size() - 3)).value_or(-1);
}

}  // namespace roost::http
