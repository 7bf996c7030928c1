// rules_import.cpp: lines of an accounts file: cut, decoded, split, mapped and checked.
#include "domains/accounts/rules_import.h"

#include <cstring>

#include "core/base/json.h"

namespace roost::accounts::rules {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool blank_line(std::string_view line) {
    return std::all_of(line.begin(), line.end(), [](char c) { return is_blank(c) || c == '\r'; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// How many bytes a well-formed UTF-8 character at `at` has; 0 when it is none.
std::size_t utf8_length(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    unsigned const lead = byte(0);
    std::size_t const length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return length;
}

/// UTF-8 without NUL; eight ASCII bytes at a time, which nearly every line is made of.
bool is_clean_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t word;
        while (at + 8 <= text.size()) {
            std::memcpy(&word, text.data() + at, 8);
            bool const has_zero = ((word - 0x0101010101010101ULL) & ~word & 0x8080808080808080ULL) != 0;
            if ((word & 0x8080808080808080ULL) != 0 || has_zero) break;
            at += 8;
        }
        if (at >= text.size()) break;
        auto const length = utf8_length(text, at);
        if (length == 0 || text[at] == '\0') return false;
        at += length;
    }
    return true;
}

/// Splits `key=value` of a further column; nothing for other text (base64 ends in `=` too).
std::optional<std::pair<std::string_view, std::string_view>> key_value(std::string_view field) {
    auto const equals = field.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals > 64) return std::nullopt;
    auto const key = field.substr(0, equals);
    auto const value = field.substr(equals + 1);
    bool const named = std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '.';
    });
    if (!named || value.find_first_not_of('=') == std::string_view::npos) return std::nullopt;
    return std::pair(key, value);
}

}  // namespace

std::size_t next_batch_lines(std::int64_t lines, Millis elapsed) {
    constexpr std::int64_t wanted_ms = 200;
    auto const fitting = lines * wanted_ms / std::max<std::int64_t>(elapsed.count(), 1);
    // At most twice as many: the first batches are quick for other reasons.
    return std::clamp(static_cast<std::size_t>(std::min(fitting, lines * 2)), batch_lines_min,
                      batch_lines_max);
}

std::optional<LineCode> normalise_username(std::string_view text, std::string& out) {
    text = trim(text);
    if (!text.empty() && text.front() == '@') text.remove_prefix(1);
    out.clear();
    if (text.empty()) return LineCode::empty_username;
    if (text.size() > 30) return LineCode::invalid_username;
    for (char c : text) {
        c = lower(c);
        bool const legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (!legal) return LineCode::invalid_username;
        out.push_back(c);
    }
    return std::nullopt;
}

bool is_email(std::string_view text) {
    auto const at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
    if (text.find('@', at + 1) != std::string_view::npos) return false;
    for (unsigned char c : text) {
        if (c <= ' ' || c == 0x7F || std::strchr("\"(),:;<>[\\]", c) != nullptr) return false;
    }
    auto const host = text.substr(at + 1);
    return !host.empty() && host.front() != '.' && host.back() != '.' && host.front() != '-' &&
           host.find('.') != std::string_view::npos && text.find("..") == std::string_view::npos;
}

ImportParser::ImportParser(ImportFormat format) : format_(std::move(format)), bom_left_(format_.bom_bytes) {}

Result<void> ImportParser::feed(std::string_view bytes, LineSink const& sink) {
    auto const skip = std::min(bom_left_, bytes.size());
    bom_left_ -= skip;
    bytes.remove_prefix(skip);
    if (format_.encoding == TextEncoding::utf8) return feed_utf8(bytes, sink);
    return feed_utf8(to_utf8(bytes), sink);
}

/// UTF-16 to UTF-8, unit by unit; a lone surrogate becomes a byte that no UTF-8 has, so that its
/// line alone is rejected.
std::string ImportParser::to_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (char byte : bytes) {
        odd_byte_.push_back(byte);
        if (odd_byte_.size() < 2) continue;
        auto const a = static_cast<unsigned char>(odd_byte_[0]);
        auto const b = static_cast<unsigned char>(odd_byte_[1]);
        odd_byte_.clear();
        bool const little = format_.encoding == TextEncoding::utf16le;
        append_unit(static_cast<char16_t>(little ? a | (b << 8) : (a << 8) | b), out);
    }
    return out;
}

void ImportParser::append_unit(char16_t unit, std::string& out) {
    bool const high = unit >= 0xD800 && unit < 0xDC00;
    bool const low = unit >= 0xDC00 && unit < 0xE000;
    char32_t point = unit;
    if (high_surrogate_ != 0 && !low) out.push_back('\xFF');
    if (low && high_surrogate_ == 0) out.push_back('\xFF');
    if (low && high_surrogate_ != 0) point = 0x10000 + ((high_surrogate_ - 0xD800U) << 10) + (unit - 0xDC00U);
    bool const lone_low = low && high_surrogate_ == 0;
    high_surrogate_ = high ? unit : 0;
    if (high || lone_low) return;
    if (point < 0x80) {
        out.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (point >> 6)));
        out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else if (point < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (point >> 12)));
        out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | (point >> 18)));
        out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    }
}

Result<void> ImportParser::feed_utf8(std::string_view text, LineSink const& sink) {
    while (!text.empty()) {
        auto const end = text.find(format_.line_end);
        auto const piece = text.substr(0, end);
        if (!skipping_ && partial_.size() + piece.size() > line_bytes_max) {
            skipping_ = true;
            partial_.clear();
        }
        if (end == std::string_view::npos) {
            if (!skipping_) partial_.append(piece);
            return {};
        }
        if (!skipping_ && partial_.empty()) {
            TRY(take_line(piece, sink));
        } else {
            if (!skipping_) partial_.append(piece);
            TRY(take_line(partial_, sink));
            partial_.clear();
        }
        text.remove_prefix(end + 1);
    }
    return {};
}

