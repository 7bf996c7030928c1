// list_query_fuzz.cpp: any address as a list request: parsed or refused, and its SQL always has all its
// values.
#include "core/http/list.h"
#include "core/http/url.h"

using namespace std::literals;
namespace http = roost::http;
namespace db = roost::db;

static std::string_view const params[] = {"workspace_id"};
static db::Query const from{"fuzz.from", "SELECT id FROM things WHERE workspace_id = $1",
                            "SELECT id FROM things WHERE workspace_id = $1", params};
static http::ListSpec const spec{
    .name = "things",
    .from = &from,
    .count = &from,
    .id_sql = "things.id",
    .columns =
        {{.name = "id", .type = http::ColumnType::integer, .sql = "things.id"},
         {.name = "name", .type = http::ColumnType::text, .sql = "things.name", .searchable = true},
         {.name = "state", .type = http::ColumnType::state, .sql = "things.state", .states = {"a", "b"}},
         {.name = "used", .type = http::ColumnType::boolean, .sql = "things.used"},
         {.name = "at", .type = http::ColumnType::instant, .sql = "things.at", .nullable = true}},
    .default_sort = "-at"};

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto target = http::parse_target("/?" + std::string(reinterpret_cast<char const*>(data), size));
    if (!target.ok()) return 0;
    http::Request request;
    request.query = std::move(target->query);
    auto query = http::parse_list_query(request, spec);
    if (!query.ok()) {
        if (query.error().fields.empty()) __builtin_trap();
        return 0;
    }
    if (query->limit < 1 || query->limit > 1000 || query->order.empty()) __builtin_trap();
    for (auto engine : {db::Engine::sqlite, db::Engine::postgres}) {
        auto page = http::ListStatement::page(engine, spec, *query, {{"workspace_id", 1}});
        if (!page.ok()) continue;
        // No byte of the request is SQL: values are only ever bound.
        if (page->query().params.size() != page->params().size()) __builtin_trap();
        if (page->query().sqlite.find('\'') != std::string_view::npos) __builtin_trap();
    }
    return 0;
}
