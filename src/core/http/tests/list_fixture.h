// list_fixture.h: a list over a table that is there anyway, its rows, and generators of both.
#pragma once

#include <rapidcheck/gtest.h>

#include <set>

#include "core/base/json.h"
#include "core/http/list.h"
#include "support/database.h"

namespace roost::http::testing {

// The jobs table stands in for a domain's: its rows are made here and mean nothing.
inline std::string_view const list_params[] = {"workspace_id"};
inline std::string_view const insert_params[] = {"workspace_id", "kind",        "queue",
                                                 "attempt",      "lease_until", "run_at"};
inline constexpr std::string_view insert_text =
    "INSERT INTO jobs (workspace_id, queue, kind, payload, state, run_at, attempt, max_attempts, "
    "lease_until, created_at) "
    "VALUES ($1, $3, $2, '{}', 'queued', $6, $4, 5, $5, 0)";
inline constexpr std::string_view from_text =
    "SELECT id, kind, queue, attempt, lease_until, run_at,\n(SELECT COUNT(*) FROM jobs AS other WHERE "
    "other.id = jobs.id) AS one\n"
    "FROM jobs\nWHERE workspace_id = $1";
inline constexpr std::string_view count_text = "SELECT COUNT(*) FROM jobs WHERE workspace_id = $1";
inline db::Query const insert_query{"test.insert", insert_text, insert_text, insert_params};
inline db::Query const from_query{"test.from", from_text, from_text, list_params};
inline db::Query const count_query{"test.count", count_text, count_text, list_params};

inline ListSpec const& spec() {
    static ListSpec const spec{
        .name = "things",
        .from = &from_query,
        .count = &count_query,
        .id_sql = "jobs.id",
        .columns = {{.name = "id", .type = ColumnType::integer, .sql = "jobs.id"},
                    {.name = "kind", .type = ColumnType::text, .sql = "jobs.kind", .searchable = true},
                    {.name = "queue",
                     .type = ColumnType::text,
                     .sql = "jobs.queue",
                     .stored_lower = true,
                     .searchable = true},
                    {.name = "attempt", .type = ColumnType::integer, .sql = "jobs.attempt"},
                    {.name = "lease_until",
                     .type = ColumnType::instant,
                     .sql = "jobs.lease_until",
                     .nullable = true},
                    {.name = "run_at", .type = ColumnType::instant, .sql = "jobs.run_at"}},
        .default_sort = "id"};
    return spec;
}

struct Thing {
    std::string kind, queue;
    int attempt;
    std::optional<std::int64_t> lease_until;
};

inline void insert(db::Db& db, WorkspaceId workspace, std::vector<Thing> const& things) {
    auto done = db.write(workspace, [&](db::Tx& tx) -> Result<void> {
        for (auto const& thing : things) {
            TRY(tx.execute(insert_query, {{"workspace_id", workspace},
                                          {"kind", thing.kind},
                                          {"queue", thing.queue},
                                          {"attempt", thing.attempt},
                                          {"lease_until", thing.lease_until},
                                          {"run_at", 7}}));
        }
        return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().detail;
}

inline void to_json(db::Row const& row, std::string& out) {
    db::Columns in{row};
    out += "{\"id\":" + std::to_string(in.next<std::int64_t>()) + ",\"kind\":";
    json::append_string(out, in.next<std::string_view>());
    out += ",\"queue\":";
    json::append_string(out, in.next<std::string_view>());
    out += ",\"attempt\":" + std::to_string(in.next<std::int64_t>()) + "}";
}

inline rc::Gen<Thing> some_thing() {
    return rc::gen::apply(
        [](std::string kind, std::string queue, int attempt, int lease) {
            return Thing{kind, queue, attempt,
                         lease == 0 ? std::nullopt : std::optional<std::int64_t>(lease * 10)};
        },
        rc::gen::element<std::string>("a", "A", "b", "B", "ä", "Ä", "z", "", "_", "%"),
        rc::gen::element<std::string>("a", "b", "c"), rc::gen::inRange(0, 3), rc::gen::inRange(0, 4));
}

inline std::string order_text(std::vector<std::pair<std::string, bool>> const& order) {
    std::set<std::string> seen;
    std::string text;
    for (auto const& [column, descending] : order) {
        if (!seen.insert(column).second) continue;
        text += (text.empty() ? "" : ",") + std::string(descending ? "-" : "") + column;
    }
    return text;
}

}  // namespace roost::http::testing
