// files.cpp: files on disk as streams.
#include "core/http/files.h"

#include <charconv>
#include <fstream>

#include "core/http/problem.h"
#include "core/http/static_files.h"

namespace roost::http {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// Reads `left` bytes of a file from where it stands.
std::function<Result<bool>(std::string&)> reading(std::shared_ptr<std::ifstream> file, std::int64_t left) {
    return [file = std::move(file), left](std::string& chunk) mutable -> Result<bool> {
        auto size = std::min<std::int64_t>(left, 256 << 10);
        chunk.resize(static_cast<std::size_t>(size));
        file->read(chunk.data(), size);
        if (file->gcount() != size) return roost::errors::internal("a file shrank while it was sent");
        left -= size;
        return left > 0;
    };
}

}  // namespace

RangeState parse_range(std::string_view header, std::int64_t size, ByteRange& range) {
    if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos) return RangeState::none;
    header.remove_prefix(6);
    auto dash = header.find('-');
    if (dash == std::string_view::npos) return RangeState::none;
    auto first = number(header.substr(0, dash));
    auto last = number(header.substr(dash + 1));
    bool open_end = dash + 1 == header.size();
    if (dash == 0) {  // the last N bytes
        if (!last) return RangeState::none;
        if (*last == 0 || size == 0) return RangeState::unsatisfiable;
        range = {std::max<std::int64_t>(0, size - *last), size - 1};
        return RangeState::good;
    }
    if (!first || (!last && !open_end) || (last && *last < *first)) return RangeState::none;
    if (*first >= size) return RangeState::unsatisfiable;
    range = {*first, open_end ? size - 1 : std::min(*last, size - 1)};
    return RangeState::good;
}

Result<Response> open_file(Request const& request, Response response) {
    std::error_code failed;
    auto path = *std::exchange(response.file, std::nullopt);
    auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, failed));
    if (failed) return errors::not_found();
    auto written = std::filesystem::last_write_time(path, failed).time_since_epoch().count();
    auto etag = fmt::format("\"{:x}-{:x}\"", size, written);
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Accept-Ranges", "bytes");
    if (none_match_hits(request.header("if-none-match"), etag)) {
        response.status = 304;
        return response;
    }
    ByteRange range{0, size - 1};
    auto if_range = request.header("if-range");
    auto header = if_range.empty() || if_range == etag ? request.header("range") : std::string_view{};
    auto state = parse_range(header, size, range);
    if (state == RangeState::unsatisfiable) {
        response.status = 416;
        response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        return response;
    }
    if (state == RangeState::good) {
        response.status = 206;
        response.headers.emplace_back("Content-Range",
                                      fmt::format("bytes {}-{}/{}", range.first, range.last, size));
    }
    response.length = range.last - range.first + 1;
    if (*response.length == 0) return response;
    auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
    file->seekg(range.first);
    if (!*file) return errors::not_found();
    response.stream = reading(std::move(file), *response.length);
    return response;
}

}  // namespace roost::http
