// doctor.cpp: the checks of `roost doctor`; each names one thing and how to mend it.
#include "app/doctor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "app/foundation.h"
#include "app/key_check.h"
#include "app/program.h"
#include "app/sql.h"
#include "core/db/registry.h"
#include "core/jobs/jobs.h"
#include "core/net/http.h"

namespace roost::app {
namespace fs = std::filesystem;

namespace {

Finding good(std::string check, std::string told) {
    return {.check = std::move(check), .good = true, .told = std::move(told), .advice = {}};
}
Finding bad(std::string check, std::string told, std::string advice) {
    return {.check = std::move(check), .good = false, .told = std::move(told), .advice = std::move(advice)};
}

/// The present according to the disk: the time of a file written now.
std::optional<Instant> file_system_time(fs::path const& dir) {
    auto path = dir / fmt::format(".doctor.{}", ::getpid());
    std::error_code failed;
    {
        std::ofstream(path) << "now";
    }
    auto at = fs::last_write_time(path, failed);
    if (failed) return std::nullopt;
    fs::remove(path, failed);
    auto since_epoch = fs::file_time_type::clock::to_sys(at).time_since_epoch();
    return Instant{std::chrono::duration_cast<Millis>(since_epoch).count()};
}

Finding check_database(db::Db& db) {
    auto answered = db.ping();
    auto name = fmt::format("The {} database", to_text(db.engine()));
    if (answered.ok()) return good("database", name + " answers.");
    return bad("database", name + " does not answer: " + answered.error().detail,
               "Start it, or correct database.url.");
}

Finding check_key_fits(Foundation& foundation) {
    auto fits = check_keys(*foundation.db, *foundation.keys, foundation.clock);
    if (fits.ok()) return good("master_key", "The master key opens what the database holds.");
    return bad("master_key", fits.error().detail,
               "Bring back the key that was in use, from your backup of data/master.key.");
}

/// Kinds are known by the wired program, which is not started here.
Finding check_jobs(Foundation& found) {
    Program program({.config = found.config,
                     .data_dir = found.data_dir,
                     .clock = found.clock,
                     .random = found.random,
                     .keys = *found.keys,
                     .db = *found.db});
    auto waiting = jobs::unhandled(*found.db, program.runner().kinds(), found.clock.now());
    if (!waiting.ok()) return bad("jobs", waiting.error().detail, "Mend the database first.");
    if (waiting->empty()) return good("jobs", "Every job that waits has a handler.");
    auto const& first = waiting->front();
    return bad("jobs",
               fmt::format("{} jobs of the kind {} wait since {} and this program handles no such kind.",
                           first.count, first.kind, to_rfc3339(first.since)),
               "A newer Roost made them: run that version on every node. They are kept until then.");
}

void examine_database(Foundation& foundation, std::vector<Finding>& findings) {
    findings.push_back(check_database(*foundation.db));
    if (!findings.back().good) return;
    auto schema = foundation.db->read(
        [](db::Reader& reader) { return reader.scalar<std::int64_t>(sql::schema_version, {}); });
    findings.push_back(check_schema(schema.ok() ? *schema : 0, db::all_migrations().back().number));
    if (!findings.back().good) return;
    findings.push_back(check_key_fits(foundation));
    findings.push_back(check_jobs(foundation));
}

bool is_local(config::Config const& config) {
    auto const& listen = config.server.listen;
    return listen.starts_with("127.") || listen.starts_with("localhost") || listen.starts_with("[::1]");
}

/// What kept the foundation from being opened.
Finding check_opening(Error const& error) {
    if (error.code.starts_with("keys."))
        return bad("master_key", error.detail,
                   "Bring back the key that was in use, from your copy of master.key.");
    return bad(error.code.starts_with("db.") ? "database" : "data_folder", error.detail,
               "Correct data.dir or database.url, or start the database.");
}

}  // namespace

Finding check_data_folder(fs::path const& dir) {
    if (::access(dir.c_str(), R_OK | W_OK | X_OK) != 0) {
        return bad(
            "data_folder", "The data folder " + dir.string() + " can't be written.",
            "Give it to the user that runs Roost (chown, chmod 700), or choose another with data.dir.");
    }
    std::error_code failed;
    auto mode = fs::status(dir, failed).permissions();
    if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
        return bad("data_folder", "Other users of this machine can look into " + dir.string() + ".",
                   "Run chmod 700 " + dir.string() + ".");
    }
    return good("data_folder", "The data folder " + dir.string() + " is writable and private.");
}

Finding check_disk_space(std::uintmax_t free_bytes) {
    auto told = fmt::format("{:.1f} GiB are free for the data folder.",
                            static_cast<double>(free_bytes) / (1ULL << 30));
    if (free_bytes >= disk_space_wanted_bytes) return good("disk_space", told);
    return bad("disk_space", told, "Free at least 1 GiB: imports and the database's journal need room.");
}

