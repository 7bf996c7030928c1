// process_identity.h: a name for this process by which others on the machine see whether it still lives.
#pragma once

#include <string>

namespace roost::jobs {

/// `machine:process:start:number`: the boot and process namespace, the process id with the time it
/// started, and a number that is new for every call. Thread-safe.
std::string new_owner_name();

/// Whether the process of that name was on this machine and lives no more. False for other machines
/// and for names of another form: of those only an expired lease tells. Thread-safe.
bool is_gone(std::string const& owner);

}  // namespace roost::jobs
