// routes_present.h: what several handlers read from a request or write into an answer.
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/http/message.h"
#include "domains/identity/types.h"

namespace roost::identity::handlers {

/// The caller's address and program. Header bytes that are no plain text are not kept.
inline Client client_of(http::Request const& request) {
    std::string agent(request.header("user-agent").substr(0, 200));
    for (char& c : agent) {
        if (c < 0x20 || c == 0x7f) c = '?';
    }
    return {request.remote_address, agent};
}

/// The session of the request; 0 when it was made with a token.
inline SessionId session_of(http::Request const& request) {
    return SessionId{text::parse_int(request.session_id).value_or(0)};
}

/// A short list in the shape of every list; a parameter that is not named here is query.unknown.
template <class T>
Result<http::Response> whole_list(Request const& request, std::vector<T> const& items,
                                  std::string_view parameter = "") {
    for (auto const& [name, value] : request.query) {
        if (name != parameter)
            return roost::errors::invalid_field(name, "query.unknown",
                                                "There is no parameter '" + name + "' here.");
    }
    return http::Response::ok(boost::json::object{{"items", json::write(items)},
                                                  {"total", items.size()},
                                                  {"total_is_estimate", false},
                                                  {"next_cursor", nullptr}});
}

}  // namespace roost::identity::handlers
