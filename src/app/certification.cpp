// certification.cpp: fills a small workspace and gives the examination its hold on it.
#include "app/certification.h"

#include <fmt/format.h>

#include <atomic>

#include "domains/content/seed.h"
#include "domains/models/seed.h"

namespace roost::app {
namespace {

constexpr int accounts_made = 6;
constexpr int accounts_per_proxy = 3;
constexpr Millis past_lease = std::chrono::minutes{11};  // leases last ten
constexpr Millis stop_grace{5'000};
constexpr char const* workspace_name = "Examination";

}  // namespace

class Certification::MovingClock final : public Clock {
public:
    Instant now() const override { return real_.now() + Millis{ahead_ms_.load()}; }
    Millis monotonic() const override { return real_.monotonic() + Millis{ahead_ms_.load()}; }
    void advance(Millis span) { ahead_ms_ += span.count(); }

private:
    SystemClock real_;
    std::atomic<std::int64_t> ahead_ms_ = 0;
};

TemporaryFolder::TemporaryFolder(Random& random)
    : path_(std::filesystem::temp_directory_path() / ("roost-certify-" + random.hex(8))) {
    std::filesystem::create_directories(path_);
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // nobody is left to hear of it, and the system clears the place
    std::filesystem::remove_all(path_, ignored);
}

Certification::Certification(Random& random)
    : random_(random),
      folder_(random),
      clock_(std::make_unique<MovingClock>()),
      keys_({Secret<std::string>(random.hex(16))}, random) {}

Certification::~Certification() {
    if (exam_) exam_->stop();
    exam_.reset();
    if (program_) program_->stop(stop_grace);
}

Result<std::unique_ptr<Certification>> Certification::start(CertificationOptions const& options,
                                                            Random& random) {
    std::unique_ptr<Certification> made(new Certification(random));
    made->sandbox_ = TRY(sandbox::Sandbox::start({}, random));
    TRY(made->serve());
    TRY(made->fill());
    made->http_ = net::make_http(made->real_clock_, random, {.allow_private = true});
    made->exam_ = TRY(sandbox::BotExam::start(options.port, "http://" + made->address_, *made->http_,
                                              made->real_clock_, made->controls(), options.patience));
    return made;
}

Result<void> Certification::serve() {
    config_.data.dir = folder_.path().string();
    config_.server.listen = "127.0.0.1:0";
    config_.net.allow_private = true;
    db_ = TRY(db::open({.url = (folder_.path() / "roost.db").string()}));
    TRY(db::migrate(*db_));
    program_ = std::make_unique<Program>(ProgramParts{.config = config_,
                                                      .data_dir = folder_.path(),
                                                      .clock = *clock_,
                                                      .random = random_,
                                                      .keys = keys_,
                                                      .db = *db_});
    address_ = TRY(program_->start());
    return {};
}

Result<void> Certification::fill() {
    auto& services = program_->services();
    identity::UserSpec owner;
    owner.credentials = {.email = "owner@roost.invalid", .password = Secret<std::string>(random_.hex(16))};
    owner.workspace = workspace_name;
    actor_ = Actor::system(TRY(services.identity.create_user(owner)).workspace.id, "examination");
    boost::json::object at_once{{"gap_s", 0}, {"cap_per_account_day", 0}, {"cap_per_proxy_day", 0}};
    TRY(services.identity.change_settings(actor_, {{"warmup", at_once}}, ""));
    auto models = TRY(models::seed(*db_, *clock_, actor_));
    content::ImageFiles files(folder_.path());
    TRY(content::seed({*db_, *clock_, files}, actor_, models));
    next_model_ = models.at(1);
    TRY(add_accounts(models.front()));
    auto bot = TRY(services.bots.create(actor_, "Under examination"));
    bot_id_ = bot.bot.bot_id;
    token_ = bot.token;
    return {};
}

Result<void> Certification::add_accounts(models::ModelId model) {
    auto& services = program_->services();
    proxies::rules::Fields proxy;
    proxy.host = {true, "127.0.0.1"};
    proxy.port = {true, sandbox_->proxy_port()};
    proxy.password = {true, Secret<std::string>("secret")};
    proxy.max_accounts = {true, accounts_per_proxy};
    for (int n = 0; n < accounts_made / accounts_per_proxy; ++n) {
        proxy.kind = {true, n == 0 ? proxies::ProxyKind::http : proxies::ProxyKind::socks5};
        proxy.username = {true, "proxy"};
        TRY(services.proxies.create(actor_, proxy));
    }
    for (int n = 0; n < accounts_made; ++n) {
        accounts::NewAccountInput account{.username = fmt::format("examinee.{}", n + 1),
                                          .password = Secret<std::string>(random_.hex(6)),
                                          .model_id = model};
        TRY(services.accounts.create(actor_, account));
    }
    return {};
}

/// What a person does who gives an account that is ready to another model.
Result<void> Certification::clean_up(accounts::AccountId account) {
    auto& service = program_->services().accounts;
    auto ready = TRY(service.make_gesture(actor_, "lifecycle", {{"lifecycle_state", "ready"}}));
    TRY(service.apply_one(actor_, account, ready));
    auto given = TRY(service.make_gesture(actor_, "reassign", {{"model_id", next_model_.value}}));
    TRY(service.apply_one(actor_, account, given));
    return {};
}

sandbox::ExamControls Certification::controls() {
    auto& bots = program_->services().bots;
    return {.end_lease = [this] { clock_->advance(past_lease); },
            .pause_bot = [this, &bots](bool paused) -> Result<void> {
                TRY(bots.update(actor_, bot_id_, std::nullopt, paused));
                return {};
            },
            .clean_up = [this](std::int64_t account) { return clean_up(accounts::AccountId{account}); },
            .kill_token = [this, &bots]() -> Result<void> {
                TRY(bots.rotate(actor_, bot_id_));
                return {};
            }};
}

std::vector<sandbox::Verdict> Certification::verdicts() const {
    return sandbox::judge(exam_->recording(),
                          [this](std::string const& name) { return sandbox_->instagram().profile(name); });
}

}  // namespace roost::app
