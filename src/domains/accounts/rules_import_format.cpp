// rules_import_format.cpp: how an accounts file is written: encoding, line ends, delimiter, header.
#include <algorithm>
#include <array>

#include "domains/accounts/rules_import.h"

namespace roost::accounts::rules {

namespace {

constexpr std::string_view delimiters = ",;\t|:";

constexpr std::string_view username_names[] = {
    "username",  "user", "login",    "account",           "handle",
    "instagram", "nick", "nickname", "instagramusername", "accountname"};
constexpr std::string_view password_names[] = {"password", "pass", "pwd", "passwd", "passwort", "kennwort"};
constexpr std::string_view email_names[] = {"email", "mail", "emailaddress", "mailaddress"};

template <std::size_t N>
bool among(std::string_view name, std::string_view const (&names)[N]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// A header's word in its plain form: lower case, without blanks, dashes and underscores.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c != ' ' && c != '-' && c != '_' && c != '"' && c != '@') plain.push_back(c);
    }
    return plain;
}

/// `username`, `password`, `email`, or the name of an extra as it stands.
std::string column_name(std::string_view name) {
    auto const plain = plain_name(name);
    if (among(plain, username_names)) return "username";
    if (among(plain, password_names)) return "password";
    if (among(plain, email_names)) return "email";
    return name.empty() ? "-" : std::string(name.substr(0, 64));
}

/// A header has a column for the name and one for the password or the address.
bool is_header(std::vector<std::string> const& columns) {
    auto has = [&](std::string_view name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    return has("username") && (has("password") || has("email"));
}

/// The second column of one name, and what comes after 32 extras, are told apart and cut off.
std::vector<std::string> tidy_columns(std::vector<std::string> columns) {
    std::size_t extras = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& name = columns[i];
        if (name == "-") continue;
        auto const earlier = columns.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(columns.begin(), earlier, name) != earlier) name += "_" + std::to_string(i + 1);
        bool const extra = name != "username" && name != "password" && name != "email";
        if (extra && ++extras > extras_max) {
            columns.resize(i);
            break;
        }
    }
    return columns;
}

/// The head as UTF-8 lines, through the parser's own decoder; at most 200.
struct HeadLines {
    std::vector<std::string> lines;

    explicit HeadLines(std::string_view text, char line_end) {
        while (!text.empty() && lines.size() < 200) {
            auto const end = std::min(text.find(line_end), text.size());
            auto line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.emplace_back(line);
        }
    }
};

/// A username holds none of the delimiters, so the first one in a line is the file's.
char recognise_delimiter(std::vector<std::string> const& lines) {
    std::array<int, delimiters.size()> votes{};
    for (auto const& line : lines) {
        std::size_t from = 0;
        if (line.front() == '"') from = std::min(line.find('"', 1), line.size() - 1);
        auto const found = line.find_first_of(delimiters, from);
        if (found != std::string::npos) ++votes[delimiters.find(line[found])];
    }
    auto const best = std::max_element(votes.begin(), votes.end());
    return delimiters[static_cast<std::size_t>(best - votes.begin())];
}

/// Whether the bytes are no text: NULs outside UTF-16, a known container, many control characters.
bool is_binary(std::string_view head) {
    if (head.starts_with("%PDF-") || head.starts_with("PK\x03\x04") || head.starts_with("\x89PNG"))
        return true;
    std::size_t controls = 0;
    for (unsigned char c : head) {
        if (c == 0) return true;
        if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ++controls;
    }
    return controls * 20 > head.size();
}

/// UTF-16 of mostly Latin text to bytes good enough to look at; the parser decodes exactly.
std::string narrow(std::string_view head, TextEncoding encoding) {
    std::string out;
    for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
        auto const high = head[encoding == TextEncoding::utf16le ? i + 1 : i];
        auto const low = head[encoding == TextEncoding::utf16le ? i : i + 1];
        out.push_back(high == 0 ? low : 'x');
    }
    return out;
}

void recognise_encoding(std::string_view head, ImportFormat& format) {
    if (head.starts_with("\xEF\xBB\xBF")) {
        format.bom_bytes = 3;
    } else if (head.starts_with("\xFF\xFE")) {
        format.encoding = TextEncoding::utf16le;
        format.bom_bytes = 2;
    } else if (head.starts_with("\xFE\xFF")) {
        format.encoding = TextEncoding::utf16be;
        format.bom_bytes = 2;
    }
}

