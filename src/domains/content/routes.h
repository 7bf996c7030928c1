// routes.h: the HTTP routes of content.
#pragma once

#include "core/http/route.h"
#include "domains/content/service.h"

namespace roost::content {

/// `content` outlives the routes.
http::Routes routes(Content& content);

}  // namespace roost::content
