// pipeline.cpp: libpq's pipeline mode: several commands in one trip, their results one by one.
#include "core/db/postgres/pipeline.h"

#include <poll.h>

#include <cerrno>

#include "core/db/failures.h"
#include "core/db/postgres/errors.h"

namespace roost::db::postgres {
namespace {
constexpr int patience_ms = 3'000;
}

Error Pipeline::lost(std::string_view doing) const {
    if (!silent_) return postgres::lost(connection_.get(), doing);
    return failures::unreachable(std::string(doing) + ": the database stands still and answers nobody.");
}

/// Until something arrived or went out; false when the connection is gone.
bool Pipeline::wait() {
    auto* connection = connection_.get();
    auto unsent = PQflush(connection);
    pollfd socket{PQsocket(connection), static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN), 0};
    auto heard = unsent < 0 ? -1 : ::poll(&socket, 1, patience_ms);
    if (heard < 0 && unsent >= 0 && errno == EINTR) return true;
    if (heard == 0) {
        silent_ = !liveness_.answers();
        return !silent_;
    }
    return heard > 0 && ((socket.revents & ~POLLOUT) == 0 || PQconsumeInput(connection) == 1);
}

/// As PQgetResult, which would wait for ever.
ResultPtr Pipeline::next_result() {
    while (alive_ && (PQflush(connection_.get()) == 1 || PQisBusy(connection_.get()) == 1)) alive_ = wait();
    return alive_ ? ResultPtr(PQgetResult(connection_.get())) : nullptr;
}

void Pipeline::sent(int ok) {
    if (ok == 1) {
        ++unsent_;
    } else {
        alive_ = false;
    }
}

void Pipeline::send_command(char const* sql) {
    if (alive_) sent(PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 0));
}

void Pipeline::send_prepare(std::string const& name, std::string const& sql, std::vector<Oid> const& types) {
    if (!alive_) return;
    sent(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                       types.data()));
}

void Pipeline::send_prepared(std::string const& name, Arguments const& arguments) {
    if (!alive_) return;
    sent(PQsendQueryPrepared(connection_.get(), name.c_str(), arguments.count(), arguments.values(),
                             arguments.lengths(), arguments.formats(), 0));
}

void Pipeline::synchronise() {
    if (alive_ && PQpipelineSync(connection_.get()) != 1) alive_ = false;
}

/// The result of the next command; empty when the connection is gone.
ResultPtr Pipeline::read_one() {
    auto result = next_result();
    if (!result) {
        alive_ = false;
        return result;
    }
    while (auto rest = next_result()) {  // up to the null that ends a command
        if (PQstatus(connection_.get()) != CONNECTION_OK) break;
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) alive_ = false;
    return result;
}

void Pipeline::read_synchronisation() {
    if (!alive_) return;
    auto result = next_result();
    if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) alive_ = false;
}

void Pipeline::read_posted() {
    for (int commands : posted_) {
        for (int i = 0; i < commands && alive_; ++i) read_one();
        read_synchronisation();
    }
    posted_.clear();
}

std::vector<ResultPtr> Pipeline::exchange() {
    int commands = std::exchange(unsent_, 0);
    synchronise();
    read_posted();
    std::vector<ResultPtr> results;
    for (int i = 0; i < commands && alive_; ++i) {
        if (auto result = read_one()) results.push_back(std::move(result));
    }
    read_synchronisation();
    return results;
}

void Pipeline::post() {
    synchronise();
    posted_.push_back(std::exchange(unsent_, 0));
}

ResultPtr Pipeline::script(std::string const& sql) {
    read_posted();
    if (!alive_ || PQexitPipelineMode(connection_.get()) != 1 ||
        PQsendQuery(connection_.get(), sql.c_str()) != 1) {
        alive_ = false;
        return nullptr;
    }
    ResultPtr result;  // of the last statement, or of the one that failed
    while (auto next = next_result()) result = std::move(next);
    if (PQstatus(connection_.get()) != CONNECTION_OK || PQenterPipelineMode(connection_.get()) != 1)
        alive_ = false;
    return result;
}

}  // namespace roost::db::postgres
