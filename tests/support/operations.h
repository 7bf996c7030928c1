// operations.h: every operation of the API once as data: how it is called in the story of an
// agency, and who may.
#pragma once

#include <span>
#include <string_view>

#include "core/base/actor.h"

namespace roost::testing {

/// Who of a workspace may call an operation, from most to fewest; bots stand beside it (IDN-5).
enum class Least { anyone, member, reader, manager, owner, bot };

/// When the story does it: while it fills a workspace with one of everything, afterwards, or in a
/// test of its own that says how.
enum class Phase { fill, end, apart };

/// One step of the story. `<name>` in call and body stands for a word the agency knows: `<m>` is
/// its marker, the others are ids and tokens that earlier steps kept.
struct Operation {
    std::string_view id;    // the operation id
    std::string_view call;  // "POST /api/accounts"
    Least least;
    Area area;
    std::string_view body = "";  // JSON, or "@FILE field=value …" for an upload
    int status = 200;
    /// "account=id undo=undo_id": words and where the answer says them; `result.` is of the
    /// finished job.
    std::string_view keep = "";
    Phase phase = Phase::fill;
};

/// In the order of the story. An operation may stand here several times; the first is its example.
std::span<Operation const> operations();

/// The example of an operation, null when the table does not have it.
Operation const* find_operation(std::string_view id);

}  // namespace roost::testing
