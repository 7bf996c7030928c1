// program.h: every service of the product wired together once, for the server, the commands and the
// tests.
#pragma once

#include <filesystem>
#include <memory>

#include "core/clock/clock.h"
#include "core/config/config.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/http/server.h"
#include "core/jobs/jobs.h"
#include "core/live/live.h"

namespace roost::bots {
class WaitingBots;
}

namespace roost::app {

/// What the program stands on; all of it outlives the program.
struct ProgramParts {
    config::Config const& config;
    std::filesystem::path data_dir;
    Clock& clock;
    Random& random;
    crypto::Keyring& keys;
    db::Db& db;
    bool demo = false;
};

struct Services;

/// Owns the services, the job runner, the live feed and the server. Made on one thread; after
/// start() everything inside is thread-safe.
class Program {
public:
    explicit Program(ProgramParts parts);
    ~Program();
    Program(Program const&) = delete;

    /// Starts what `server.roles` names; the address of the web role, else empty.
    Result<std::string> start();
    /// Stops taking work, finishes what runs within `grace`, gives leases back (RUN-9).
    void stop(Millis grace);

    Services& services() { return *services_; }
    http::Server& server() { return *server_; }
    jobs::Runner& runner() { return *runner_; }
    live::Feed& feed() { return *feed_; }
    ProgramParts const& parts() const { return parts_; }

private:
    bool has_role(config::ServerRole role) const;
    void register_routes();
    void register_jobs();

    ProgramParts parts_;
    std::unique_ptr<live::Feed> feed_;
    std::unique_ptr<jobs::Runner> runner_;
    std::unique_ptr<Services> services_;
    std::unique_ptr<bots::WaitingBots> waiting_bots_;
    std::unique_ptr<http::Authenticator> authenticator_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace roost::app
