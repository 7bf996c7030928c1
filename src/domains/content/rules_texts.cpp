// rules_texts.cpp: CSV records, the columns of a header, and records as texts.
#include "domains/content/rules_texts.h"

#include <algorithm>
#include <set>

#include "core/base/enums.h"
#include "core/base/text.h"

namespace roost::content::rules {
namespace {

struct Record {
    std::int64_t line = 0;
    std::vector<std::string> cells;
    bool closed = true;  // false: a quote that nobody closes
};

/// Cuts records out of the text one by one.
class Records {
public:
    /// `delimiter` 0: every record is one cell.
    Records(std::string_view csv, char delimiter) : csv_(csv), delimiter_(delimiter) {}

    std::optional<Record> next() {
        if (at_ >= csv_.size()) return std::nullopt;
        Record record{.line = line_};
        std::string cell;
        for (; at_ < csv_.size() && csv_[at_] != '\n'; ++at_) {
            char c = csv_[at_];
            if (c == '"' && text::trim(cell).empty()) {
                cell.clear();
                record.closed = quoted(cell) && record.closed;
            } else if (c == delimiter_) {
                record.cells.push_back(std::exchange(cell, {}));
            } else if (c != '\r') {
                cell += c;
            }
        }
        record.cells.push_back(std::move(cell));
        ++at_;
        ++line_;
        return record;
    }

private:
    /// From the opening quote to the closing one, on which it leaves.
    bool quoted(std::string& cell) {
        for (++at_; at_ < csv_.size(); ++at_) {
            if (csv_[at_] == '\n') ++line_;
            if (csv_[at_] != '"') {
                cell += csv_[at_];
            } else if (at_ + 1 < csv_.size() && csv_[at_ + 1] == '"') {
                cell += csv_[at_++];
            } else {
                return true;
            }
        }
        return false;
    }

    std::string_view csv_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    char delimiter_;
};

/// The first that the first line has outside of quotes.
char delimiter_of(std::string_view csv) {
    bool in_quotes = false;
    for (char c : csv.substr(0, csv.find('\n'))) {
        if (c == '"') in_quotes = !in_quotes;
        else if (!in_quotes && (c == ',' || c == ';' || c == '\t')) return c;
    }
    return ',';
}

using Columns = std::vector<std::string>;

/// The columns that a header names; empty when the record is none.
Columns columns_of(Record const& record) {
    static constexpr std::string_view known[] = {"content_type", "text_content", "order_priority",
                                                 "is_template"};
    Columns names;
    for (auto const& cell : record.cells) {
        auto name = text::lower_ascii(text::trim(cell));
        if (name == "type") name = "content_type";
        if (name == "text") name = "text_content";
        if (std::ranges::find(known, name) == std::end(known)) return {};
        names.push_back(std::move(name));
    }
    return std::ranges::find(names, "text_content") == names.end() ? Columns{} : names;
}

Error refused(std::string code, std::string message) {
    return {.kind = ErrorKind::invalid, .code = std::move(code), .detail = std::move(message)};
}

Result<void> set(TextFields& fields, std::string_view column, std::string const& cell) {
    auto word = text::lower_ascii(text::trim(cell));
    if (column == "text_content") {
        fields.text_content = {true, cell};
    } else if (word.empty()) {
        return {};
    } else if (column == "content_type") {
        auto type = from_text<TextType>(word);
        if (!type) return refused("invalid_content_type", "The type must be bio, post, story or highlight.");
        fields.content_type = {true, type};
    } else if (column == "order_priority") {
        auto number = text::parse_int(word);
        if (!number) return refused("invalid_order_priority", "order_priority must be a whole number.");
        fields.order_priority = {true, number};
    } else if (word == "true" || word == "false") {
        fields.is_template = {true, word == "true"};
    } else {
        return refused("invalid_is_template", "is_template must be true or false.");
    }
    return {};
}

Result<Text> text_of(Record const& record, Columns const& columns, std::optional<TextType> type) {
    if (!record.closed) return refused("unclosed_quote", "A quote is opened and never closed.");
    if (record.cells.size() > columns.size())
        return refused("too_many_columns", "The line has more columns than it may have.");
    TextFields fields;
    if (type) fields.content_type = {true, type};
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        if (!text::valid_utf8(record.cells[i])) return refused("bad_encoding", "The line is not UTF-8.");
        TRY(set(fields, columns[i], record.cells[i]));
    }
    if (!fields.content_type.present) return refused("invalid_content_type", "The line names no type.");
    return apply(Text{}, fields);
}

/// Codes of lines are bare words: `invalid_text` of content.invalid_text.
std::string line_code(Error const& error) {
    return error.code == "field.range" ? "invalid_order_priority"
                                       : error.code.substr(error.code.rfind('.') + 1);
}

bool is_blank(Record const& record) {
    return std::ranges::all_of(record.cells, [](auto const& cell) { return text::trim(cell).empty(); });
}

}  // namespace

TextFile read_texts(std::string_view csv, std::optional<TextType> type) {
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    auto delimiter = delimiter_of(csv);
    auto first = Records(csv, delimiter).next();
    auto columns = first ? columns_of(*first) : Columns{};
    bool has_header = !columns.empty();
    if (!has_header) columns = type ? Columns{"text_content"} : Columns{"content_type", "text_content"};
    Records records(csv, !has_header && type ? '\0' : delimiter);
    if (has_header) records.next();

    TextFile file;
    std::set<std::pair<TextType, std::string>> seen;
    while (auto record = records.next()) {
        if (is_blank(*record)) continue;
        ++file.lines;
        auto text = text_of(*record, columns, type);
        if (!text.ok()) file.rejected.push_back({record->line, line_code(text.error()), text.error().detail});
        else if (seen.emplace(text->content_type, text->text_content).second)
            file.texts.push_back(std::move(*text));
        else ++file.duplicates;
    }
    return file;
}

}  // namespace roost::content::rules