Finding check_master_key_file(config::Config const& config) {
    if (!config.secrets.master_key.empty())
        return good("master_key_file", "The master key comes from the configuration.");
    auto path = fs::path(config.data.dir) / "master.key";
    std::error_code failed;
    auto mode = fs::status(path, failed).permissions();
    if (failed || !fs::exists(path))
        return good("master_key_file", "The master key will be made at the first start.");
    if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
        return bad("master_key_file", "Other users of this machine can read " + path.string() + ".",
                   "Run chmod 600 " + path.string() + "; if others have access to this machine, rotate it.");
    }
    return good("master_key_file",
                "The master key's file is private. Keep a copy of it apart from the database.");
}

Finding check_schema(std::int64_t schema, int newest) {
    auto told = fmt::format("The database has schema {}, this program knows {}.", schema, newest);
    if (schema == newest) return good("schema", told);
    if (schema < newest) return bad("schema", told, "Run roost migrate, or just start roost serve.");
    return bad("schema", told, "A newer Roost has used this database. Start that version or a later one.");
}

Finding check_clock(Instant now, Instant files_now, Seconds offset) {
    auto apart = std::chrono::abs((now - offset) - files_now);
    if (offset.count() != 0) {
        return bad("clock", fmt::format("clock.offset moves the clock by {} s.", offset.count()),
                   "Remove clock.offset; it is for tests.");
    }
    if (apart > std::chrono::minutes{2}) {
        return bad("clock",
                   fmt::format("This machine's clock and its disk's differ by {} s.", apart.count() / 1000),
                   "Switch on time synchronisation (systemd-timesyncd or chrony).");
    }
    return good("clock", "The clock agrees with the disk's.");
}

Finding check_folder_lock(fs::path const& dir) {
    auto server = FolderLock::server_of(dir);
    if (!server.ok()) {
        return bad("folder_lock", server.error().detail,
                   "Give " + (dir / "serving.lock").string() +
                       " to the user that runs Roost, or remove it while no server runs.");
    }
    return good("folder_lock", *server ? "Roost (" + **server + ") serves the data folder."
                                       : "No server runs on the data folder.");
}

Finding check_private_addresses(config::Config const& config) {
    if (!config.net.allow_private)
        return good("private_addresses", "Addresses that people give must be public.");
    if (is_local(config))
        return good("private_addresses", "Private addresses are allowed; only this machine reaches Roost.");
    return bad(
        "private_addresses", "Who may add a proxy can make Roost connect to this machine and to its network.",
        "Remove net.allow_private, unless your proxies are in a private network and you trust everybody "
        "who may add one.");
}

Finding check_address(config::Config const& config) {
    auto const& server = config.server;
    bool local = is_local(config);
    if (server.public_url.empty() && !local) {
        return bad("address", "It listens on " + server.listen + " but has no public address.",
                   "Set server.public_url to the address people use, so that links and cookies fit it.");
    }
    if (server.mode == config::Mode::production && server.public_url.starts_with("http://") && !local) {
        return bad("address", "People reach it over plain http: " + server.public_url + ".",
                   "Put a proxy with a certificate before it and set server.public_url to https://….");
    }
    return good("address", "It listens on " + server.listen + ".");
}

Finding check_health_url(config::Config const& config, Clock& clock, Random& random) {
    auto const& url = config.proxies.health_url;
    auto http = net::make_http(clock, random, {.allow_private = config.net.allow_private});
    net::Request request;
    request.url = url;
    request.timeout = Millis{5'000};
    auto answer = http->send(request);
    if (answer.ok() && answer->status < 400)
        return good("health_url", url + " answers; proxies can be tested.");
    auto why = answer.ok() ? fmt::format("answers {}", answer->status) : answer.error().detail;
    return bad("health_url", url + ": " + why,
               "Open the way to it, or set proxies.health_url to an address of yours that answers 200.");
}

std::vector<Finding> examine(CommandLine const& line) {
    std::vector<Finding> findings;
    auto config = line.load();
    if (!config.ok()) {
        findings.push_back(
            bad("configuration", config.error().detail, "Correct what it names, then ask again."));
        return findings;
    }
    findings.push_back(good("configuration", "The configuration is readable and complete."));
    auto foundation = open_unmigrated(line);
    if (!foundation.ok()) {
        findings.push_back(check_opening(foundation.error()));
        return findings;
    }
    Foundation& found = **foundation;
    findings.push_back(check_data_folder(found.data_dir));
    std::error_code failed;
    findings.push_back(check_disk_space(fs::space(found.data_dir, failed).available));
    findings.push_back(check_master_key_file(found.config));
    findings.push_back(check_folder_lock(found.data_dir));
    findings.push_back(check_address(found.config));
    findings.push_back(check_private_addresses(found.config));
    if (auto disk_now = file_system_time(found.data_dir)) {
        findings.push_back(check_clock(found.clock.now(), *disk_now, found.config.clock.offset));
    }
    examine_database(found, findings);
    findings.push_back(check_health_url(found.config, found.clock, found.random));
    return findings;
}

}  // namespace roost::app
