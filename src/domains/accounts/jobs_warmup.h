// jobs_warmup.h: the kinds of background work of the warm-up engine, and words it shares.
#pragma once

#include <string_view>

#include "core/jobs/jobs.h"

namespace roost::accounts {

/// error_code of an attempt whose bot fell silent.
inline constexpr std::string_view lease_expired = "lease_expired";

inline constexpr std::string_view return_leases_kind = "accounts.return_leases";
inline constexpr std::string_view reopen_queue_kind = "accounts.reopen_queue";

/// Lowers the due times of one workspace after its pacing changed; one at a time.
inline jobs::JobSpec reopen_queue_job(WorkspaceId workspace) {
    jobs::JobSpec spec;
    spec.workspace = workspace;
    spec.kind = reopen_queue_kind;
    spec.unique_key = std::string(reopen_queue_kind) + "/" + std::to_string(workspace.value);
    return spec;
}

}  // namespace roost::accounts
