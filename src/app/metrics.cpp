// metrics.cpp: asks every part for its counts and the kernel for those of the process.
#include "app/metrics.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "app/program.h"
#include "app/services.h"
#include "core/metrics/source.h"

namespace roost::app {
namespace {

using metrics::Kind;

double seconds(timeval const& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int open_files() {
    auto* folder = ::opendir("/proc/self/fd");
    if (!folder) return 0;
    int count = -3;  // ".", ".." and this folder
    while (::readdir(folder)) ++count;
    ::closedir(folder);
    return count;
}

/// Names as every Prometheus client has them, so that common dashboards fit.
void measure_process(metrics::Text& out) {
    std::ifstream memory("/proc/self/statm");
    double pages = 0, resident = 0;
    memory >> pages >> resident;
    out.single("process_resident_memory_bytes", Kind::gauge, "Memory in use.",
               resident * static_cast<double>(::sysconf(_SC_PAGESIZE)));
    out.single("process_open_fds", Kind::gauge, "Open files and sockets.", open_files());
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out.single("process_max_fds", Kind::gauge, "How many files and sockets may be open.",
               static_cast<double>(files.rlim_cur));
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    out.single("process_cpu_seconds_total", Kind::counter, "Time spent computing.",
               seconds(used.ru_utime) + seconds(used.ru_stime));
}

}  // namespace

void measure(Program& program, metrics::Text& out) {
    out.family("roost_build_info", Kind::gauge, "The running version.");
    out.sample({{"version", ROOST_VERSION}, {"engine", to_text(program.parts().db.engine())}}, 1);
    metrics::measure(program.parts().db, out);
    metrics::measure(program.runner(), out);
    metrics::measure(*program.services().http, out);
    measure_process(out);
}

}  // namespace roost::app
