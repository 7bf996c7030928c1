// csv.cpp: RFC 4180 with a guard against formula injection.
#include "core/http/csv.h"

#include <boost/json/serialize.hpp>

namespace roost::http {

void append_csv_text(std::string& out, std::string_view text) {
    bool is_formula =
        !text.empty() && std::string_view("=+-@\t\r\n|").find(text[0]) != std::string_view::npos;
    bool needs_quotes = text.find_first_of("\",\r\n;") != std::string_view::npos || is_formula ||
                        (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (!needs_quotes) return out.append(text), void();
    out.push_back('"');
    if (is_formula) out.push_back('\'');
    for (char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    out.push_back('"');
}

void append_csv_head(std::string& out, boost::json::object const& row) {
    bool first = true;
    for (auto const& member : row) {
        if (!std::exchange(first, false)) out.push_back(',');
        append_csv_text(out, member.key());
    }
    out += "\r\n";
}

void append_csv_row(std::string& out, boost::json::object const& row) {
    bool first = true;
    for (auto const& member : row) {
        if (!std::exchange(first, false)) out.push_back(',');
        auto const& value = member.value();
        if (value.is_null()) continue;
        if (value.is_string()) append_csv_text(out, value.get_string());
        else if (value.is_structured()) append_csv_text(out, boost::json::serialize(value));
        else out += boost::json::serialize(value);  // numbers and booleans, never a formula
    }
    out += "\r\n";
}

}  // namespace roost::http
