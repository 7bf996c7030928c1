// program.cpp: starts and stops the parts in the order that loses nothing.
#include "app/program.h"

#include <algorithm>

#include "app/embedded_files.h"
#include "app/metrics.h"
#include "app/services.h"
#include "core/http/idempotency.h"
#include "domains/accounts/routes.h"
#include "domains/accounts/routes_warmup.h"
#include "domains/accounts/workers.h"
#include "domains/accounts/workers_warmup.h"
#include "domains/bots/routes.h"
#include "domains/bots/waiting.h"
#include "domains/content/routes.h"
#include "domains/content/workers.h"
#include "domains/identity/routes.h"
#include "domains/identity/routes_authenticator.h"
#include "domains/models/routes.h"
#include "domains/proxies/routes.h"
#include "domains/proxies/workers.h"

namespace roost::app {
namespace {

http::ServerOptions server_options(ProgramParts const& parts) {
    http::ServerOptions options;
    options.listen = parts.config.server.listen;
    options.metrics_listen = parts.config.server.metrics_listen;
    options.public_url = parts.config.server.public_url;
    options.handler_threads = static_cast<int>(parts.config.server.threads);
    options.rate_limit_per_minute = parts.config.server.rate_limit;
    options.upload_dir = (parts.data_dir / "uploads").string();
    options.static_files = embedded_files();
    options.openapi_json = std::string(embedded_openapi());
    return options;
}

jobs::RunnerOptions runner_options(ProgramParts const& parts) {
    jobs::RunnerOptions options;
    options.threads = static_cast<int>(parts.config.jobs.threads);
    return options;
}

}  // namespace

Program::Program(ProgramParts parts)
    : parts_(std::move(parts)),
      feed_(live::make_feed(parts_.db, parts_.clock)),
      runner_(jobs::make_runner(parts_.db, parts_.clock, parts_.random, runner_options(parts_))),
      services_(std::make_unique<Services>(parts_)),
      waiting_bots_(std::make_unique<bots::WaitingBots>(parts_.db, parts_.clock, services_->warmup, *feed_)),
      authenticator_(identity::make_authenticator(services_->identity, &services_->bots)),
      server_(http::make_server(server_options(parts_),
                                {.db = parts_.db,
                                 .clock = parts_.clock,
                                 .random = parts_.random,
                                 .keys = parts_.keys,
                                 .authenticator = *authenticator_,
                                 .feed = *feed_,
                                 .ready = [this] { return parts_.db.ping(); },
                                 .measure = [this](metrics::Text& out) { measure(*this, out); }})) {
    register_routes();
    register_jobs();
}

Program::~Program() = default;

bool Program::has_role(config::ServerRole role) const {
    auto const& roles = parts_.config.server.roles;
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void Program::register_routes() {
    auto& services = *services_;
    server_->add(identity::routes(services.identity));
    server_->add(models::routes(services.models));
    server_->add(content::routes(services.content));
    server_->add(proxies::routes(services.proxies, *feed_));
    server_->add(accounts::routes(services.accounts, *feed_));
    server_->add(accounts::warmup_routes(services.warmup, parts_.db, parts_.clock));
    server_->add(bots::routes(services.bots, *waiting_bots_));
}

void Program::register_jobs() {
    auto& services = *services_;
    runner_->handle("http.forget_answers", [this](jobs::JobContext&) -> Result<boost::json::value> {
        TRY(http::forget_old_answers(parts_.db, parts_.clock.now()));
        return boost::json::value(nullptr);
    });
    runner_->schedule({.kind = "http.forget_answers", .every = Millis{10 * 60'000}});
    content::register_jobs(*runner_, services.content);
    proxies::register_jobs(*runner_, services.proxies);
    accounts::register_jobs(*runner_, services.accounts);
    accounts::register_warmup_jobs(*runner_, parts_.db, services.warmup);
}

Result<std::string> Program::start() {
    feed_->start();
    jobs::Duties duties{.jobs = has_role(config::ServerRole::worker),
                        .ticks = has_role(config::ServerRole::scheduler)};
    if (duties.jobs || duties.ticks) runner_->start(duties);
    if (!has_role(config::ServerRole::web)) return std::string();
    return server_->start();
}

void Program::stop(Millis grace) {
    server_->stop(grace);
    runner_->stop(grace);
    feed_->stop();
}

}  // namespace roost::app
