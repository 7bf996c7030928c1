// pipeline.h: libpq's pipeline mode: several commands in one trip, their results one by one.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/db/postgres/values.h"

namespace roost::db::postgres {

/// Whether the server is there at all; asked when a session has heard nothing for a while.
class Liveness {
public:
    virtual ~Liveness() = default;
    /// Takes at most a few seconds.
    virtual bool answers() = 0;
};

/// One session in pipeline mode, never waiting for a server that stands still: after three seconds of silence
/// the liveness decides whether it goes on. Commands are collected with send…() and go out with exchange() or
/// post(); after an error the server skips the rest of that trip. Not thread-safe.
class Pipeline {
public:
    struct Finish {
        void operator()(PGconn* c) const { PQfinish(c); }
    };
    using Handle = std::unique_ptr<PGconn, Finish>;

    Pipeline(Handle connection, Liveness& liveness)
        : connection_(std::move(connection)), liveness_(liveness) {}

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
    /// Why it is not alive, as the error of `doing`.
    Error lost(std::string_view doing) const;

private:
    void sent(int ok);
    void synchronise();
    bool wait();
    ResultPtr next_result();
    ResultPtr read_one();
    void read_synchronisation();
    void read_posted();

    Handle connection_;
    Liveness& liveness_;
    bool alive_ = true;
    bool silent_ = false;      // the server stands still
    int unsent_ = 0;           // commands since the last synchronisation
    std::vector<int> posted_;  // commands of each trip whose results nobody has read
};

}  // namespace roost::db::postgres
