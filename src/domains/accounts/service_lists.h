// service_lists.h: the lists of accounts as core/http/list.h pages, filters and exports them.
#pragma once

#include "core/http/list.h"
#include "domains/accounts/types.h"

namespace roost::accounts {

/// Outside the trash; `:workspace_id` is its only fixed parameter.
http::ListSpec const& account_list();
http::ListSpec const& trash_list();
/// Fixed parameters `:workspace_id` and `:account_id`.
http::ListSpec const& event_list();
http::ListSpec const& import_list();

/// One row of any of the lists of accounts. Its boxes say only whether they are there.
Account read_listed(db::Row const& row);

}  // namespace roost::accounts