Result<void> ImportParser::finish(LineSink const& sink) {
    if (!odd_byte_.empty() || high_surrogate_ != 0) partial_.push_back('\xFF');
    if (skipping_ || !partial_.empty()) TRY(take_line(partial_, sink));
    partial_.clear();
    return {};
}

Result<void> ImportParser::take_line(std::string_view line, LineSink const& sink) {
    ++number_;
    ImportLine out{.number = number_, .fields = &fields_};
    fields_.clear();
    if (std::exchange(skipping_, false)) {
        out.code = LineCode::line_too_long;
        return sink(out);
    }
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (blank_line(line)) return {};
    if (format_.header && !std::exchange(header_seen_, true)) return {};
    out.code = read_line(line, out);
    return sink(out);
}

std::optional<LineCode> ImportParser::read_line(std::string_view line, ImportLine& out) {
    if (!is_clean_text(line)) return LineCode::bad_encoding;
    if (auto code = split(line)) return code;
    if (auto code = map_fields(out)) return code;
    return check(out);
}

/// Cuts the line into fields_. Unquoted fields lose the blanks around them, quoted ones keep
/// theirs.
std::optional<LineCode> ImportParser::split(std::string_view line) {
    unquoted_used_ = 0;
    std::size_t at = 0;
    while (true) {
        auto start = at;
        while (start < line.size() && is_blank(line[start]) && line[start] != format_.delimiter) ++start;
        if (start < line.size() && line[start] == '"') {
            at = start;
            if (auto code = quoted_field(line, at)) return code;
        } else {
            auto const end = std::min(line.find(format_.delimiter, at), line.size());
            auto field = line.substr(at, end - at);
            fields_.push_back(trim(field));
            at = end;
        }
        if (at >= line.size()) return std::nullopt;
        ++at;  // the delimiter
        if (at == line.size()) {
            fields_.emplace_back();
            return std::nullopt;
        }
    }
}

/// A field that starts with a quote at `at`; leaves `at` on the delimiter or at the end. What
/// follows the closing quote other than blanks makes the whole field plain text.
std::optional<LineCode> ImportParser::quoted_field(std::string_view line, std::size_t& at) {
    auto const open = at;
    std::string* doubled = nullptr;
    auto piece = open + 1;
    auto close = line.find('"', piece);
    while (close != std::string_view::npos && close + 1 < line.size() && line[close + 1] == '"') {
        if (doubled == nullptr) {
            if (unquoted_used_ == unquoted_.size()) unquoted_.emplace_back();
            doubled = &unquoted_[unquoted_used_];
            doubled->clear();
        }
        doubled->append(line.substr(piece, close + 1 - piece));
        piece = close + 2;
        close = line.find('"', piece);
    }
    if (close == std::string_view::npos) return LineCode::unclosed_quote;
    auto end = close + 1;
    while (end < line.size() && is_blank(line[end]) && line[end] != format_.delimiter) ++end;
    if (end < line.size() && line[end] != format_.delimiter) {
        end = std::min(line.find(format_.delimiter, end), line.size());
        fields_.push_back(trim(line.substr(open, end - open)));
    } else if (doubled != nullptr) {
        doubled->append(line.substr(piece, close - piece));
        fields_.push_back(*doubled);
        ++unquoted_used_;
    } else {
        fields_.push_back(line.substr(open + 1, close - open - 1));
    }
    at = end;
    return std::nullopt;
}

std::optional<LineCode> ImportParser::map_fields(ImportLine& out) {
    extra_.clear();
    static std::array<std::string_view, 3> const plain{"username", "password", "email"};
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        auto const field = fields_[i];
        std::string_view name;
        if (!format_.columns.empty()) {
            if (i >= format_.columns.size()) {
                if (field.empty()) continue;  // a delimiter at the end of the line says nothing
                return LineCode::too_many_columns;
            }
            name = format_.columns[i];
        } else if (i < plain.size()) {
            name = plain[i];
        }
        if (name == "username") {
            out.username = field;
        } else if (name == "password") {
            out.password = field;
        } else if (name == "email") {
            out.email = field;
        } else if (name != "-" && !field.empty()) {
            if (name.empty() && i >= plain.size() + extras_max) return LineCode::too_many_columns;
            if (auto const pair = name.empty() ? key_value(field) : std::nullopt) {
                add_extra(pair->first, pair->second);
            } else {
                auto const positional =
                    name.empty() ? "extra_" + std::to_string(i + 1 - plain.size()) : std::string(name);
                add_extra(positional, field);
            }
        }
    }
    if (!extra_.empty()) extra_.push_back('}');
    out.extra = extra_;
    return std::nullopt;
}

void ImportParser::add_extra(std::string_view name, std::string_view value) {
    extra_.push_back(extra_.empty() ? '{' : ',');
    json::append_string(extra_, name);
    extra_.push_back(':');
    json::append_string(extra_, value);
}

std::optional<LineCode> ImportParser::check(ImportLine& out) {
    if (auto code = normalise_username(out.username, username_)) return code;
    out.username = username_;
    if (out.password.empty()) return LineCode::empty_password;
    auto const email = trim(out.email);
    if (!email.empty() && !is_email(email)) return LineCode::invalid_email;
    email_.assign(email);
    for (char& c : email_) c = lower(c);
    out.email = email_;
    return std::nullopt;
}

}  // namespace roost::accounts::rules
