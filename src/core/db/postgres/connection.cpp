// connection.cpp: one PostgreSQL session; what opens a transaction travels with its first statement.
#include "core/db/postgres/connection.h"

#include <fmt/format.h>

#include <charconv>

#include "core/clock/clock.h"
#include "core/db/failures.h"
#include "core/db/postgres/driver.h"
#include "core/db/postgres/errors.h"

namespace roost::db::postgres {

namespace {

constexpr std::string_view analyze_what_grew = R"(
DO $$
DECLARE grown regclass;
BEGIN
    FOR grown IN
        SELECT s.relid FROM pg_stat_user_tables AS s JOIN pg_class AS c ON c.oid = s.relid
        WHERE s.schemaname = current_schema() AND s.n_mod_since_analyze > GREATEST(200, c.reltuples)
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    END LOOP;
END $$)";

constexpr std::size_t cached_statements = 256;
constexpr char const* savepoint_command = "SAVEPOINT closure";
constexpr Oid type_text = 25;

bool succeeded(PGresult const* result) {
    auto status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/// A parameter that this engine's text does not use has no type to infer.
std::vector<Oid> types_of(Query const& query) {
    std::vector<Oid> types(query.params.size(), type_text);
    auto const& text = query.postgres;
    for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
        std::size_t number = 0;
        std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
        if (number >= 1 && number <= types.size()) types[number - 1] = 0;
    }
    return types;
}

}  // namespace

Result<std::unique_ptr<Connection>> PostgresDriver::connect(Access) {
    return PostgresConnection::open(server_);
}

PostgresConnection::PostgresConnection(Pipeline::Handle handle, Server& server)
    : pipeline_(std::move(handle), server), cache_(cached_statements) {}

Result<std::unique_ptr<Connection>> PostgresConnection::open(Server& server) {
    std::unique_ptr<PostgresConnection> made(new PostgresConnection(TRY(server.connect()), server));
    auto& pipeline = made->pipeline_;
    auto const settings = server.settings();
    for (auto const* setting : settings) pipeline.send_command(setting);
    auto results = pipeline.exchange();
    for (auto const& result : results) {
        if (!succeeded(result.get())) return error_of(result.get(), "connect");
    }
    if (results.size() < settings.size()) return pipeline.lost("connect");
    return std::unique_ptr<Connection>(std::move(made));
}

Result<void> PostgresConnection::begin_read() {
    waiting_ = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
    open_ = true;
    started_ = false;
    return {};
}

/// READ COMMITTED on purpose: the statements after the lock see what its last owner committed.
Result<void> PostgresConnection::begin_write(std::span<WorkspaceId const> scopes) {
    waiting_ = {"BEGIN ISOLATION LEVEL READ COMMITTED"};
    for (auto scope : scopes)
        waiting_.push_back(fmt::format("SELECT pg_advisory_xact_lock({})", scope.value));
    open_ = true;
    started_ = false;
    return {};
}

Result<void> PostgresConnection::savepoint() {
    waiting_.push_back(savepoint_command);
    return {};
}

Result<void> PostgresConnection::release_savepoint() {
    if (!waiting_.empty() && waiting_.back() == savepoint_command) {
        waiting_.pop_back();  // the closure ran no statement
    } else {
        waiting_.push_back("RELEASE closure");
    }
    return {};
}

Result<void> PostgresConnection::rollback_to_savepoint() {
    if (!waiting_.empty() && waiting_.back() == savepoint_command) {
        waiting_.pop_back();
    } else {
        waiting_.push_back("ROLLBACK TO closure");
        waiting_.push_back("RELEASE closure");
    }
    return {};
}

std::size_t PostgresConnection::send_waiting() {
    auto count = waiting_.size();
    for (auto const& command : waiting_) pipeline_.send_command(command.c_str());
    waiting_.clear();
    started_ = started_ || open_;
    return count;
}

void PostgresConnection::forget(Statement const& statement) {
    waiting_.push_back("DEALLOCATE " + statement.name);
}

/// The result of the statement at the end of a trip, or the first error on the way to it.
Result<ResultPtr> PostgresConnection::last_of(std::vector<ResultPtr> results, std::size_t prelude,
                                              Query const& query) {
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (succeeded(results[i].get())) continue;
        if (i < prelude) open_ = false;  // savepoints the lane counts on may be missing
        if (ends_session(results[i].get())) pipeline_.give_up();
        return error_of(results[i].get(), query.name);
    }
    if (!pipeline_.alive() || results.empty()) return pipeline_.lost(query.name);
    return std::move(results.back());
}

