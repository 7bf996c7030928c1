// doctor.h: looks at everything Roost needs and says how to mend what is wrong (RUN-3).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/command_line.h"
#include "core/clock/clock.h"
#include "core/config/config.h"
#include "core/crypto/random.h"
#include "core/db/db.h"

namespace roost::app {

/// One check's outcome. `advice` is empty when it is good.
struct Finding {
    std::string check;  // configuration, data_folder, disk_space, master_key, database, schema, clock, …
    bool good = true;
    std::string told;
    std::string advice;
};

/// Below this the disk check complains: a big import and its journal need about as much.
inline constexpr std::uintmax_t disk_space_wanted_bytes = 1ULL << 30;

Finding check_data_folder(std::filesystem::path const& dir);
Finding check_disk_space(std::uintmax_t free_bytes);
Finding check_master_key_file(config::Config const& config);
/// `schema` and `newest`: migration numbers of the database and of this program.
Finding check_schema(std::int64_t schema, int newest);
/// `files_now`: the clock of the file system that holds the data, which on a network disk is
/// another machine's.
Finding check_clock(Instant now, Instant files_now, Seconds offset);
/// Who serves the folder, and whether anybody can.
Finding check_folder_lock(std::filesystem::path const& dir);
/// Whether people on the network can make Roost connect to the inside of it.
Finding check_private_addresses(config::Config const& config);
/// Production over plain http, or listening for everybody without a public address.
Finding check_address(config::Config const& config);
/// Asks `proxies.health_url`; health tests of proxies can't work when it does not answer.
Finding check_health_url(config::Config const& config, Clock& clock, Random& random);

/// Every check in order; later ones are left out when an earlier one makes them impossible.
std::vector<Finding> examine(CommandLine const& line);

}  // namespace roost::app
