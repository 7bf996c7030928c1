// command_doctor.cpp: `roost doctor`: prints what it found, and ends with 1 when something needs
// mending.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/commands.h"
#include "app/doctor.h"

namespace roost::app {
namespace {

void print_json(std::vector<Finding> const& findings) {
    boost::json::array array;
    for (auto const& finding : findings) {
        array.push_back(boost::json::object{{"check", finding.check},
                                            {"good", finding.good},
                                            {"told", finding.told},
                                            {"advice", finding.advice}});
    }
    fmt::print("{}\n", boost::json::serialize(array));
}

void print_text(std::vector<Finding> const& findings) {
    for (auto const& finding : findings) {
        fmt::print("{} {:16} {}\n", finding.good ? "ok  " : "MEND", finding.check, finding.told);
        if (!finding.good) fmt::print("     {:16} → {}\n", "", finding.advice);
    }
}

}  // namespace

void add_doctor_command(CLI::App& app, CommandLine& line) {
    auto* doctor =
        app.add_subcommand("doctor", "check configuration, data, keys, database, clock and services");
    line.add_shared_options(*doctor);
    on_chosen(*doctor, line, [&line]() -> Result<void> {
        auto findings = examine(line);
        if (line.json) print_json(findings);
        else print_text(findings);
        for (auto const& finding : findings) {
            if (!finding.good) throw CLI::RuntimeError(1);
        }
        return {};
    });
}

}  // namespace roost::app
