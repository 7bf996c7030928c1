// lines.cpp: a stream of bytes as numbered UTF-8 lines.
#include "core/base/lines.h"

#include "core/base/text.h"

namespace roost::text {
namespace {

void append_code_point(std::string& out, char32_t c) {
    auto push = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        push(c);
    } else if (c < 0x800) {
        push(0xC0 | (c >> 6));
        push(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        push(0xE0 | (c >> 12));
        push(0x80 | ((c >> 6) & 0x3F));
        push(0x80 | (c & 0x3F));
    } else {
        push(0xF0 | (c >> 18));
        push(0x80 | ((c >> 12) & 0x3F));
        push(0x80 | ((c >> 6) & 0x3F));
        push(0x80 | (c & 0x3F));
    }
}

constexpr char broken = '\xFF';  // no UTF-8: makes its line bad_encoding

}  // namespace

bool looks_binary(std::string_view beginning) {
    if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF")) return false;
    return beginning.find('\0') != std::string_view::npos;
}

void LineReader::detect(bool at_end) {
    if (head_.size() < 3 && !at_end) return;
    if (head_.starts_with("\xEF\xBB\xBF")) {
        encoding_ = Encoding::utf8;
        head_.erase(0, 3);
    } else if (head_.starts_with("\xFF\xFE")) {
        encoding_ = Encoding::utf16_le;
        head_.erase(0, 2);
    } else if (head_.starts_with("\xFE\xFF")) {
        encoding_ = Encoding::utf16_be;
        head_.erase(0, 2);
    } else {
        encoding_ = Encoding::utf8;
    }
}

Result<void> LineReader::feed(std::string_view chunk, OnLine const& on_line) {
    std::string begun;
    if (encoding_ == Encoding::unknown) {
        head_.append(chunk);
        detect(false);
        if (encoding_ == Encoding::unknown) return {};
        begun.swap(head_);
        chunk = begun;
    }
    if (encoding_ == Encoding::utf8) return cut(chunk, on_line);
    append_utf16(chunk);
    auto text = std::exchange(converted_, {});
    return cut(text, on_line);
}

Result<void> LineReader::finish(OnLine const& on_line) {
    if (encoding_ == Encoding::unknown) {
        detect(true);
        auto begun = std::exchange(head_, {});
        TRY(feed(begun, on_line));
    }
    if (encoding_ != Encoding::utf8 && (!head_.empty() || high_surrogate_ != 0)) {
        rest_.push_back(broken);
    }
    if (rest_.empty() && !overlong_) return {};
    auto last = std::exchange(rest_, {});
    return emit(last, on_line);
}

void LineReader::append_utf16(std::string_view bytes) {
    head_.append(bytes);
    std::size_t whole = head_.size() / 2 * 2;
    for (std::size_t i = 0; i < whole; i += 2) {
        auto first = static_cast<unsigned char>(head_[i]);
        auto second = static_cast<unsigned char>(head_[i + 1]);
        bool little = encoding_ == Encoding::utf16_le;
        append_unit(static_cast<char16_t>(little ? first | (second << 8) : (first << 8) | second));
    }
    head_.erase(0, whole);
}

void LineReader::append_unit(char16_t unit) {
    bool high = unit >= 0xD800 && unit <= 0xDBFF;
    bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (high_surrogate_ != 0 && low) {
        append_code_point(converted_,
                          0x10000 + ((char32_t{high_surrogate_} - 0xD800) << 10) + (char32_t{unit} - 0xDC00));
        high_surrogate_ = 0;
        return;
    }
    if (high_surrogate_ != 0 || low) converted_.push_back(broken);
    high_surrogate_ = high ? unit : 0;
    if (!high && !low) append_code_point(converted_, unit);
}

Result<void> LineReader::cut(std::string_view text, OnLine const& on_line) {
    while (true) {
        auto end = text.find('\n');
        auto piece = text.substr(0, end);
        bool fits = rest_.size() + piece.size() <= line_bytes_max_;
        if (end == std::string_view::npos) {
            if (fits && !overlong_) rest_.append(piece);
            else overlong_ = !piece.empty() || overlong_;
            if (overlong_) rest_.clear();
            return {};
        }
        overlong_ = overlong_ || !fits;
        if (rest_.empty()) {
            TRY(emit(piece, on_line));
        } else {
            rest_.append(overlong_ ? std::string_view{} : piece);
            auto line = std::exchange(rest_, {});
            TRY(emit(line, on_line));
        }
        text.remove_prefix(end + 1);
    }
}

Result<void> LineReader::emit(std::string_view text, OnLine const& on_line) {
    Line line{.number = ++number_, .text = text};
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    if (std::exchange(overlong_, false)) line = {number_, {}, LineFault::too_long};
    else if (!valid_utf8(line.text)) line = {number_, {}, LineFault::bad_encoding};
    return on_line(line);
}

}  // namespace roost::text
