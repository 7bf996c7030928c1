// rules_import.h: bytes of an accounts file in, accounts and rejected lines out; pure and bounded.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "core/base/result.h"

namespace roost::accounts::rules {

enum class TextEncoding { utf8, utf16le, utf16be };
BOOST_DESCRIBE_ENUM(TextEncoding, utf8, utf16le, utf16be)

/// Why a line was not imported (API.md). The two duplicates are found by the store, not here.
enum class LineCode {
    empty_username,
    invalid_username,
    empty_password,
    duplicate_in_file,
    duplicate_existing,
    too_many_columns,
    invalid_email,
    bad_encoding,
    unclosed_quote,
    line_too_long,
};
BOOST_DESCRIBE_ENUM(LineCode, empty_username, invalid_username, empty_password, duplicate_in_file,
                    duplicate_existing, too_many_columns, invalid_email, bad_encoding, unclosed_quote,
                    line_too_long)

/// A sentence for a person.
std::string_view message_of(LineCode code);

inline constexpr std::size_t extras_max = 32;
inline constexpr std::size_t line_bytes_max = 1 << 20;
/// How much of a file `recognise` looks at.
inline constexpr std::size_t head_bytes = 64 << 10;

/// How many lines one transaction of an import takes: many cost less each, but every other change
/// of the workspace waits for them. `lines` took `elapsed`; the next should take about 200 ms.
inline constexpr std::size_t batch_lines_min = 2000, batch_lines_max = 20'000;
std::size_t next_batch_lines(std::int64_t lines, Millis elapsed);

/// What the caller fixed; the rest is recognised.
struct ImportOptions {
    std::optional<char> delimiter;
    std::vector<std::string> columns;  // `username`, `password`, `email`, `-`, else a name of an extra
};

/// How a file is read.
struct ImportFormat {
    TextEncoding encoding = TextEncoding::utf8;
    std::size_t bom_bytes = 0;
    char line_end = '\n';
    char delimiter = ',';
    bool header = false;
    /// Names by position. Empty: username, password, email, then key=value or extra_1 … extra_32.
    std::vector<std::string> columns;
    bool binary = false;  // no text at all; nothing else is set
    bool empty = false;   // no line with data in the head
};

/// `,` `:` `;` `|`, a tab, or their names (comma, colon, semicolon, pipe, tab); nothing for others.
std::optional<char> parse_delimiter(std::string_view text);

/// Reads `columns=username,password,-`. Error import.columns when username or password is missing,
/// a name stands twice or is no name.
Result<std::vector<std::string>> parse_columns(std::string_view text);

/// Recognises encoding, line ends, delimiter and header from the first bytes of a file.
ImportFormat recognise(std::string_view head, ImportOptions const& options);

/// One line with data: good when `code` is empty. Views live until the sink returns.
struct ImportLine {
    std::int64_t number = 0;  // from 1; header and blank lines count
    std::optional<LineCode> code;
    std::string_view username;  // lower case; of a rejected line as far as it was read
    std::string_view password;
    std::string_view email;                                 // lower case, may be empty
    std::string_view extra;                                 // JSON object, empty when there is none
    std::vector<std::string_view> const* fields = nullptr;  // as read, for the preview
};

/// Takes lines one after the other; an error stops the parser and is passed on.
using LineSink = std::function<Result<void>(ImportLine const&)>;

/// Feeds on pieces of a file in order. Memory is bounded by one line. Not thread-safe.
class ImportParser {
public:
    explicit ImportParser(ImportFormat format);
    Result<void> feed(std::string_view bytes, LineSink const& sink);
    /// The file is over: the last line may lack its end.
    Result<void> finish(LineSink const& sink);

private:
    Result<void> feed_utf8(std::string_view text, LineSink const& sink);
    std::string to_utf8(std::string_view bytes);
    void append_unit(char16_t unit, std::string& out);
    Result<void> take_line(std::string_view line, LineSink const& sink);
    std::optional<LineCode> read_line(std::string_view line, ImportLine& out);
    std::optional<LineCode> split(std::string_view line);
    std::optional<LineCode> quoted_field(std::string_view line, std::size_t& at);
    std::optional<LineCode> map_fields(ImportLine& out);
    void add_extra(std::string_view name, std::string_view value);
    std::optional<LineCode> check(ImportLine& out);

    ImportFormat format_;
    std::size_t bom_left_ = 0;
    std::int64_t number_ = 0;
    bool header_seen_ = false;
    std::string partial_;    // the begun line
    bool skipping_ = false;  // inside a line that is too long
    std::string odd_byte_;   // half a UTF-16 unit
    char16_t high_surrogate_ = 0;
    std::vector<std::string_view> fields_;
    std::deque<std::string> unquoted_;  // fields whose quotes were doubled; grows without moving them
    std::size_t unquoted_used_ = 0;
    std::string username_;
    std::string email_;
    std::string extra_;
};

/// The username as stored: without @, in lower case. Error codes empty_username, invalid_username.
std::optional<LineCode> normalise_username(std::string_view text, std::string& out);

/// Whether it can be an e-mail address (one @, a dot in the host, no spaces).
bool is_email(std::string_view text);

}  // namespace roost::accounts::rules
