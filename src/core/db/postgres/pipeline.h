// pipeline.h: libpq's pipeline mode: several commands in one trip, their results one by one.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/db/postgres/values.h"

namespace roost::db::postgres {

/// One session in pipeline mode. Commands are collected with send…() and go out with exchange() or
/// post(); after an error the server skips the rest of that trip. Not thread-safe.
class Pipeline {
public:
    struct Finish {
        void operator()(PGconn* c) const { PQfinish(c); }
    };
    using Handle = std::unique_ptr<PGconn, Finish>;

    explicit Pipeline(Handle connection) : connection_(std::move(connection)) {}

    void send_command(char const* sql);
    void send_prepare(std::string const& name, std::string const& sql, std::vector<Oid> const& types);
    void send_prepared(std::string const& name, Arguments const& arguments);

    /// Waits for the results of everything sent; one per command. A lost connection gives fewer.
    std::vector<ResultPtr> exchange();
    /// Sends without waiting; the results are read, and dropped, before the next exchange.
    void post();
    /// Leaves pipeline mode, runs a script of several statements, and enters it again.
    ResultPtr script(std::string const& sql);

    bool alive() const { return alive_; }
    void give_up() { alive_ = false; }
    PGconn* connection() const { return connection_.get(); }

private:
    void sent(int ok);
    void synchronise();
    ResultPtr read_one();
    void read_synchronisation();
    void read_posted();

    Handle connection_;
    bool alive_ = true;
    int unsent_ = 0;           // commands since the last synchronisation
    std::vector<int> posted_;  // commands of each trip whose results nobody has read
};

}  // namespace roost::db::postgres
