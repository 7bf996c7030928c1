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

}  // namespace roost::accounts
