// url.cpp: decoding of request targets.
#include "core/http/url.h"

#include "core/base/text.h"
#include "core/http/problem.h"

namespace roost::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> query;
    while (!text.empty()) {
        auto end = std::min(text.find('&'), text.size());
        auto item = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (item.empty()) continue;
        auto equals = std::min(item.find('='), item.size());
        auto name = percent_decode(item.substr(0, equals), true);
        auto value = percent_decode(item.substr(std::min(equals + 1, item.size())), true);
        if (!name || !value) return errors::unreadable("The query of the address is malformed.");
        if (query.size() == 200) return errors::unreadable("The query has too many parameters.");
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

}  // namespace

bool is_clean_utf8(std::string_view text) {
    return text.find('\0') == std::string_view::npos && text::valid_utf8(text);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out.push_back(' ');
        } else if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int high = hex_digit(text[i + 1]);
            int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    if (!is_clean_utf8(out)) return std::nullopt;
    return out;
}

Result<Target> parse_target(std::string_view target) {
    for (std::string_view scheme : {"http://", "https://"}) {  // absolute form, as proxies send it
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        target.remove_prefix(std::min(target.find('/'), target.size()));
    }
    auto query_at = std::min(target.find('?'), target.size());
    auto path = target.substr(0, query_at);
    if (!path.starts_with('/')) return errors::unreadable("The address must start with a slash.");
    Target parsed;
    parsed.query = TRY(parse_query(target.substr(std::min(query_at + 1, target.size()))));
    while (!path.empty()) {
        path.remove_prefix(1);
        auto end = std::min(path.find('/'), path.size());
        auto segment = percent_decode(path.substr(0, end), false);
        if (!segment) return errors::unreadable("The address is malformed.");
        parsed.segments.push_back(std::move(*segment));
        path.remove_prefix(end);
    }
    auto& segments = parsed.segments;
    if (segments.size() > 2 && segments[0] == "api" && segments[1] == "v1") {
        segments.erase(segments.begin() + 1);
    }
    for (auto const& segment : segments) (parsed.path += '/') += segment;
    return parsed;
}

}  // namespace roost::http
