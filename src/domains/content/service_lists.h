// service_lists.h: the lists of content as core/http/list.h pages, filters and exports them.
#pragma once

#include "core/http/list.h"

namespace roost::content {

/// Of one model; fixed parameters `:workspace_id` and `:model_id`.
http::ListSpec const& item_list();
http::ListSpec const& text_list();

}  // namespace roost::content
