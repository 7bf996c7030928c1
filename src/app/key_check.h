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

/// Whether a key was ever proven on this database; also of one without any table. Writes nothing.
Result<bool> has_key_proof(db::Db& db);

/// Whether the proof is sealed with the newest key, as it is once everything else is.
Result<bool> is_proof_of_newest(db::Db& db, crypto::Keyring const& keys);

/// Seals what belongs to the installation with the newest key, the proof last; how many that were.
Result<std::int64_t> reseal_installation(db::Db& db, crypto::Keyring const& keys, Clock const& clock);

}  // namespace roost::app
