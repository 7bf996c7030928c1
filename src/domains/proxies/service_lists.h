// service_lists.h: the lists of proxies as core/http/list.h pages, filters and exports them.
#pragma once

#include "core/http/list.h"

namespace roost::proxies {

/// All of a workspace; `:workspace_id` is its only fixed parameter.
http::ListSpec const& proxy_list();
/// Active ones with a free slot.
http::ListSpec const& available_list();

}  // namespace roost::proxies
