// driver.h: connections to one SQLite file in WAL mode.
#pragma once

#include "core/db/db.h"
#include "core/db/driver.h"

namespace roost::db::sqlite {

/// Thread-safe.
class SqliteDriver final : public Driver {
public:
    explicit SqliteDriver(OpenOptions const& options);
    Engine engine() const override { return Engine::sqlite; }
    /// Creates the file, readable by its owner only, and its folder when they are missing.
    Result<std::unique_ptr<Connection>> connect(Access access) override;

private:
    std::string path_;
    Durability durability_;
};

}  // namespace roost::db::sqlite
