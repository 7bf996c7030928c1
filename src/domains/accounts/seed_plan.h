// seed_plan.h: what became of each account of the demonstration, decided before anything is
// written.
#pragma once

#include <boost/json.hpp>

#include "domains/accounts/rules_warmup.h"
#include "domains/accounts/seed.h"

namespace roost::accounts {

/// A row of warmup_step_logs.
struct PlannedAttempt {
    rules::Step step;
    int attempt = 1;
    StepStatus status = StepStatus::completed;
    std::size_t bot = 0;
    Instant started_at;
    Instant completed_at;
    std::optional<ModelId> model;
    std::optional<content::ContentId> picture;
    std::optional<content::TextId> text;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    std::optional<Instant> resolved_at;  // by the assistant, with a retry
};

/// A row of account_events.
struct PlannedEvent {
    Instant at;
    std::string action;
    std::optional<LifecycleState> from;
    std::optional<LifecycleState> to;
    ActorKind actor_kind = ActorKind::user;
    std::string actor;
    std::optional<std::string> reason;
    boost::json::object detail;
};

/// An account, how it came and what happened to it. Its id and proxy are not known yet.
struct PlannedAccount {
    Account account;
    std::size_t import = 0;
    std::string password;
    std::vector<PlannedAttempt> attempts;
    std::vector<PlannedEvent> events;
};

/// A file that was imported, `age` before now.
struct PlannedImport {
    char const* file_name;
    Millis age;
};
inline constexpr PlannedImport planned_imports[] = {
    {"agency-handover.csv", std::chrono::hours{24 * 44}},
    {"second-lot.txt", std::chrono::hours{24 * 31}},
    {"lisbon-phones.csv", std::chrono::hours{24 * 19}},
    {"november.txt", std::chrono::hours{24 * 8}},
    {"this-week.csv", std::chrono::hours{31}},
};

/// The accounts in the order of their imports. Pure but for the dice; repeatable from their seed.
std::vector<PlannedAccount> plan_accounts(SeedParts const& parts);

}  // namespace roost::accounts
