// certification.h: a Roost of its own, with accounts, pictures and the sandbox, in which a bot is examined.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/program.h"
#include "app/services.h"
#include "core/base/secret.h"
#include "sandbox/bot_exam.h"
#include "sandbox/bot_exam_rules.h"
#include "sandbox/sandbox.h"

namespace roost::app {

struct CertificationOptions {
    int port = 0;  // where the bot finds Roost; 0 picks one
    sandbox::ExamPatience patience = {};
};

/// A folder of this machine's temporary place that is gone when this is.
class TemporaryFolder {
public:
    explicit TemporaryFolder(Random& random);
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Made on one thread: start(), then run(); stop() from any thread. Everything it stores is made up
/// and goes with it; nothing outside this machine is asked.
class Certification {
public:
    /// `random` outlives it. Errors: those of db::open and Program::start, sandbox.cannot_listen.
    static Result<std::unique_ptr<Certification>> start(CertificationOptions const& options, Random& random);
    ~Certification();

    /// Blocks until the bot has been through every trial, fell silent, or stop().
    Result<void> run() { return exam_->run(); }
    void stop() { exam_->stop(); }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(exam_->port()); }
    std::string const& bot_id() const { return bot_id_; }
    Secret<std::string> const& token() const { return token_; }
    sandbox::Sandbox& sandbox() { return *sandbox_; }
    std::vector<sandbox::Exchange> recording() const { return exam_->recording(); }
    std::vector<sandbox::Verdict> verdicts() const;

private:
    /// The machine's clock, which can be moved on: so a lease ends when the examination says so.
    class MovingClock;

    explicit Certification(Random& random);
    Result<void> serve();
    Result<void> fill();
    Result<void> add_accounts(models::ModelId model);
    Result<void> clean_up(accounts::AccountId account);
    sandbox::ExamControls controls();

    Random& random_;
    TemporaryFolder folder_;
    config::Config config_;
    std::unique_ptr<MovingClock> clock_;
    SystemClock real_clock_;
    crypto::Keyring keys_;
    std::unique_ptr<db::Db> db_;
    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::unique_ptr<Program> program_;
    std::unique_ptr<net::Http> http_;
    std::string address_;
    Actor actor_;
    models::ModelId next_model_;  // for whom the cleaned account is
    std::string bot_id_;
    Secret<std::string> token_;
    std::unique_ptr<sandbox::BotExam> exam_;
};

}  // namespace roost::app
