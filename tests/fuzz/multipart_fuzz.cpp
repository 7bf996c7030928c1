// multipart_fuzz.cpp: any bytes as form data: the same parts whatever the pieces they arrive in.
#include "core/http/multipart.h"

#include <vector>

namespace http = roost::http;

namespace {

struct Collected final : http::PartSink {
    std::vector<std::pair<std::string, std::string>> parts;
    roost::Result<void> begin_part(http::PartHead head) override {
        parts.emplace_back(std::move(head.name), "");
        return {};
    }
    roost::Result<void> part_data(std::string_view data) override {
        parts.back().second += data;
        return {};
    }
    roost::Result<void> end_part() override { return {}; }
};

std::optional<Collected> parse(std::string_view body, std::size_t piece) {
    Collected found;
    http::MultipartParser parser("b", found);
    for (std::size_t at = 0; at < body.size(); at += piece) {
        if (!parser.feed(body.substr(at, piece)).ok()) return std::nullopt;
    }
    if (!parser.finish().ok()) return std::nullopt;
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view body(reinterpret_cast<char const*>(data), size);
    static_cast<void>(http::multipart_boundary(body));
    auto whole = parse(body, body.size() + 1);
    auto pieces = parse(body, 3);
    if (whole.has_value() != pieces.has_value()) __builtin_trap();
    if (whole && whole->parts != pieces->parts) __builtin_trap();
    return 0;
}
