// server.cpp: opening sessions, and asking a silent server whether it is there.
#include "core/db/postgres/server.h"

#include "core/clock/stopwatch.h"
#include "core/db/failures.h"
#include "core/db/postgres/errors.h"

namespace roost::db::postgres {
namespace {

constexpr char const* connect_timeout_s = "3";
constexpr char const* ask_timeout_s = "2";  // the least that libpq knows
constexpr Millis opinion_lasts{1'000};
constexpr double slow_connect_s = 1;

}  // namespace

Result<Pipeline::Handle> Server::connect() {
    if (clock_.monotonic().count() < silent_until_)
        return failures::unreachable("The database did not answer a moment ago.");
    Stopwatch took;
    auto connected = try_to_connect();
    if (!connected.ok() && took.seconds() > slow_connect_s)
        silent_until_ = (clock_.monotonic() + opinion_lasts).count();
    return connected;
}

Result<Pipeline::Handle> Server::try_to_connect() const {
    // Before the URL, so that the URL can say otherwise. A peer that is silent for about 30 s is gone.
    char const* const keywords[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                    "keepalives_count", "tcp_user_timeout", "application_name",
                                    "dbname",           "client_encoding",  nullptr};
    char const* const values[] = {connect_timeout_s, "15",         "5",    "3",    "30000",
                                  "roost",           url_.c_str(), "UTF8", nullptr};
    Pipeline::Handle handle(PQconnectdbParams(keywords, values, 1));
    if (PQstatus(handle.get()) != CONNECTION_OK) return lost(handle.get(), "connect");
    if (PQenterPipelineMode(handle.get()) != 1 || PQsetnonblocking(handle.get(), 1) != 0)
        return lost(handle.get(), "connect");
    return handle;
}

std::vector<char const*> Server::settings() const {
    std::vector<char const*> all{"SET lock_timeout = '10s'",
                                 "SET idle_in_transaction_session_timeout = '5min'", "SET jit = off",
                                 "SET bytea_output = 'hex'", "SET client_min_messages = 'warning'"};
    if (durability_ == Durability::none) all.push_back("SET synchronous_commit = off");
    return all;
}

bool Server::answers() {
    std::lock_guard lock(asking_);
    if (clock_.monotonic() - asked_at_ < opinion_lasts) return answered_;
    char const* const keywords[] = {"connect_timeout", "dbname", nullptr};
    char const* const values[] = {ask_timeout_s, url_.c_str(), nullptr};
    auto heard = PQpingParams(keywords, values, 1);
    answered_ = heard == PQPING_OK || heard == PQPING_REJECT;
    asked_at_ = clock_.monotonic();
    if (!answered_) silent_until_ = (asked_at_ + opinion_lasts).count();
    return answered_;
}

}  // namespace roost::db::postgres
