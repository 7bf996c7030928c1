// driver.h: connections to one PostgreSQL database.
#pragma once

#include "core/db/db.h"
#include "core/db/driver.h"
#include "core/db/postgres/server.h"

namespace roost::db::postgres {

/// Thread-safe.
class PostgresDriver final : public Driver {
public:
    explicit PostgresDriver(OpenOptions const& options) : server_(options.url, options.durability) {}
    Engine engine() const override { return Engine::postgres; }
    Result<std::unique_ptr<Connection>> connect(Access access) override;

private:
    Server server_;
};

}  // namespace roost::db::postgres
