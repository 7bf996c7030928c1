// lines.h: a stream of bytes as numbered UTF-8 lines, for every import of text files.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace roost::text {

/// Why a line cannot be read; its text is empty then.
enum class LineFault { none, too_long, bad_encoding };

/// A line without its end. `number` counts from 1, blank lines included. The view is valid only
/// inside the callback.
struct Line {
    std::int64_t number = 0;
    std::string_view text;
    LineFault fault = LineFault::none;
};

/// Whether the beginning of a file is no text: it has NUL bytes and no UTF-16 mark.
bool looks_binary(std::string_view beginning);

/// Cuts what it is fed into lines in bounded memory: LF and CRLF, UTF-8 with or without BOM, UTF-16
/// with BOM converted. Invalid UTF-8 and lines over the limit are faults of their line only. Not
/// thread-safe.
class LineReader {
public:
    using OnLine = std::function<Result<void>(Line const&)>;

    explicit LineReader(std::size_t line_bytes_max = 1 << 20) : line_bytes_max_(line_bytes_max) {}

    /// Calls `on_line` for every line that `chunk` completes; stops at its first error.
    Result<void> feed(std::string_view chunk, OnLine const& on_line);
    /// The last line, when the file does not end with a line end.
    Result<void> finish(OnLine const& on_line);

private:
    enum class Encoding { unknown, utf8, utf16_le, utf16_be };

    void detect(bool at_end);
    void append_utf16(std::string_view bytes);
    void append_unit(char16_t unit);
    Result<void> cut(std::string_view text, OnLine const& on_line);
    Result<void> emit(std::string_view text, OnLine const& on_line);

    std::size_t line_bytes_max_;
    Encoding encoding_ = Encoding::unknown;
    std::string head_;       // bytes before the encoding is known; an odd byte of UTF-16
    std::string converted_;  // UTF-16 as UTF-8
    char16_t high_surrogate_ = 0;
    std::string rest_;  // the beginning of an unfinished line
    bool overlong_ = false;
    std::int64_t number_ = 0;
};

}  // namespace roost::text
