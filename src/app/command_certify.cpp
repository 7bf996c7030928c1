// command_certify.cpp: `roost certify`: examines somebody's bot, offline, and says what it must learn.
#include <fmt/format.h>
#include <pthread.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include "app/certification.h"
#include "app/commands.h"
#include "app/end_signals.h"

namespace roost::app {
namespace {

struct Options {
    int port = 8095;
    int patience_s = 120;
    std::string recording;
};

void print_introduction(Certification& examination, bool json) {
    if (json) {
        boost::json::object object{{"url", examination.url()},
                                   {"bot_id", examination.bot_id()},
                                   {"token", examination.token().reveal()}};
        fmt::print("{}\n", boost::json::serialize(object));
    } else {
        fmt::print(
            "Start your bot against this Roost; everything in it is made up, and nothing leaves this machine.\n");
        fmt::print("  url     {}\n  bot id  {}\n  token   {}\n", examination.url(), examination.bot_id(),
                   examination.token().reveal());
        fmt::print("Its proxies lead to http://{}/ only. Steps may be done there, or only pretended.\n",
                   sandbox::instagram_host);
    }
    std::fflush(stdout);
}

void print_verdicts(std::vector<sandbox::Verdict> const& verdicts, bool json) {
    boost::json::array array;
    for (auto const& one : verdicts) {
        array.push_back(boost::json::object{{"name", one.name},
                                            {"rule", one.rule},
                                            {"outcome", to_text(one.outcome)},
                                            {"reason", one.reason},
                                            {"needed", one.needed}});
        if (json) continue;
        fmt::print("{:9} {:14} {}\n", to_text(one.outcome), one.name, one.rule);
        if (!one.reason.empty()) fmt::print("{:24} {}\n", "", one.reason);
    }
    bool certified = sandbox::deserves_certificate(verdicts);
    if (json)
        fmt::print("{}\n", boost::json::serialize(
                               boost::json::object{{"certified", certified}, {"verdicts", array}}));
    std::fflush(stdout);
}

Result<void> write_recording(std::string const& file, std::vector<sandbox::Exchange> const& recording) {
    if (file.empty()) return {};
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    for (auto const& exchange : recording) out << sandbox::to_line(exchange);
    out.flush();
    if (!out)
        return errors::unavailable("certify.unwritable", "The recording can't be written to " + file + ".");
    return {};
}

Result<void> certify(Options const& options, bool json) {
    EndSignals signals;
    SystemRandom random;
    CertificationOptions wanted{.port = options.port};
    wanted.patience.silence = Seconds{options.patience_s};
    auto examination = TRY(Certification::start(wanted, random));
    print_introduction(*examination, json);
    std::thread watch([&] {
        signals.wait();
        examination->stop();
    });
    auto ran = examination->run();
    pthread_kill(watch.native_handle(), SIGTERM);  // nobody needs to end what has ended
    watch.join();
    TRY(std::move(ran));
    auto verdicts = examination->verdicts();
    print_verdicts(verdicts, json);
    TRY(write_recording(options.recording, examination->recording()));
    if (sandbox::deserves_certificate(verdicts)) return {};
    return errors::conflict(
        "certify.not_certified",
        "The bot is not certified: see what is not \"passed\" above. Exchanges are numbered "
        "as in the recording (--recording FILE).");
}

}  // namespace

void add_certify_command(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "certify", "examine a bot of yours on this machine: lost answers, ended leases, pauses and more");
    command->add_option("--port", options->port, "where the bot finds Roost on 127.0.0.1 (default: 8095)")
        ->check(CLI::Range(0, 65535));
    command
        ->add_option("--patience", options->patience_s,
                     "seconds of silence after which the bot is gone (default: 120)")
        ->check(CLI::Range(5, 3600));
    command->add_option("--recording", options->recording,
                        "a file for every exchange, one JSON object a line");
    command->add_flag("--json", line.json, "answer as JSON, for scripts");
    on_chosen(*command, line, [&line, options] { return certify(*options, line.json); });
}

}  // namespace roost::app