Result<ResultPtr> PostgresConnection::run(Query const& query, Params params) {
    auto bound = TRY(bind(query, params));
    Arguments arguments(bound);
    return trip(query, &arguments);
}

/// Sends what waits, the statement's preparation when it is new, and its run unless there are no
/// arguments to run it with.
Result<ResultPtr> PostgresConnection::trip(Query const& query, Arguments const* arguments) {
    auto taken = cache_.take(query.postgres);
    bool fresh = taken.empty();
    if (fresh) taken = cache_.adopt(query.postgres, Statement{fmt::format("s{}", ++statements_)});
    auto prelude = send_waiting();
    auto const& name = taken.mapped().statement.name;
    if (fresh) pipeline_.send_prepare(name, std::string(query.postgres), types_of(query));
    if (arguments) pipeline_.send_prepared(name, *arguments);
    auto results = pipeline_.exchange();
    bool prepared = !fresh || (results.size() > prelude && succeeded(results[prelude].get()));
    if (prepared) {
        if (auto evicted = cache_.put(std::move(taken))) forget(*evicted);
    }
    return last_of(std::move(results), prelude, query);
}

Result<void> PostgresConnection::each(Query const& query, Params params, OnRow const& on_row) {
    auto result = TRY(run(query, params));
    ResultRow row(result.get(), query);
    for (int i = 0, count = PQntuples(result.get()); i < count; ++i) {
        row.move_to(i);
        TRY(on_row(row));
    }
    return {};
}

Result<std::int64_t> PostgresConnection::execute(Query const& query, Params params) {
    auto result = TRY(run(query, params));
    if (std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) return 0;
    std::string_view text = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Result<void> PostgresConnection::prepare(Query const& query) {
    auto result = trip(query, nullptr);
    if (!result.ok()) return result.error();
    return {};
}

Result<void> PostgresConnection::script(std::string_view sql) {
    Query const query{"script", {}, {}, {}};
    if (auto prelude = send_waiting(); prelude > 0) TRY(last_of(pipeline_.exchange(), prelude, query));
    auto result = pipeline_.script(std::string(sql));
    if (!result) return pipeline_.lost("script");
    if (!succeeded(result.get())) return error_of(result.get(), "script");
    return {};
}

/// Ends the transaction without waiting for the answer; the next statement reads it.
void PostgresConnection::finish(char const* how) {
    open_ = false;
    waiting_.clear();
    if (!std::exchange(started_, false) || !pipeline_.alive()) return;
    pipeline_.send_command(how);
    pipeline_.post();
}

Result<void> PostgresConnection::commit() {
    if (!started_) {  // no closure ran a statement
        open_ = false;
        waiting_.clear();
        return {};
    }
    if (!pipeline_.alive()) return pipeline_.lost("commit");  // it was never asked for
    auto count = send_waiting() + 1;
    pipeline_.send_command("COMMIT");
    auto results = pipeline_.exchange();
    for (std::size_t i = 0; i < results.size(); ++i) {
        auto* result = results[i].get();
        if (i + 1 == count && succeeded(result)) {
            // A transaction that had failed before is rolled back by COMMIT, which is no error to it.
            bool kept = std::string_view(PQcmdStatus(result)) == "COMMIT";
            open_ = started_ = false;
            if (kept) return {};
            return roost::errors::internal("COMMIT was answered with " + std::string(PQcmdStatus(result)));
        }
        if (succeeded(result)) continue;
        if (!pipeline_.alive() || ends_session(result)) break;
        return error_of(result, "commit");
    }
    pipeline_.give_up();
    return failures::outcome_unknown(pipeline_.lost("commit").detail);
}

/// Statistics of tables that became twice as big, at most once a second. PostgreSQL's own look comes a
/// minute later; until then it plans for the size that a new table had, and a mass import would read the
/// whole table for every thousand rows. Failing costs speed only, and a lost connection shows in alive().
void PostgresConnection::tidy_up() {
    SystemClock const clock;
    if (clock.monotonic() - tidied_at_ < Millis{1000}) return;
    tidied_at_ = clock.monotonic();
    (void)script(analyze_what_grew);
}

}  // namespace roost::db::postgres
