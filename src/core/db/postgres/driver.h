// driver.h: connections to one PostgreSQL database.
#pragma once

#include "core/db/db.h"
#include "core/db/driver.h"

namespace roost::db::postgres {

/// Thread-safe.
class PostgresDriver final : public Driver {
public:
    explicit PostgresDriver(OpenOptions const& options)
        : url_(options.url), durability_(options.durability) {}
    Engine engine() const override { return Engine::postgres; }
    Result<std::unique_ptr<Connection>> connect(Access access) override;

private:
    std::string url_;
    Durability durability_;
};

}  // namespace roost::db::postgres
