// process_identity.cpp: reads /proc; ids are reused, so a process is its id and its start time.
#include "core/jobs/process_identity.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "core/crypto/password.h"

namespace roost::jobs {
namespace {

/// The start time of a process in ticks since boot: the 22nd field of its stat line; empty when there
/// is no such process, or only what its parent has not collected yet.
std::string start_of(std::string const& process) {
    std::ifstream in("/proc/" + process + "/stat");
    std::string line;
    std::getline(in, line);
    // The second field is a name in brackets that may hold anything, brackets and spaces too.
    auto name_end = line.rfind(')');
    if (name_end == line.npos) return "";
    std::istringstream fields(line.substr(name_end + 1));
    std::string field;
    fields >> field;
    if (field == "Z" || field == "X") return "";
    for (int i = 4; i <= 22; ++i) fields >> field;
    return field;
}

/// This boot and this process namespace: ids mean something only within both.
std::string const& machine() {
    static std::string const name = [] {
        std::ifstream in("/proc/sys/kernel/random/boot_id");
        std::string boot;
        std::getline(in, boot);
        std::error_code unknown;
        auto space = std::filesystem::read_symlink("/proc/self/ns/pid", unknown);
        return crypto::hex(crypto::sha256(boot + space.string())).substr(0, 16);
    }();
    return name;
}

}  // namespace

std::string new_owner_name() {
    static std::atomic<int> number = 0;
    auto process = std::to_string(::getpid());
    return fmt::format("{}:{}:{}:{}", machine(), process, start_of(process), ++number);
}

bool is_gone(std::string const& owner) {
    std::istringstream in(owner);
    std::string place, process, start;
    if (!std::getline(in, place, ':') || !std::getline(in, process, ':') || !std::getline(in, start, ':'))
        return false;
    return place == machine() && !start.empty() && start_of(process) != start;
}

}  // namespace roost::jobs
