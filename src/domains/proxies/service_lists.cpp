// service_lists.cpp: the lists of proxies.
#include "domains/proxies/service_lists.h"

#include "domains/proxies/sql.h"

namespace roost::proxies {
namespace {

using http::Column;
using http::ColumnType;

std::vector<Column> columns() {
    return {
        {.name = "id", .type = ColumnType::integer, .sql = "proxies.id"},
        {.name = "kind", .type = ColumnType::state, .sql = "proxies.kind", .states = {"http", "socks5"}},
        {.name = "host",
         .type = ColumnType::text,
         .sql = "proxies.host",
         .stored_lower = true,
         .searchable = true},
        {.name = "port", .type = ColumnType::integer, .sql = "proxies.port"},
        {.name = "username", .type = ColumnType::text, .sql = "proxies.username", .searchable = true},
        {.name = "provider", .type = ColumnType::text, .sql = "proxies.provider", .searchable = true},
        {.name = "location", .type = ColumnType::text, .sql = "proxies.location", .searchable = true},
        {.name = "country", .type = ColumnType::text, .sql = "proxies.country", .searchable = true},
        {.name = "city", .type = ColumnType::text, .sql = "proxies.city", .searchable = true},
        {.name = "monthly_cost_cents", .type = ColumnType::integer, .sql = "proxies.monthly_cost_cents"},
        {.name = "currency", .type = ColumnType::text, .sql = "proxies.currency"},
        {.name = "status",
         .type = ColumnType::state,
         .sql = "proxies.status",
         .states = {"active", "failing", "disabled"}},
        {.name = "assigned_model_id",
         .type = ColumnType::integer,
         .sql = "proxies.assigned_model_id",
         .nullable = true},
        {.name = "account_count", .type = ColumnType::integer, .sql = "proxies.account_count"},
        {.name = "max_accounts", .type = ColumnType::integer, .sql = "proxies.max_accounts"},
        {.name = "free",
         .type = ColumnType::integer,
         .sql = "(proxies.max_accounts - proxies.account_count)"},
        {.name = "max_concurrent", .type = ColumnType::integer, .sql = "proxies.max_concurrent"},
        {.name = "last_tested_at",
         .type = ColumnType::instant,
         .sql = "proxies.last_tested_at",
         .nullable = true},
        {.name = "latency_ms", .type = ColumnType::integer, .sql = "proxies.latency_ms", .nullable = true},
        {.name = "exit_address", .type = ColumnType::text, .sql = "proxies.exit_address", .nullable = true},
        {.name = "last_error_message",
         .type = ColumnType::text,
         .sql = "proxies.last_error_message",
         .nullable = true},
        {.name = "created_at", .type = ColumnType::instant, .sql = "proxies.created_at"},
        {.name = "updated_at", .type = ColumnType::instant, .sql = "proxies.updated_at"}};
}

}  // namespace

http::ListSpec const& proxy_list() {
    static http::ListSpec const spec{.name = "proxies",
                                     .from = &sql::proxy_list,
                                     .count = &sql::count_proxy_list,
                                     .id_sql = "proxies.id",
                                     .columns = columns(),
                                     .default_sort = "id"};
    return spec;
}

http::ListSpec const& available_list() {
    static http::ListSpec const spec{.name = "available_proxies",
                                     .from = &sql::available_list,
                                     .count = &sql::count_available_list,
                                     .id_sql = "proxies.id",
                                     .columns = columns(),
                                     .default_sort = "id"};
    return spec;
}

}  // namespace roost::proxies
