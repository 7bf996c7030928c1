// seed_names.h: usernames nobody has to recognise.
#pragma once

#include <set>
#include <string>

#include "core/crypto/random.h"

namespace roost::accounts {

/// Makes names that differ from each other.
class SeedNames {
public:
    explicit SeedNames(Random& random) : random_(random) {}
    std::string next();

private:
    Random& random_;
    std::set<std::string> used_;
};

}  // namespace roost::accounts
