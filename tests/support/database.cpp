// database.cpp: a fresh migrated database per test, on SQLite and on PostgreSQL.
#include "support/database.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "core/db/registry.h"

namespace roost::testing {

namespace {

namespace fs = std::filesystem;
std::atomic<int> counter = 0;

template <class T>
T must(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

db::OpenOptions options(std::string url, int readers = 4, int lanes = 2) {
    return {.url = std::move(url), .readers = readers, .lanes = lanes, .durability = db::Durability::none};
}

// --- SQLite: a folder per process, the template in it, one file per test ---------------------------

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / fmt::format("roost-test-{}", ::getpid())) {
        fs::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

Folder& folder() {
    static Folder folder;
    return folder;
}

fs::path const& sqlite_template() {
    static fs::path const path = [] {
        auto made = folder().path() / "template.db";
        must(db::migrate(*must(db::open(options(made)))));
        return made;
    }();
    return path;
}

std::string new_sqlite(Schema schema) {
    auto path = folder().path() / fmt::format("{}.db", ++counter);
    if (schema == Schema::migrated) fs::copy_file(sqlite_template(), path);
    return path;
}

void drop_sqlite(std::string const& path) {
    for (auto const* end : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        fs::remove(path + end, ignored);
    }
}

// --- PostgreSQL: a template per set of migrations, one database per test ---------------------------

std::string cluster_url() {
    auto const* url = std::getenv("ROOST_TEST_POSTGRES");
    if (url == nullptr || *url == 0) {
        throw std::runtime_error("No PostgreSQL to test with: run this under scripts/with-postgres.");
    }
    return url;
}

/// The cluster's URL with another database: postgres:///NAME?host=…
std::string url_of(std::string const& database) {
    auto url = cluster_url();
    auto query = url.find('?');
    auto slash = url.rfind('/', query);
    return url.substr(0, slash + 1) + database + (query == std::string::npos ? "" : url.substr(query));
}

/// Statements in the cluster's own database.
class Cluster {
public:
    Cluster() : connection_(PQconnectdb(cluster_url().c_str())) {
        if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    }
    ~Cluster() { PQfinish(connection_); }
    Cluster(Cluster const&) = delete;

    /// How many rows it gave.
    int run(std::string const& sql) {
        auto* result = PQexec(connection_, sql.c_str());
        auto status = PQresultStatus(result);
        int rows = PQntuples(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw std::runtime_error(sql + ": " + PQerrorMessage(connection_));
        }
        return rows;
    }

private:
    PGconn* connection_;
};

std::string template_name() {
    std::size_t hash = 0;
    for (auto const& migration : db::all_migrations()) {
        hash = hash * 31 + std::hash<std::string_view>{}(migration.postgres);
    }
    return fmt::format("roost_template_{:016x}", hash);
}

/// Several test programs may start at once: the first one builds it under a lock.
std::string const& postgres_template() {
    static std::string const name = [] {
        auto wanted = template_name();
        Cluster cluster;
        cluster.run("SET client_min_messages = warning");
        cluster.run("SELECT pg_advisory_lock(727, 1)");
        if (cluster.run(fmt::format("SELECT 1 FROM pg_database WHERE datname = '{}'", wanted)) == 0) {
            auto building = wanted + "_building";
            cluster.run(fmt::format("DROP DATABASE IF EXISTS {}", building));
            cluster.run(fmt::format("CREATE DATABASE {}", building));
            must(db::migrate(*must(db::open(options(url_of(building))))));
            cluster.run(fmt::format("ALTER DATABASE {} RENAME TO {}", building, wanted));
        }
        return wanted;
    }();
    return name;
}

std::string new_postgres(Schema schema) {
    auto name = fmt::format("roost_test_{}_{}", ::getpid(), ++counter);
    auto from = schema == Schema::migrated ? postgres_template() : std::string("template0");
    Cluster().run(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, from));
    return url_of(name);
}

void drop_postgres(std::string const& url) {
    auto query = url.find('?');
    auto slash = url.rfind('/', query);
    Cluster().run("DROP DATABASE IF EXISTS " + url.substr(slash + 1, query - slash - 1) + " WITH (FORCE)");
}

}  // namespace

TestDatabase::TestDatabase(db::Engine engine, Schema schema)
    : engine_(engine), url_(engine == db::Engine::sqlite ? new_sqlite(schema) : new_postgres(schema)) {
    db_ = must(db::open(options(url_)));
}

TestDatabase::~TestDatabase() {
    db_.reset();
    if (engine_ == db::Engine::sqlite) {
        drop_sqlite(url_);
    } else {
        drop_postgres(url_);
    }
}

std::unique_ptr<db::Db> TestDatabase::open_another(int readers, int lanes) const {
    return must(db::open(options(url_, readers, lanes)));
}

void TestDatabase::reopen() {
    db_.reset();
    db_ = must(db::open(options(url_)));
}

}  // namespace roost::testing
