// migrate.cpp: brings the schema forward, one numbered file per transaction, under the write lock.
#include <fmt/format.h>

#include "core/db/closure.h"
#include "core/db/db.h"
#include "core/db/migrate.h"
#include "core/db/sql.h"

namespace roost::db {

namespace {

constexpr int lock_attempts_max = 60;  // another node may be at a long migration

struct Applied {
    int number;
    std::string name;
    std::string checksum;
};

Error migration_error(std::string_view reason, std::string detail) {
    return {.kind = ErrorKind::internal, .code = fmt::format("db.{}", reason), .detail = std::move(detail)};
}

/// FNV-1a: it guards against edits by mistake, not against an enemy.
std::string checksum(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
    return fmt::format("{:016x}", hash);
}

std::string_view text_of(Migration const& migration, Engine engine) {
    return engine == Engine::sqlite ? migration.sqlite : migration.postgres;
}

Result<std::vector<Applied>> list_applied(Tx& tx) {
    return tx.list(sql::list_migrations, {}, [](Row const& row) {
        Columns in{row};
        return Applied{in.next<int>(), in.next<std::string>(), in.next<std::string>()};
    });
}

Result<void> check(std::vector<Applied> const& applied, std::vector<Migration> const& known, Engine engine) {
    for (auto const& old : applied) {
        auto found =
            std::find_if(known.begin(), known.end(), [&](auto const& m) { return m.number == old.number; });
        if (found == known.end()) {
            return migration_error(
                "newer_than_program",
                fmt::format("The database has migration {}, which this program does not know. "
                            "Use a newer program, or restore a backup.",
                            old.name));
        }
        if (checksum(text_of(*found, engine)) != old.checksum) {
            return migration_error("migration_changed",
                                   fmt::format("Migration {} was changed after this database had applied it. "
                                               "Restore the file, or start with a new database.",
                                               found->name));
        }
    }
    return {};
}

Result<void> apply(Tx& tx, Migration const& migration) {
    auto done = dynamic_cast<Maintenance&>(tx).script(text_of(migration, tx.engine()));
    if (!done.ok()) {
        return migration_error("migration_failed",
                               fmt::format("Migration {} failed: {}. Nothing of it was kept.", migration.name,
                                           done.error().detail));
    }
    TRY(tx.execute(sql::insert_migration, {{"number", migration.number},
                                           {"name", migration.name},
                                           {"checksum", checksum(text_of(migration, tx.engine()))}}));
    return {};
}

/// Checks everything and applies the next missing migration; false when there is none. One per
/// transaction, so that a failure keeps what succeeded before it.
Result<bool> step(Db& db, std::vector<Migration> const& known) {
    return db.write(WorkspaceId{0}, [&](Tx& tx) -> Result<bool> {
        TRY(tx.execute(sql::create_migrations_table, {}));
        auto applied = TRY(list_applied(tx));
        TRY(check(applied, known, tx.engine()));
        for (auto const& migration : known) {
            auto same = [&](Applied const& a) { return a.number == migration.number; };
            if (std::any_of(applied.begin(), applied.end(), same)) continue;
            TRY(apply(tx, migration));
            return true;
        }
        return false;
    });
}

/// Without statistics SQLite believes that a workspace has ten rows, and walks all of it instead of
/// looking rows up. So every index gets figures of a large workspace; they are fixed, so that a plan
/// of today is the plan of tomorrow. A unique index has one row for all of its columns.
constexpr std::string_view large_workspaces = R"sql(
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT l.tbl, l.idx, '1000000' || group_concat(CASE
    WHEN l.is_unique AND c.seqno = l.last_seqno THEN ' 1'
    WHEN c.seqno = 0 THEN ' 500000' WHEN c.seqno = 1 THEN ' 1000' ELSE ' 10' END, '')
FROM (SELECT m.name AS tbl, i.name AS idx, i."unique" AS is_unique,
        (SELECT MAX(x.seqno) FROM pragma_index_info(i.name) AS x) AS last_seqno
    FROM sqlite_schema AS m, pragma_index_list(m.name) AS i
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
        AND i.name NOT IN (SELECT s.idx FROM sqlite_stat1 AS s WHERE s.idx IS NOT NULL)) AS l,
    pragma_index_info(l.idx) AS c
GROUP BY l.tbl, l.idx;
ANALYZE sqlite_schema;
)sql";

Result<void> assume_large_workspaces(Db& db) {
    if (db.engine() != Engine::sqlite) return {};
    return db.write(WorkspaceId{0},
                    [&](Tx& tx) { return dynamic_cast<Maintenance&>(tx).script(large_workspaces); });
}

}  // namespace

Result<void> migrate(Db& db, std::vector<Migration> const& known) {
    int busy = 0;
    for (;;) {
        auto more = step(db, known);
        if (more.ok() && !*more) return assume_large_workspaces(db);
        if (!more.ok() && (more.error().code != "db.busy" || ++busy == lock_attempts_max))
            return more.error();
    }
}

Result<void> migrate(Db& db) { return migrate(db, all_migrations()); }

}  // namespace roost::db
