// csv.h: JSON rows as CSV that a spreadsheet shows and does not execute.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace roost::http {

/// Appends a cell. Text that a spreadsheet would take for a formula gets an apostrophe in front.
void append_csv_text(std::string& out, std::string_view text);

/// Appends the names of a row's members as the head line, or its values as a line.
void append_csv_head(std::string& out, boost::json::object const& row);
void append_csv_row(std::string& out, boost::json::object const& row);

}  // namespace roost::http
