// embedded_files.h: the web application and the OpenAPI document inside the program.
#pragma once

#include <string_view>
#include <vector>

#include "core/http/server.h"

namespace roost::app {

/// Every file of web/dist; the memory is the program's own.
std::vector<http::StaticFile> embedded_files();

/// The merged OpenAPI document as JSON text.
std::string_view embedded_openapi();

}  // namespace roost::app
