// views.h: an account as the API shows it, never with its secrets.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "core/db/row.h"
#include "domains/accounts/types.h"

namespace roost::accounts {

/// Appends the account as a JSON object; the fast path of lists. With `undo_id` as a gesture's
/// answer.
void append_json(std::string& out, Account const& account, std::optional<UndoId> undo_id = {});
/// A row of account_list or trash_list.
void append_listed(db::Row const& row, std::string& out);
void append_event(db::Row const& row, std::string& out);
void append_import(db::Row const& row, std::string& out);

}  // namespace roost::accounts
