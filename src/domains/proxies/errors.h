// errors.h: what can be wrong with a request about proxies.
#pragma once

#include <string>

#include "core/base/error.h"

namespace roost::proxies::errors {

inline Error not_found() { return roost::errors::not_found("proxies.not_found", "There is no such proxy."); }

inline Error full() { return roost::errors::conflict("proxies.full", "The proxy has no free slot."); }

inline Error duplicate() {
    return roost::errors::conflict(
        "proxies.duplicate", "There is already a proxy of this kind with this host, port and username.");
}

inline Error in_use(std::int64_t accounts) {
    auto error = roost::errors::conflict(
        "proxies.in_use", std::to_string(accounts) + (accounts == 1 ? " account uses" : " accounts use") +
                              " this proxy. Delete it with accounts=move or accounts=leave.");
    error.extra["account_count"] = accounts;
    return error;
}

inline Error below_use(std::int64_t accounts) {
    auto error = roost::errors::conflict(
        "proxies.below_use", std::to_string(accounts) + (accounts == 1 ? " account uses" : " accounts use") +
                                 " this proxy; max_accounts cannot be lower.");
    error.extra["account_count"] = accounts;
    return error;
}

/// Somebody changed it since the version that If-Match names; `current` is how it is now.
inline Error changed_meanwhile(boost::json::object current) {
    Error error{.kind = ErrorKind::precondition_failed,
                .code = "proxies.changed_meanwhile",
                .detail = "Somebody changed the proxy meanwhile. Look at it again."};
    error.extra["current"] = std::move(current);
    return error;
}

inline Error import_not_found() {
    return roost::errors::not_found("proxies.import_not_found", "There is no such import.");
}

inline Error import_empty() {
    return roost::errors::invalid_field("file", "import.empty",
                                        "The file has no lines with data. Nothing was imported.");
}

inline Error import_binary() {
    return roost::errors::invalid_field(
        "file", "import.binary",
        "This is not a text file. Save it as CSV or plain text. Nothing was imported.");
}

}  // namespace roost::proxies::errors
