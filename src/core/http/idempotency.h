// idempotency.h: a POST that is sent twice under one Idempotency-Key is done once.
#pragma once

#include <optional>
#include <string>

#include "core/clock/clock.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/db/sealed_column.h"
#include "core/http/exchange.h"

namespace roost::http {

/// Remembers the answers of POST requests for 24 hours, sealed. Of answers that hold a secret shown
/// once (Repeat::short_lived) only that they were given is remembered for longer than ten minutes;
/// routes that reveal (Repeat::afresh) have no memory here. Requests are compared by a keyed hash,
/// because bodies hold passwords. Thread-safe.
///
/// A key is claimed (state running) before its handler runs and finished with the answer after. A
/// process that dies in between leaves a claim of which nobody can tell whether the handler's
/// transaction was committed. Such a key is never run again: it answers 409 idempotency.outcome_unknown
/// (of a process on another machine only after ten minutes, before that as in progress), and the
/// client has to look at what is there and use a new key. So nothing is done twice, whenever the
/// process dies.
class Idempotency {
public:
    /// `node`: the name of this process (jobs::new_owner_name), by which its death is noticed.
    Idempotency(db::Db& db, Clock& clock, crypto::Keyring& keys, std::string node);

    /// Claims the key of `exchange`, if it has one: nothing when the handler has to run, else the
    /// first answer. Errors: 422 idempotency.key_reused or .invalid_key, 409 .in_progress,
    /// .outcome_unknown or .answer_gone.
    Result<std::optional<Response>> begin(Exchange& exchange);

    /// Keeps the answer, or gives the key back when the request changed nothing by its own account
    /// (busy, rate limited, too slow) or cannot be replayed (streams).
    void end(Exchange& exchange, Response const& response);

private:
    Result<std::optional<Response>> claim(db::Tx& tx, IdempotencyTicket const& ticket,
                                          std::string const& hash);
    std::string request_hash(Exchange const& exchange) const;
    Result<Response> replay(std::string_view sealed, IdempotencyTicket const& ticket) const;

    db::Db& db_;
    Clock& clock_;
    crypto::Keyring& keys_;
    std::string const node_;
};

/// The sealed answers, for a new master key.
std::vector<db::SealedColumn> sealed_columns();

/// Erases what has outlived its time, of every workspace; a job calls it every ten minutes.
Result<void> forget_old_answers(db::Db& db, Instant now);

}  // namespace roost::http
