// grouped_db.cpp: the one Db: a pool of readers and lanes of writers over the driver of an engine.
#include "core/db/db.h"
#include "core/db/lane.h"
#include "core/db/postgres/driver.h"
#include "core/db/reader_pool.h"
#include "core/db/sql.h"
#include "core/db/sqlite/driver.h"
#include "core/metrics/source.h"

namespace roost::db {

namespace {

class GroupedDb final : public Db, public metrics::Source {
public:
    GroupedDb(std::unique_ptr<Driver> driver, std::unique_ptr<Connection> writer, OpenOptions const& options)
        : driver_(std::move(driver)), readers_(*driver_, std::max(1, options.readers), meters_) {
        auto lanes = driver_->engine() == Engine::sqlite ? 1 : std::max(1, options.lanes);
        for (int i = 0; i < lanes; ++i) {
            lanes_.push_back(std::make_unique<Lane>(*driver_, std::move(writer), meters_));
        }
    }

    Engine engine() const override { return driver_->engine(); }

    Result<void> ping() override {
        return read([](Reader& reader) -> Result<void> {
            TRY(reader.scalar<std::int64_t>(sql::ping, {}));
            return {};
        });
    }

    Result<void> run_read(ReadFunction const& fn) override { return readers_.read(fn); }

    Result<void> run_write(WorkspaceId scope, WriteFunction const& fn) override {
        return lanes_[static_cast<std::uint64_t>(scope.value) % lanes_.size()]->write(scope, fn);
    }

    void measure(metrics::Text& out) const override { meters_.write(out); }

private:
    std::unique_ptr<Driver> driver_;
    Meters meters_;
    ReaderPool readers_;
    std::vector<std::unique_ptr<Lane>> lanes_;  // last: finished before what they use goes
};

std::unique_ptr<Driver> make_driver(OpenOptions const& options) {
    if (options.url.starts_with("postgres://") || options.url.starts_with("postgresql://")) {
        return std::make_unique<postgres::PostgresDriver>(options);
    }
    return std::make_unique<sqlite::SqliteDriver>(options);
}

}  // namespace

Result<std::unique_ptr<Db>> open(OpenOptions const& options) {
    auto driver = make_driver(options);
    auto writer = TRY(driver->connect(Access::write));
    return std::make_unique<GroupedDb>(std::move(driver), std::move(writer), options);
}

}  // namespace roost::db
