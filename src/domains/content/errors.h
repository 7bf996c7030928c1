// errors.h: what can be wrong with a request about content.
#pragma once

#include <string>

#include "core/base/error.h"

namespace roost::content::errors {

inline Error not_found() {
    return roost::errors::not_found("content.not_found", "There is no such content.");
}

inline Error text_not_found() {
    return roost::errors::not_found("content.text_not_found", "There is no such text.");
}

inline Error photo_not_found() {
    return roost::errors::not_found("content.photo_not_found", "The model has no photo.");
}

inline Error duplicate(std::int64_t existing) {
    auto error = roost::errors::conflict("content.duplicate", "The model has this picture already.");
    error.extra["content_id"] = existing;
    return error;
}

inline Error in_use(std::int64_t bots) {
    auto error = roost::errors::conflict(
        "content.in_use",
        std::to_string(bots) + (bots == 1 ? " bot holds" : " bots hold") +
            " it for a step now. Wait, or delete it with force=true: they keep it until they are done.");
    error.extra["reserved_count"] = bots;
    return error;
}

inline Error no_file() {
    return roost::errors::invalid_field("file", "content.no_file", "Send at least one picture as `file`.");
}

inline Error texts_empty() {
    return roost::errors::invalid_field("file", "import.empty",
                                        "The file has no lines with data. Nothing was imported.");
}

inline Error texts_binary() {
    return roost::errors::invalid_field("file", "import.binary",
                                        "This is not a text file. Save it as CSV. Nothing was imported.");
}

/// A picture that cannot be taken; says in words what to do.
inline Error bad_image(ErrorKind kind, std::string code, std::string message) {
    return {.kind = kind, .code = code, .detail = message, .fields = {{"file", code, message}}};
}

inline Error changed_meanwhile(boost::json::object current) {
    Error error{.kind = ErrorKind::precondition_failed,
                .code = "content.changed_meanwhile",
                .detail = "Somebody changed it meanwhile. Look at it again."};
    error.extra["current"] = std::move(current);
    return error;
}

}  // namespace roost::content::errors
