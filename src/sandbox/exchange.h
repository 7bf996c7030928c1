// exchange.h: what a bot in an examination asked, what it was answered, and in which trial.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "sandbox/sockets.h"

namespace roost::sandbox {

/// A situation that every bot meets one day. The first ones last one task each; `ordinary` is every
/// task for which none was left.
enum class Trial {
    plain_step,
    unknown_field,
    lost_task,
    lost_content,
    half_picture,
    no_picture,
    lost_report,
    busy,
    lost_lease,
    slow_down,
    cleanup_step,
    pause,
    dead_token,
    ordinary
};
BOOST_DESCRIBE_ENUM(Trial, plain_step, unknown_field, lost_task, lost_content, half_picture, no_picture,
                    lost_report, busy, lost_lease, slow_down, cleanup_step, pause, dead_token, ordinary)

/// One request of the bot. Its token is not kept.
struct Exchange {
    int number = 0;      // from 1, in the order of the answers
    Millis asked_at{0};  // since the examination began
    Millis answered_at{0};
    Trial trial = Trial::ordinary;
    std::string task_id;  // empty: of no task
    std::string method;
    std::string target;
    boost::json::value asked;  // null when it was no JSON
    bool passed_on = true;     // Roost saw it
    int status = 0;
    boost::json::value answered;
    std::string picture_sha256;  // of an image that was answered
    Delivery delivery = Delivery::whole;
    Millis retry_after{0};
};

/// The line of a recording: JSON without passwords.
std::string to_line(Exchange const& exchange);

/// The part of a request's target before the question mark.
std::string_view path_of(Exchange const& exchange);

// What a request is about.
bool asks_for_task(Exchange const& exchange);
bool asks_for_content(Exchange const& exchange);
bool asks_for_image(Exchange const& exchange);
bool reports_done(Exchange const& exchange);
bool reports_failed(Exchange const& exchange);
inline bool reports(Exchange const& exchange) { return reports_done(exchange) || reports_failed(exchange); }

}  // namespace roost::sandbox
