// list_export.h: every row of a list as CSV, piece by piece.
#pragma once

#include "core/http/list_page.h"

namespace roost::http {

/// What writes the next rows, at most a thousand, into `chunk` and says whether there are more. Outlives the
/// request, so it copies all it needs but the database. Error list.bad_cursor before anything is written.
Result<std::function<Result<bool>(std::string& chunk)>> open_export(ListRequest const& request);

}  // namespace roost::http
