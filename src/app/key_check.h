// key_check.h: a sealed proof in the database, so that a wrong master key is found at start, not at
// the first password.
#pragma once

#include "core/clock/clock.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"

namespace roost::app {

/// Opens the proof, or writes it into a database that has none yet. Error keys.wrong: the database
/// was sealed with another key.
Result<void> check_keys(db::Db& db, crypto::Keyring const& keys, Clock const& clock);

}  // namespace roost::app
