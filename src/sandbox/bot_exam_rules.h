// bot_exam_rules.h: what a recording says about a bot: a verdict for each trial, and for its manners.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/exchange.h"
#include "sandbox/instagram.h"

namespace roost::sandbox {

/// `not_seen`: the recording does not tell, because it never came to that.
enum class Outcome { passed, failed, not_seen };
BOOST_DESCRIBE_ENUM(Outcome, passed, failed, not_seen)

struct Verdict {
    std::string name;
    std::string rule;  // what every bot has to do, as a sentence
    Outcome outcome = Outcome::passed;
    std::string reason;  // why it failed; empty otherwise
    bool needed = true;  // a certificate needs it passed
};

/// A profile of the stand-in, if somebody was there.
using FindProfile = std::function<std::optional<Profile>(std::string const& username)>;

/// Pure: the recording decides. The last verdict, on what the profiles show, is not needed: a bot
/// under examination need not know the sandbox's Instagram.
std::vector<Verdict> judge(std::vector<Exchange> const& recording, FindProfile const& find_profile);

/// Whether every needed verdict is passed.
bool deserves_certificate(std::vector<Verdict> const& verdicts);

}  // namespace roost::sandbox