/// The first line's words, cut by the parser as any other line.
std::vector<std::string> first_words(std::string const& line, char delimiter) {
    std::vector<std::string> words;
    ImportParser parser({.delimiter = delimiter, .columns = {"-"}});
    auto keep = [&](ImportLine const& read) -> Result<void> {
        for (auto field : *read.fields) words.emplace_back(field);
        return {};
    };
    if (!parser.feed(line, keep).ok() || !parser.finish(keep).ok()) words.clear();
    return words;
}

}  // namespace

std::optional<char> parse_delimiter(std::string_view text) {
    static constexpr std::pair<std::string_view, char> names[] = {
        {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"\\t", '\t'}, {"pipe", '|'}, {"colon", ':'}};
    if (text.size() == 1 && delimiters.find(text.front()) != std::string_view::npos) return text.front();
    for (auto const& [name, delimiter] : names) {
        if (text == name) return delimiter;
    }
    return std::nullopt;
}

Result<std::vector<std::string>> parse_columns(std::string_view text) {
    auto wrong = [](std::string message) {
        return errors::invalid_field("columns", "import.columns", std::move(message));
    };
    std::vector<std::string> columns;
    while (true) {
        auto const comma = std::min(text.find(','), text.size());
        auto word = text.substr(0, comma);
        while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
        while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
        auto name = column_name(word);
        if (word.empty() || word.size() > 64)
            return wrong("Every column needs a name of 1 to 64 characters, or - to skip it.");
        if (name != "-" && std::find(columns.begin(), columns.end(), name) != columns.end()) {
            return wrong("The column " + name + " stands there twice.");
        }
        columns.push_back(std::move(name));
        if (comma >= text.size()) break;
        text.remove_prefix(comma + 1);
    }
    for (std::string_view needed : {"username", "password"}) {
        if (std::find(columns.begin(), columns.end(), needed) == columns.end()) {
            return wrong("One of the columns must be " + std::string(needed) + ".");
        }
    }
    if (columns.size() > extras_max + 3)
        return wrong("At most 32 columns may follow username, password and email.");
    return columns;
}

ImportFormat recognise(std::string_view head, ImportOptions const& options) {
    ImportFormat format;
    head = head.substr(0, head_bytes);
    recognise_encoding(head, format);
    auto text = head.substr(format.bom_bytes);
    std::string narrowed;
    if (format.encoding != TextEncoding::utf8) text = narrowed = narrow(text, format.encoding);
    if (is_binary(text)) {
        format.binary = true;
        return format;
    }
    if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos)
        format.line_end = '\r';
    HeadLines const head_lines(text, format.line_end);
    format.empty = head_lines.lines.empty();
    if (format.empty) return format;
    format.delimiter = options.delimiter.value_or(recognise_delimiter(head_lines.lines));
    std::vector<std::string> names;
    for (auto const& word : first_words(head_lines.lines.front(), format.delimiter))
        names.push_back(column_name(word));
    format.header = is_header(names);
    format.empty = format.header && head_lines.lines.size() == 1;
    if (!options.columns.empty()) {
        format.columns = options.columns;
    } else if (format.header) {
        format.columns = tidy_columns(std::move(names));
    }
    return format;
}

std::string_view message_of(LineCode code) {
    switch (code) {
        case LineCode::empty_username:
            return "The username is missing.";
        case LineCode::invalid_username:
            return "A username has 1 to 30 letters a–z, digits, dots or underscores.";
        case LineCode::empty_password:
            return "The password is missing.";
        case LineCode::duplicate_in_file:
            return "The same username stands further up in this file.";
        case LineCode::duplicate_existing:
            return "The workspace has (or had) an account of this name.";
        case LineCode::too_many_columns:
            return "The line has more columns than expected.";
        case LineCode::invalid_email:
            return "The e-mail address is not valid.";
        case LineCode::bad_encoding:
            return "The line is not valid UTF-8 text.";
        case LineCode::unclosed_quote:
            return "A quote is opened and not closed in this line.";
        case LineCode::line_too_long:
            return "The line is longer than 1 MB.";
    }
    return "";
}

}  // namespace roost::accounts::rules
