// service_lists.cpp: the columns of the lists of accounts, their events and imports.
#include "domains/accounts/service_lists.h"

#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

using http::Column;
using http::ColumnType;

std::vector<std::string_view> const states{"imported", "warming_up", "ready",
                                           "assigned", "cleanup",    "disabled"};

Column nullable(std::string_view name, ColumnType type, std::string_view sql) {
    return {.name = name, .type = type, .sql = sql, .nullable = true};
}

Column lower_text(std::string_view name, std::string_view sql, bool searchable) {
    return {.name = name,
            .type = ColumnType::text,
            .sql = sql,
            .stored_lower = true,
            .nullable = true,
            .searchable = searchable};
}

std::vector<Column> account_columns() {
    using enum ColumnType;
    return {
        {.name = "id", .type = integer, .sql = "a.id"},
        {.name = "username",
         .type = text,
         .sql = "a.username",
         .stored_lower = true,
         .searchable = true,
         .indexed = true},
        lower_text("email", "a.email", true),
        {.name = "lifecycle_state",
         .type = state,
         .sql = "a.lifecycle_state",
         .states = states,
         .usual = "imported",
         .tallied = true},
        {.name = "disabled_from",
         .type = state,
         .sql = "a.disabled_from",
         .nullable = true,
         .states = states},
        nullable("warmup_step", integer, "a.warmup_step"),
        nullable("cleanup_step", integer, "a.cleanup_step"),
        {.name = "retry_count", .type = integer, .sql = "a.retry_count"},
        nullable("due_at", instant, "a.due_at"),
        nullable("warmup_started_at", instant, "a.warmup_started_at"),
        nullable("warmup_completed_at", instant, "a.warmup_completed_at"),
        {.name = "requires_human_review", .type = boolean, .sql = "a.requires_human_review"},
        lower_text("last_error_code", "a.last_error_code", false),
        {.name = "last_error_message",
         .type = text,
         .sql = "a.last_error_message",
         .nullable = true,
         .searchable = true},
        nullable("last_error_at", instant, "a.last_error_at"),
        nullable("last_bot_action_by", text, "a.last_bot_action_by"),
        nullable("last_bot_action_at", instant, "a.last_bot_action_at"),
        nullable("model_id", integer, "a.model_id"),
        nullable("assigned_to_model_at", instant, "a.assigned_to_model_at"),
        nullable("content_model_id", integer, "a.content_model_id"),
        nullable("cleanup_target_model_id", integer, "a.cleanup_target_model_id"),
        nullable("proxy_id", integer, "a.proxy_id"),
        nullable("proxy_assigned_at", instant, "a.proxy_assigned_at"),
        {.name = "proxy_hold", .type = boolean, .sql = "a.proxy_hold"},
        nullable("connection_id", integer, "a.connection_id"),
        {.name = "tags", .type = text, .sql = "a.tags", .stored_lower = true, .searchable = true},
        nullable("import_id", integer, "a.import_id"),
        nullable("trashed_at", instant, "a.trashed_at"),
        {.name = "version", .type = integer, .sql = "a.version"},
        {.name = "created_at", .type = instant, .sql = "a.created_at", .indexed = true},
        {.name = "updated_at", .type = instant, .sql = "a.updated_at"},
    };
}

http::ListSpec accounts_spec(db::Query const& from, db::Query const& count, db::Query const& tally) {
    return {.name = "accounts",
            .from = &from,
            .count = &count,
            .id_sql = "a.id",
            .columns = account_columns(),
            .default_sort = "-created_at",
            .tally = &tally,
            .is_long = true};
}

}  // namespace

http::ListSpec const& account_list() {
    static http::ListSpec const spec =
        accounts_spec(sql::list_accounts, sql::count_accounts, sql::tally_accounts);
    return spec;
}

http::ListSpec const& trash_list() {
    static http::ListSpec const spec = accounts_spec(sql::list_trash, sql::count_trash, sql::tally_trash);
    return spec;
}

http::ListSpec const& event_list() {
    static http::ListSpec const spec{
        .name = "account-events",
        .from = &sql::list_events,
        .count = &sql::count_events,
        .id_sql = "e.id",
        .columns = {{.name = "id", .type = ColumnType::integer, .sql = "e.id"},
                    {.name = "at", .type = ColumnType::instant, .sql = "e.at"},
                    {.name = "action", .type = ColumnType::text, .sql = "e.action", .stored_lower = true},
                    {.name = "from_state",
                     .type = ColumnType::state,
                     .sql = "e.from_state",
                     .nullable = true,
                     .states = states},
                    {.name = "to_state",
                     .type = ColumnType::state,
                     .sql = "e.to_state",
                     .nullable = true,
                     .states = states},
                    {.name = "actor", .type = ColumnType::text, .sql = "e.actor", .searchable = true},
                    {.name = "reason",
                     .type = ColumnType::text,
                     .sql = "e.reason",
                     .nullable = true,
                     .searchable = true}},
        .default_sort = "-at"};
    return spec;
}

http::ListSpec const& import_list() {
    static http::ListSpec const spec{
        .name = "account-imports",
        .from = &sql::list_imports,
        .count = &sql::count_imports,
        .id_sql = "i.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "i.id"},
             {.name = "file_name", .type = ColumnType::text, .sql = "i.file_name", .searchable = true},
             {.name = "bytes", .type = ColumnType::integer, .sql = "i.bytes"},
             {.name = "actor", .type = ColumnType::text, .sql = "i.actor", .searchable = true},
             {.name = "lines", .type = ColumnType::integer, .sql = "i.lines"},
             {.name = "imported", .type = ColumnType::integer, .sql = "i.imported"},
             {.name = "duplicates", .type = ColumnType::integer, .sql = "i.duplicates"},
             {.name = "rejected", .type = ColumnType::integer, .sql = "i.rejected"},
             {.name = "created_at", .type = ColumnType::instant, .sql = "i.created_at"},
             {.name = "finished_at", .type = ColumnType::instant, .sql = "i.finished_at", .nullable = true}},
        .default_sort = "-created_at"};
    return spec;
}

}  // namespace roost::accounts
