// rotation.h: a new master key, and everything that is sealed taken over by it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

#include "app/foundation.h"
#include "app/progress.h"

namespace roost::app {

/// What a rotation did.
struct Rotation {
    std::int64_t key = 0;     // the number of the newest key, its line in master.key
    std::int64_t values = 0;  // sealed anew
    std::int64_t files = 0;
};
BOOST_DESCRIBE_STRUCT(Rotation, (), (key, values, files))

/// Makes a new key, unless one is there that not everything is sealed with yet, and seals everything with it;
/// the proof of key_check comes last, so that it tells whether a rotation is complete. `foundation` is opened
/// with Use::reseal: nobody serves meanwhile. A process that dies on the way leaves everything readable,
/// because both keys are in the file, and the next call goes on. Errors: keys.configured (secrets.master_key
/// holds the keys and no new one), and those of check_keys and the database.
Result<Rotation> rotate_secrets(Foundation& foundation, Progress& progress);

}  // namespace roost::app
