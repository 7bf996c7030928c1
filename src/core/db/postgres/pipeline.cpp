// pipeline.cpp: libpq's pipeline mode: several commands in one trip, their results one by one.
#include "core/db/postgres/pipeline.h"

namespace roost::db::postgres {

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
    ResultPtr result(PQgetResult(connection_.get()));
    if (!result) {
        alive_ = false;
        return result;
    }
    while (ResultPtr rest{PQgetResult(connection_.get())}) {  // up to the null that ends a command
        if (PQstatus(connection_.get()) != CONNECTION_OK) break;
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) alive_ = false;
    return result;
}

void Pipeline::read_synchronisation() {
    if (!alive_) return;
    ResultPtr result(PQgetResult(connection_.get()));
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
    if (!alive_ || PQexitPipelineMode(connection_.get()) != 1) {
        alive_ = false;
        return nullptr;
    }
    ResultPtr result(PQexec(connection_.get(), sql.c_str()));
    if (PQstatus(connection_.get()) != CONNECTION_OK || PQenterPipelineMode(connection_.get()) != 1)
        alive_ = false;
    return result;
}

}  // namespace roost::db::postgres
