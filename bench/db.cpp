// db.cpp: what core/db costs beside sqlite3 and libpq used directly, in the same run: bench_db [--engine E]
// [--ms N]
#include "core/db/db.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "core/clock/clock.h"
#include "core/db/closure.h"

namespace {

using roost::Millis;
using roost::Result;
using roost::SystemClock;
using roost::WorkspaceId;
namespace db = roost::db;

int run_ms = 700;
std::string only;  // part of a figure's name
std::string const kilobyte(1000, 'x');

/// Calls `work` until the time is over; how many units a second it made.
double rate(std::function<std::int64_t()> const& work) {
    SystemClock const clock;
    auto const begin = clock.monotonic();
    std::int64_t done = 0;
    Millis passed{0};
    while ((passed = clock.monotonic() - begin).count() < run_ms) done += work();
    return static_cast<double>(done) * 1000 / static_cast<double>(passed.count());
}

/// The same on many threads.
double rate_of_threads(int threads, std::function<std::int64_t()> const& work) {
    std::vector<double> rates(static_cast<std::size_t>(threads));
    std::vector<std::thread> running;
    for (auto& one : rates) running.emplace_back([&] { one = rate(work); });
    for (auto& thread : running) thread.join();
    double sum = 0;
    for (double one : rates) sum += one;
    return sum;
}

void must(bool ok, std::string const& what) {
    if (!ok) throw std::runtime_error(what);
}

template <class T>
T must(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

/// The work both sides do; the texts are the same for both engines.
constexpr std::string_view insert_names[] = {"id", "t"}, id_name[] = {"id"}, rows_name[] = {"rows"};
constexpr char const
    *insert_text = "INSERT INTO heap (id, t) VALUES ($1, $2)",
    *point_text = "SELECT id, t FROM people WHERE id = $1",
    *page_text =
        "SELECT id, a, b, c, d, e, f, g, n1, n2, n3, n4 FROM people WHERE id >= $1 ORDER BY id LIMIT 100",
    *many_sqlite =
        "INSERT INTO heap (id, t) SELECT CAST(each.value ->> 'id' AS BIGINT), each.value ->> 't' FROM "
        "json_each($1) AS each",
    *many_postgres =
        "INSERT INTO heap (id, t) SELECT CAST(each.value ->> 'id' AS BIGINT), each.value ->> 't' FROM "
        "jsonb_array_elements(CAST($1 AS JSONB)) AS each(value)";
db::Query const insert_query{"bench.insert", insert_text, insert_text, insert_names};
db::Query const point_query{"bench.point", point_text, point_text, id_name};
db::Query const page_query{"bench.page", page_text, page_text, id_name};
db::Query const many_query{"bench.many", many_sqlite, many_postgres, rows_name};
constexpr int people = 100'000;

constexpr char const* schema_text =
    "CREATE TABLE heap (id BIGINT PRIMARY KEY, t TEXT);"
    "CREATE TABLE people (id BIGINT PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, f TEXT, g TEXT, n1 "
    "BIGINT, n2 BIGINT, n3 BIGINT, n4 BIGINT, t TEXT);"
    "INSERT INTO people WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
    "SELECT i, 'username' || i, 'mail' || i || '@example.org', 'imported', 'de', 'a model', 'a proxy', '', i, i * "
    "7, 1790000000000 + i, 3, 'note' FROM n;";

std::atomic<std::int64_t> next_id = 0;

std::string rows_of(int count) {
    std::string json = "[";
    for (int i = 0; i < count; ++i)
        json += fmt::format("{}{{\"id\":{},\"t\":\"username{}\"}}", i ? "," : "", ++next_id, i);
    return json + "]";
}

/// One way to do the work: through core/db, or by hand.
struct Side {
    std::function<std::int64_t()> insert_one;    // one row, one commit
    std::function<std::int64_t()> insert_group;  // 64 rows, one commit; empty for core/db
    std::function<std::int64_t()> insert_many;   // 1,000 small rows by one statement
    std::function<std::int64_t()> point, page;
};

Side through_db(db::Db& database) {
    auto read = [&database](db::Query const& query, bool whole) {
        return [&database, &query, whole]() -> std::int64_t {
            std::int64_t id = ++next_id * 7919 % (people - 100) + 1;
            return must(database.read([&](db::Reader& reader) -> Result<std::int64_t> {
                std::int64_t seen = 0;
                TRY(reader.each(query, {{"id", id}}, [&](db::Row const& row) -> Result<void> {
                    if (!whole) return {};
                    db::Columns in{row};
                    seen += in.next<std::int64_t>() > 0;
                    for (int c = 0; c < 7; ++c) seen += in.next<std::string>().size() > 1000;
                    for (int c = 0; c < 4; ++c) seen += in.next<std::int64_t>() < 0;
                    return {};
                }));
                return whole ? seen : 1;
            }));
        };
    };
    auto write = [&database](db::Query const& query, std::initializer_list<db::Param> params,
                             std::int64_t workspace) {
        return must(
            database.write(WorkspaceId{workspace}, [&](db::Tx& tx) { return tx.execute(query, params); }));
    };
    return {[=] {
                auto id = ++next_id;
                return write(insert_query, {{"id", id}, {"t", kilobyte}}, id % 16 + 1);
            },
            {},
            [=] {
                auto rows = rows_of(1000);
                return write(many_query, {{"rows", rows}}, 1);
            },
            read(point_query, false),
            read(page_query, true)};
}

/// sqlite3 without anything around it, tuned the same.
class RawSqlite {
public:
    explicit RawSqlite(std::string const& path) {
        must(sqlite3_open(path.c_str(), &db_) == SQLITE_OK, "open");
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000");
    }
    ~RawSqlite() { sqlite3_close_v2(db_); }
    RawSqlite(RawSqlite const&) = delete;
    void run(char const* sql) {
        must(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
    }
    sqlite3_stmt* prepare(char const* sql) {
        sqlite3_stmt* statement = nullptr;
        must(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
        return statement;
    }
    Side side() {
        auto* insert = prepare(insert_text);
        auto* many = prepare(many_sqlite);
        auto insert_row = [=](std::int64_t id) {
            sqlite3_bind_int64(insert, 1, id);
            sqlite3_bind_text(insert, 2, kilobyte.data(), static_cast<int>(kilobyte.size()), SQLITE_STATIC);
            must(sqlite3_step(insert) == SQLITE_DONE, "insert");
            sqlite3_reset(insert);
        };
        auto read = [this](char const* text) {
            return [statement = prepare(text), this]() -> std::int64_t {
                std::int64_t seen = 0;
                sqlite3_bind_int64(statement, 1, ++next_id * 7919 % (people - 100) + 1);
                int columns = sqlite3_column_count(statement);
                while (sqlite3_step(statement) == SQLITE_ROW) {
                    ++seen;
                    for (int c = 0; c < columns; ++c) {
                        if (c > 0 && c < 8) length_ += sqlite3_column_text(statement, c) != nullptr;
                        else length_ += sqlite3_column_int64(statement, c) > 0;
                    }
                }
                sqlite3_reset(statement);
                return seen;
            };
        };
        return {[=] {
                    insert_row(++next_id);
                    return 1;
                },
                [=, this] {
                    run("BEGIN IMMEDIATE");
                    for (int i = 0; i < 64; ++i) insert_row(++next_id);
                    run("COMMIT");
                    return 64;
                },
                [=] {
                    auto rows = rows_of(1000);
                    sqlite3_bind_text(many, 1, rows.data(), static_cast<int>(rows.size()), SQLITE_STATIC);
                    must(sqlite3_step(many) == SQLITE_DONE, "many");
                    sqlite3_reset(many);
                    return 1000;
                },
                read(point_text), read(page_text)};
    }

private:
    sqlite3* db_ = nullptr;
    std::int64_t length_ = 0;
};

/// libpq as most programs use it: prepared statements, one trip per statement.
class RawPostgres {
public:
    explicit RawPostgres(std::string const& url) : connection_(PQconnectdb(url.c_str())) {
        must(PQstatus(connection_) == CONNECTION_OK, PQerrorMessage(connection_));
        for (auto [name, text] : {std::pair{"insert", insert_text},
                                  {"point", point_text},
                                  {"page", page_text},
                                  {"many", many_postgres}}) {
            PQclear(PQprepare(connection_, name, text, 0, nullptr));
        }
    }
    ~RawPostgres() { PQfinish(connection_); }
    RawPostgres(RawPostgres const&) = delete;
    void run(char const* sql) { check(PQexec(connection_, sql)); }
    Side side() {
        auto insert_row = [this] { prepared("insert", {std::to_string(++next_id), kilobyte}); };
        auto read = [this](char const* name) {
            return [=, this]() -> std::int64_t {
                return prepared(name, {std::to_string(++next_id * 7919 % (people - 100) + 1)});
            };
        };
        return {[=] {
                    insert_row();
                    return 1;
                },
                [=, this] {
                    run("BEGIN");
                    for (int i = 0; i < 64; ++i) insert_row();
                    run("COMMIT");
                    return 64;
                },
                [this] {
                    prepared("many", {rows_of(1000)});
                    return 1000;
                },
                read("point"), read("page")};
    }

private:
    int check(PGresult* result) {
        auto status = PQresultStatus(result);
        int rows = PQntuples(result);
        for (int r = 0; r < rows; ++r) {
            for (int c = 0, count = PQnfields(result); c < count; ++c) length_ += PQgetlength(result, r, c);
        }
        PQclear(result);
        must(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, PQerrorMessage(connection_));
        return rows;
    }
    int prepared(char const* name, std::vector<std::string> const& values) {
        std::vector<char const*> pointers;
        for (auto const& value : values) pointers.push_back(value.c_str());
        return check(PQexecPrepared(connection_, name, static_cast<int>(pointers.size()), pointers.data(),
                                    nullptr, nullptr, 0));
    }
    PGconn* connection_;
    std::int64_t length_ = 0;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Three interleaved runs of both, and a line of their medians.
void compare(char const* what, std::function<double()> const& ours, std::function<double()> const& raw) {
    if (std::string_view(what).find(only) == std::string_view::npos) return;
    std::vector<double> a, b;
    for (int i = 0; i < 3; ++i) {
        a.push_back(ours());
        b.push_back(raw());
    }
    fmt::print("| {:<46} | {:>10.0f} | {:>10.0f} | {:>5.2f} | {:.0f}–{:.0f} |\n", what, median(a), median(b),
               median(a) / median(b), *std::min_element(a.begin(), a.end()),
               *std::max_element(a.begin(), a.end()));
    std::fflush(stdout);
}

void table(db::Db& database, Side const& raw) {
    auto ours = through_db(database);
    fmt::print("\n| {:<46} | {:>10} | {:>10} | ratio | spread of ours |\n|---|---|---|---|---|\n",
               roost::to_text(database.engine()), "core/db /s", "raw /s");
    compare(
        "1 KB rows, one writer, one commit each", [&] { return rate(ours.insert_one); },
        [&] { return rate(raw.insert_one); });
    compare(
        "1 KB rows, 64 writers / groups of 64 by hand", [&] { return rate_of_threads(64, ours.insert_one); },
        [&] { return rate(raw.insert_group); });
    compare(
        "small rows, 1,000 by one statement and commit", [&] { return rate(ours.insert_many); },
        [&] { return rate(raw.insert_many); });
    compare("point reads, one reader", [&] { return rate(ours.point); }, [&] { return rate(raw.point); });
    auto pages = [](double rows) { return rows / 100; };
    compare(
        "pages of 100 rows, 12 columns", [&] { return pages(rate(ours.page)); },
        [&] { return pages(rate(raw.page)); });
}

void bench(std::string const& url) {
    auto database = must(db::open({.url = url}));
    auto made = database->write(
        WorkspaceId{0}, [](db::Tx& tx) { return dynamic_cast<db::Maintenance&>(tx).script(schema_text); });
    must(made.ok(), made.ok() ? "" : made.error().detail);
    if (database->engine() == db::Engine::sqlite) {
        RawSqlite raw(url);
        table(*database, raw.side());
    } else {
        RawPostgres raw(url);
        table(*database, raw.side());
    }
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App app("core/db beside sqlite3 and libpq used directly");
    std::string engine = "both", postgres, file = "/tmp/roost-bench.db";
    app.add_option("--engine", engine)->check(CLI::IsMember({"both", "sqlite", "postgres"}));
    app.add_option("--postgres", postgres, "an empty database")->envname("ROOST_TEST_POSTGRES");
    app.add_option("--file", file, "where SQLite's file is made");
    app.add_option("--only", only, "only figures whose name has this in it");
    app.add_option("--ms", run_ms, "per figure and run");
    CLI11_PARSE(app, count, arguments);
    if (engine != "postgres") {
        for (auto const* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
        bench(file);
        std::filesystem::remove(file);
    }
    if (engine != "sqlite") bench(postgres);
}
