// lists_warmup.cpp: the columns and rows of the due queue and of attempts.
#include "domains/accounts/lists_warmup.h"

#include <boost/json.hpp>

#include "core/base/json.h"
#include "domains/accounts/sql.h"

namespace roost::accounts::lists {

namespace bj = boost::json;
using http::Column;
using http::ColumnType;
using http::ListSpec;

Result<QueueFacts> queue_facts(db::Reader& reader, Warmup& warmup, Clock const& clock,
                               WorkspaceId workspace) {
    auto pacing = TRY(warmup.pacing(reader, workspace));
    QueueFacts facts;
    facts.settings = pacing.settings();
    facts.now = clock.now();
    facts.day_start = pacing.day_of(facts.now).start;
    facts.open = pacing.open_at(facts.now);
    facts.stock = TRY(content::stock_json(reader, workspace));
    bj::array closed;
    TRY(reader.list(sql::closed_proxies,
                    {{"workspace_id", workspace},
                     {"cap", facts.settings.cap_per_proxy_day},
                     {"day_start", facts.day_start}},
                    [&](db::Row const& row) {
                        closed.push_back(bj::object{{"id", row.int64(0)}, {"why", row.text(1)}});
                        return 0;
                    }));
    facts.closed_proxies = bj::serialize(closed);
    return facts;
}

namespace {

std::vector<Column> queue_columns() {
    return {
        {.name = "id", .type = ColumnType::integer, .sql = "queue.id"},
        {.name = "username",
         .type = ColumnType::text,
         .sql = "queue.username",
         .stored_lower = true,
         .searchable = true},
        {.name = "lifecycle_state",
         .type = ColumnType::state,
         .sql = "queue.lifecycle_state",
         .states = {"imported", "warming_up", "cleanup"}},
        {.name = "warmup_step", .type = ColumnType::integer, .sql = "queue.warmup_step", .nullable = true},
        {.name = "cleanup_step", .type = ColumnType::integer, .sql = "queue.cleanup_step", .nullable = true},
        {.name = "retry_count", .type = ColumnType::integer, .sql = "queue.retry_count"},
        {.name = "model_id", .type = ColumnType::integer, .sql = "queue.model_id", .nullable = true},
        {.name = "proxy_id", .type = ColumnType::integer, .sql = "queue.proxy_id", .nullable = true},
        {.name = "due_at", .type = ColumnType::instant, .sql = "queue.due_at", .nullable = true},
    };
}

ListSpec blocked_spec() {
    ListSpec spec{"warmup-queue-blocked",    &sql::queue_blocked,
                  &sql::count_queue_blocked, "queue.id",
                  queue_columns(),           "id"};
    spec.columns.push_back({.name = "reason",
                            .type = ColumnType::state,
                            .sql = "queue.reason",
                            .states = {"review", "no_model", "not_started", "no_content", "no_proxy", "hours",
                                       "cap", "gap", "proxy_busy"}});
    return spec;
}

std::vector<Column> step_columns() {
    return {
        {.name = "id", .type = ColumnType::integer, .sql = "logs.id"},
        {.name = "account_id", .type = ColumnType::integer, .sql = "logs.account_id"},
        {.name = "username",
         .type = ColumnType::text,
         .sql = "accounts.username",
         .stored_lower = true,
         .searchable = true},
        {.name = "task_id", .type = ColumnType::text, .sql = "logs.task_id", .stored_lower = true},
        {.name = "kind", .type = ColumnType::state, .sql = "logs.kind", .states = {"warmup", "cleanup"}},
        {.name = "step_number", .type = ColumnType::integer, .sql = "logs.step_number"},
        {.name = "step_name", .type = ColumnType::text, .sql = "logs.step_name", .stored_lower = true},
        {.name = "attempt", .type = ColumnType::integer, .sql = "logs.attempt"},
        {.name = "status",
         .type = ColumnType::state,
         .sql = "logs.status",
         .states = {"pending", "in_progress", "completed", "failed", "requires_review", "skipped"}},
        {.name = "bot_id",
         .type = ColumnType::text,
         .sql = "logs.bot",
         .stored_lower = true,
         .nullable = true},
        {.name = "model_id", .type = ColumnType::integer, .sql = "logs.model_id", .nullable = true},
        {.name = "proxy_id", .type = ColumnType::integer, .sql = "logs.proxy_id", .nullable = true},
        {.name = "started_at", .type = ColumnType::instant, .sql = "logs.started_at", .nullable = true},
        {.name = "completed_at", .type = ColumnType::instant, .sql = "logs.completed_at", .nullable = true},
        {.name = "error_code",
         .type = ColumnType::text,
         .sql = "logs.error_code",
         .stored_lower = true,
         .nullable = true},
        {.name = "error_message",
         .type = ColumnType::text,
         .sql = "logs.error_message",
         .nullable = true,
         .searchable = true},
        {.name = "execution_time_ms",
         .type = ColumnType::integer,
         .sql = "logs.execution_time_ms",
         .nullable = true},
        {.name = "late_at", .type = ColumnType::instant, .sql = "logs.late_at", .nullable = true},
        {.name = "resolved_at", .type = ColumnType::instant, .sql = "logs.resolved_at", .nullable = true},
        {.name = "resolution",
         .type = ColumnType::text,
         .sql = "logs.resolution",
         .stored_lower = true,
         .nullable = true},
        {.name = "created_at", .type = ColumnType::instant, .sql = "logs.created_at"},
    };
}

/// Stored JSON as JSON; what is not there or broken is null.
bj::value stored_json(std::optional<std::string_view> text) {
    if (!text) return nullptr;
    boost::system::error_code failed;
    auto value = bj::parse(*text, failed);
    return failed ? bj::value(nullptr) : value;
}

}  // namespace

ListSpec const& queue_now_spec() {
    static ListSpec const spec{"warmup-queue", &sql::queue_now, &sql::count_queue_now,
                               "queue.id",     queue_columns(), "due_at"};
    return spec;
}

ListSpec const& queue_blocked_spec() {
    static ListSpec const spec = blocked_spec();
    return spec;
}

ListSpec const& steps_spec() {
    static ListSpec const spec{"warmup-steps", &sql::list_steps, &sql::count_steps,
                               "logs.id",      step_columns(),   "-id"};
    return spec;
}

ListSpec const& account_steps_spec() {
    static ListSpec const spec{
        "warmup-steps", &sql::list_steps_of_account, &sql::count_steps_of_account, "logs.id", step_columns(),
        "-id"};
    return spec;
}

void queue_row(db::Row const& row, std::string& out) {
    db::Columns in{row};
    bj::object item;
    item["id"] = in.next<std::int64_t>();
    item["username"] = in.next<std::string_view>();
    rules::Progress progress;
    progress.state = in.next<LifecycleState>();
    progress.warmup_step = in.next<std::optional<int>>();
    progress.cleanup_step = in.next<std::optional<int>>();
    item["lifecycle_state"] = to_text(progress.state);
    item["warmup_step"] = json::write(progress.warmup_step);
    item["cleanup_step"] = json::write(progress.cleanup_step);
    auto step = rules::current_step(progress).value_or(rules::Step{});
    item["kind"] = to_text(step.kind);
    item["step"] = bj::object{{"number", step.number}, {"name", rules::step_name(step)}};
    auto retry_count = in.next<std::int64_t>();
    item["retry_count"] = retry_count;
    item["attempt"] = retry_count + 1;
    item["model_id"] = json::write(in.next<std::optional<std::int64_t>>());
    item["proxy_id"] = json::write(in.next<std::optional<std::int64_t>>());
    item["due_at"] = json::write(in.next<std::optional<Instant>>());
    item["reason"] = json::write(in.next<std::optional<std::string>>());
    out += bj::serialize(item);
}

void step_row(db::Row const& row, std::string& out) {
    db::Columns in{row};
    bj::object item;
    auto integer = [&](char const* name) {
        item[name] = json::write(in.next<std::optional<std::int64_t>>());
    };
    auto words = [&](char const* name) { item[name] = json::write(in.next<std::optional<std::string>>()); };
    auto time = [&](char const* name) { item[name] = json::write(in.next<std::optional<Instant>>()); };
    auto tree = [&](char const* name) {
        item[name] = stored_json(in.next<std::optional<std::string_view>>());
    };
    integer("id"), integer("account_id"), words("username"), words("task_id"), words("kind");
    integer("step_number"), words("step_name"), integer("attempt");
    item["retry_count"] = item["attempt"].as_int64() - 1;
    words("status"), words("bot_id"), words("session_id"), integer("model_id"), integer("proxy_id");
    time("lease_expires_at"), time("started_at"), time("completed_at");
    integer("content_id"), integer("text_id"), tree("content_used");
    words("error_code"), words("error_message"), tree("error_details"), tree("instagram_response");
    integer("execution_time_ms"), time("late_at"), tree("late_report"), tree("evidence");
    time("resolved_at"), words("resolved_by"), words("resolution"), time("created_at");
    out += bj::serialize(item);
}

}  // namespace roost::accounts::lists
