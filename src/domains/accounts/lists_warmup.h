// lists_warmup.h: the columns and rows of the due queue and of attempts.
#pragma once

#include <string>

#include "core/http/list.h"
#include "domains/accounts/service_warmup.h"

namespace roost::accounts::lists {

/// What the queue's queries are told: settings, content in stock, closed proxies, as of now.
struct QueueFacts {
    identity::WarmupSettings settings;
    Instant now;
    Instant day_start;
    bool open = true;
    std::string stock;           // `[{"model_id": 1, "step": 2}, …]`
    std::string closed_proxies;  // `[{"id": 1, "why": "busy"}, …]`
};
Result<QueueFacts> queue_facts(db::Reader& reader, Warmup& warmup, Clock const& clock, WorkspaceId workspace);

http::ListSpec const& queue_now_spec();
http::ListSpec const& queue_blocked_spec();
void queue_row(db::Row const& row, std::string& out);

http::ListSpec const& steps_spec();
http::ListSpec const& account_steps_spec();
void step_row(db::Row const& row, std::string& out);

}  // namespace roost::accounts::lists
