// multipart.cpp: multipart/form-data (RFC 7578) in pieces of any size.
#include "core/http/multipart.h"

#include <algorithm>

#include "core/base/text.h"

namespace roost::http {
namespace {

constexpr std::size_t head_bytes_max = 16 << 10;
constexpr int parts_max = 1000;

Error malformed(std::string detail) {
    return {.kind = ErrorKind::unreadable, .code = "request.malformed_upload", .detail = std::move(detail)};
}

/// Takes the next `; name=value` off `text`; the value may be quoted.
std::optional<std::pair<std::string, std::string>> next_parameter(std::string_view& text) {
    auto start = text.find_first_not_of("; \t");
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto name = text::lower_ascii(text::trim(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
    std::string value;
    if (!text.starts_with('"')) {
        auto end = std::min(text.find(';'), text.size());
        value = text::trim(text.substr(0, end));
        text.remove_prefix(end);
        return std::pair{std::move(name), std::move(value)};
    }
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        // Clients escape quotes, but send the backslashes of Windows paths as they are.
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        value.push_back(text[i]);
    }
    if (i == text.size()) return std::nullopt;
    text.remove_prefix(i + 1);
    return std::pair{std::move(name), std::move(value)};
}

bool clean(std::string_view text) {
    return text::valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

Result<void> read_disposition(std::string_view value, PartHead& head) {
    auto semicolon = std::min(value.find(';'), value.size());
    if (text::lower_ascii(text::trim(value.substr(0, semicolon))) != "form-data") {
        return malformed("A part's Content-Disposition must be form-data.");
    }
    value.remove_prefix(semicolon);
    while (auto parameter = next_parameter(value)) {
        auto& [name, text] = *parameter;
        if (name == "filename*" && text.starts_with("UTF-8''")) {
            text = text::percent_decode(text.substr(7)).value_or("");
            name = "filename";
        }
        if (!clean(text)) return malformed("A part's name is not valid UTF-8.");
        if (name == "name") head.name = std::move(text);
        else if (name == "filename") head.file_name = std::move(text);
    }
    return {};
}

Result<PartHead> parse_head(std::string_view lines) {
    PartHead head;
    while (!lines.empty()) {
        auto end = std::min(lines.find("\r\n"), lines.size());
        auto line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        if (line.empty()) continue;
        auto colon = line.find(':');
        if (colon == std::string_view::npos) return malformed("A part has a broken header line.");
        auto name = text::lower_ascii(line.substr(0, colon));
        auto value = text::trim(line.substr(colon + 1));
        if (name == "content-disposition") TRY(read_disposition(value, head));
        if (name == "content-type" && clean(value)) head.content_type = value;
    }
    if (head.name.empty()) return malformed("A part has no name.");
    return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    auto semicolon = std::min(content_type.find(';'), content_type.size());
    if (text::lower_ascii(text::trim(content_type.substr(0, semicolon))) != "multipart/form-data")
        return std::nullopt;
    content_type.remove_prefix(semicolon);
    while (auto parameter = next_parameter(content_type)) {
        if (parameter->first != "boundary") continue;
        auto const& boundary = parameter->second;
        bool legal = !boundary.empty() && boundary.size() <= 70 &&
                     std::ranges::all_of(boundary, [](char c) { return c >= ' ' && c < 127; });
        return legal ? std::optional(boundary) : std::nullopt;
    }
    return std::nullopt;
}

MultipartParser::MultipartParser(std::string_view boundary, PartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink) {}

Result<void> MultipartParser::feed(std::string_view piece) {
    if (state_ == State::epilogue) return {};
    pending_ += piece;
    while (TRY(step())) {
    }
    return {};
}

Result<void> MultipartParser::finish() {
    if (state_ != State::epilogue) return malformed("The form data ends in the middle.");
    return {};
}

/// Does one thing; false when it needs more input.
Result<bool> MultipartParser::step() {
    switch (state_) {
        case State::preamble:
            return skip_to_boundary();
        case State::boundary_end:
            return read_boundary_end();
        case State::head:
            return read_head();
        case State::data:
            return read_data();
        case State::epilogue:
            break;
    }
    pending_.clear();
    return false;
}

Result<bool> MultipartParser::skip_to_boundary() {
    auto at = pending_.find(delimiter_);
    if (at == std::string::npos) {
        if (pending_.size() > head_bytes_max)
            return malformed("The form data does not start with its boundary.");
        return false;
    }
    pending_.erase(0, at + delimiter_.size());
    state_ = State::boundary_end;
    return true;
}

Result<bool> MultipartParser::read_boundary_end() {
    auto at = pending_.find_first_not_of(" \t");
    if (at == std::string::npos || pending_.size() < at + 2) {
        if (pending_.size() > head_bytes_max) return malformed("A boundary line does not end.");
        return false;
    }
    auto two = std::string_view(pending_).substr(at, 2);
    if (two != "--" && two != "\r\n") return malformed("A boundary is followed by something else.");
    state_ = two == "--" ? State::epilogue : State::head;
    if (state_ == State::head && ++parts_ > parts_max) return malformed("The form data has too many parts.");
    pending_.erase(0, at);  // the line end stays: the end of an empty head is then found like any other
    return true;
}

Result<bool> MultipartParser::read_head() {
    auto end = pending_.find("\r\n\r\n");
    if (end == std::string::npos || end > head_bytes_max) {
        if (pending_.size() > head_bytes_max) return malformed("A part's head is too long.");
        return false;
    }
    auto head = TRY(parse_head(std::string_view(pending_).substr(0, end)));
    pending_.erase(0, end + 4);
    TRY(sink_.begin_part(std::move(head)));
    state_ = State::data;
    return true;
}

Result<bool> MultipartParser::read_data() {
    auto at = pending_.find(delimiter_);
    if (at == std::string::npos) {
        // All but what may be the start of a boundary.
        auto safe = pending_.size() < delimiter_.size() ? 0 : pending_.size() - delimiter_.size() + 1;
        if (safe > 0) TRY(sink_.part_data(std::string_view(pending_).substr(0, safe)));
        pending_.erase(0, safe);
        return false;
    }
    if (at > 0) TRY(sink_.part_data(std::string_view(pending_).substr(0, at)));
    TRY(sink_.end_part());
    pending_.erase(0, at + delimiter_.size());
    state_ = State::boundary_end;
    return true;
}

}  // namespace roost::http
