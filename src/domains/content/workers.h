// workers.h: the background work of content.
#pragma once

#include "core/jobs/jobs.h"
#include "domains/content/service.h"

namespace roost::content {

/// `content.sweep` of one workspace after a delete, and `content.sweep_all` every hour for what bots
/// held then.
void register_jobs(jobs::Runner& runner, Content& content);

}  // namespace roost::content
