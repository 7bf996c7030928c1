// errors.h: what can be wrong with a request about or of a bot.
#pragma once

#include "core/base/error.h"

namespace roost::bots::errors {

/// Not there, revoked, of another workspace, or not the bot that asks: one answer on purpose.
inline Error not_found() { return roost::errors::not_found("bots.not_found", "There is no such bot."); }

inline Error revoked() {
    return roost::errors::conflict("bots.revoked", "The bot was revoked. Make a new one instead.");
}

inline Error invalid_name() {
    return roost::errors::invalid_field("name", "bots.invalid_name",
                                        "Give the bot a name of 1 to 100 characters.");
}

inline Error image_not_found() {
    return roost::errors::not_found("bots.image_not_found",
                                    "The picture is not part of the task this bot holds.");
}

inline Error evidence_not_picture() {
    return {.kind = ErrorKind::unsupported_type,
            .code = "bots.evidence_not_picture",
            .detail = "Evidence is one picture: JPEG, PNG or WebP."};
}

inline Error evidence_not_found() {
    return roost::errors::not_found("bots.evidence_not_found", "There is no such picture.");
}

}  // namespace roost::bots::errors
