// bot_exam.cpp: which trial comes when, and what goes wrong in each.
#include "sandbox/bot_exam.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/crypto/password.h"

namespace roost::sandbox {

namespace bj = boost::json;

namespace {

constexpr Millis longest_answer{60'000};  // a long poll takes up to 30 s
constexpr std::string_view passed_headers[] = {"accept", "authorization", "content-type", "if-none-match",
                                               "range"};
constexpr std::string_view returned_headers[] = {"content-range", "etag", "retry-after"};

bj::value parsed(std::string const& body) {
    bj::error_code failed;
    auto value = bj::parse(body, failed);
    return failed ? bj::value() : value;
}

std::string text_at(bj::value const& value, std::string_view name) {
    auto const* object = value.if_object();
    auto const* member = object ? object->if_contains(name) : nullptr;
    return member && member->is_string() ? std::string(member->get_string()) : "";
}

std::string query_value(std::string_view target, std::string_view name) {
    auto at = target.find(std::string(name) + "=");
    if (at == std::string_view::npos) return "";
    auto value = target.substr(at + name.size() + 1);
    return std::string(value.substr(0, value.find('&')));
}

/// A newer Roost may answer more than a bot knows.
void add_unknown_field(HttpResponse& response) {
    auto value = parsed(response.body);
    if (!value.is_object()) return;
    value.get_object()["of_a_newer_version"] = bj::object{{"nested", bj::array{1, "two", nullptr}}};
    response.body = bj::serialize(value);
}

bool needs_picture(Trial trial) { return trial == Trial::half_picture || trial == Trial::no_picture; }

}  // namespace

BotExam::BotExam(std::string roost_url, net::Http& http, Clock const& clock, ExamControls controls,
                 ExamPatience patience)
    : roost_url_(std::move(roost_url)),
      http_(http),
      clock_(clock),
      controls_(std::move(controls)),
      patience_(patience),
      began_(clock.monotonic()),
      left_{Trial::plain_step,   Trial::unknown_field, Trial::slow_down, Trial::cleanup_step,
            Trial::lost_task,    Trial::lost_report,   Trial::busy,      Trial::lost_content,
            Trial::half_picture, Trial::no_picture,    Trial::lost_lease} {}

Result<std::unique_ptr<BotExam>> BotExam::start(int port, std::string roost_url, net::Http& http,
                                                Clock const& clock, ExamControls controls,
                                                ExamPatience patience) {
    std::unique_ptr<BotExam> exam(
        new BotExam(std::move(roost_url), http, clock, std::move(controls), patience));
    exam->listener_ = TRY(Listener::start(port, [self = exam.get()](Socket& client) {
        serve_http(client, [&](HttpRequest const& request) { return self->handle(request); });
    }));
    return exam;
}

HttpResponse BotExam::handle(HttpRequest const& request) {
    auto exchange = open(request);
    auto refused = refuse(exchange);
    exchange.passed_on = !refused;
    bool late = reports(exchange) && exchange.trial == Trial::lost_lease;
    if (late && once(Trial::lost_lease)) controls_.end_lease();
    auto response = refused ? *refused : pass_on(request);
    spoil(exchange, response);
    close(std::move(exchange), response);
    return response;
}

HttpResponse BotExam::pass_on(HttpRequest const& request) {
    net::Request asked{.method = request.method, .url = roost_url_ + request.target, .body = request.body};
    for (auto name : passed_headers) {
        if (auto value = request.header(name); !value.empty()) asked.headers.emplace_back(name, value);
    }
    asked.timeout = longest_answer;
    auto answer = http_.send(asked);
    if (!answer.ok()) return {502, bj::serialize(bj::object{{"detail", answer.error().detail}})};
    HttpResponse response{answer->status, std::move(answer->body)};
    for (auto const& [name, value] : answer->headers) {
        if (name == "content-type") response.content_type = value;
        if (std::ranges::find(returned_headers, name) != std::end(returned_headers))
            response.headers[name] = value;
    }
    return response;
}

Exchange BotExam::open(HttpRequest const& request) {
    std::lock_guard lock(mutex_);
    Exchange exchange{.asked_at = since_start(), .method = request.method, .target = request.target};
    if (request.header("content-type").starts_with("application/json")) exchange.asked = parsed(request.body);
    if (reports(exchange)) exchange.task_id = text_at(exchange.asked, "task_id");
    if (asks_for_content(exchange)) exchange.task_id = query_value(request.target, "task_id");
    if (asks_for_image(exchange)) exchange.task_id = task_id_;
    if (!exchange.task_id.empty() && exchange.task_id == task_id_) exchange.trial = trial_;
    if (asks_for_task(exchange)) {
        if (stage_ == Stage::tasks && reported_ && left_.empty()) stage_ = Stage::pausing;
        else if (stage_ == Stage::pausing) exchange.trial = Trial::pause;
        bool again = reported_ && !recording_.empty();
        if (again && std::erase(left_, Trial::slow_down) > 0) exchange.trial = Trial::slow_down;
    }
    if (stage_ == Stage::dead) exchange.trial = Trial::dead_token;
    return exchange;
}

HttpResponse BotExam::busy(int status) const {
    HttpResponse response{status, R"({"code":"exam.busy","detail":"Try again later."})",
                          "application/problem+json"};
    response.headers["Retry-After"] = std::to_string(patience_.retry_after.count());
    return response;
}

std::optional<HttpResponse> BotExam::refuse(Exchange const& exchange) {
    std::lock_guard lock(mutex_);
    if (exchange.trial == Trial::slow_down) return busy(429);
    if (asks_for_image(exchange) && exchange.trial == Trial::no_picture) return busy(503);
    if (reports(exchange) && exchange.trial == Trial::busy && once(Trial::busy)) return busy(503);
    return std::nullopt;
}

void BotExam::spoil(Exchange& exchange, HttpResponse& response) {
    std::lock_guard lock(mutex_);
    if (response.status != 200) return;
    if (asks_for_task(exchange)) meet_task(exchange, response);
    auto trial = exchange.trial;
    if (trial == Trial::unknown_field) add_unknown_field(response);
    bool lost = (trial == Trial::lost_task && asks_for_task(exchange)) ||
                (trial == Trial::lost_content && asks_for_content(exchange)) ||
                (trial == Trial::lost_report && reports(exchange));
    if (lost && once(trial)) response.delivery = Delivery::nothing;
    if (trial == Trial::half_picture && asks_for_image(exchange) && once(trial))
        response.delivery = Delivery::half;
}

void BotExam::meet_task(Exchange& exchange, HttpResponse& response) {
    auto task = parsed(response.body);
    exchange.task_id = text_at(task, "task_id");
    if (exchange.task_id != task_id_) {
        task_id_ = exchange.task_id;
        reported_ = false;
        bool cleanup = text_at(task, "kind") == "cleanup";
        bool bio = text_at(task.at("step"), "name") == "change_bio";
        trial_ = stage_ == Stage::tasks ? next_trial(cleanup, !cleanup && !bio) : Trial::ordinary;
    }
    exchange.trial = trial_;
}

Trial BotExam::next_trial(bool cleanup, bool has_picture) {
    auto fits = [&](Trial trial) {
        if (trial == Trial::slow_down) return false;  // of no task
        return cleanup == (trial == Trial::cleanup_step) && (has_picture || !needs_picture(trial));
    };
    auto found = std::ranges::find_if(left_, fits);
    if (found == left_.end()) return Trial::ordinary;
    auto trial = *found;
    left_.erase(found);
    return trial;
}

void BotExam::close(Exchange exchange, HttpResponse const& response) {
    std::lock_guard lock(mutex_);
    exchange.number = static_cast<int>(recording_.size()) + 1;
    exchange.answered_at = since_start();
    exchange.status = response.status;
    exchange.delivery = response.delivery;
    exchange.answered = parsed(response.body);
    if (asks_for_image(exchange)) exchange.picture_sha256 = crypto::hex(crypto::sha256(response.body));
    auto wait = response.headers.find("Retry-After");
    if (wait != response.headers.end())
        exchange.retry_after = Seconds{text::parse_int(wait->second).value_or(0)};
    bool of_task = reports(exchange) && exchange.task_id == task_id_;
    if (of_task && (response.status == 200 || response.status == 409)) {
        reported_ = true;
        if (exchange.trial == Trial::plain_step && response.status == 200)
            cleanup_account_ = exchange.answered.at("account_id").to_number<std::int64_t>();
    }
    recording_.push_back(std::move(exchange));
    changed_.notify_all();
}

bool BotExam::await(std::unique_lock<std::mutex>& lock, std::function<bool()> const& reached) {
    // A bot that only asks, and gets nothing, makes no progress either.
    auto last_heard = [&] {
        auto busy = std::ranges::find_if(recording_.rbegin(), recording_.rend(),
                                         [](Exchange const& one) { return one.status != 204; });
        return busy == recording_.rend() ? Millis{0} : busy->answered_at;
    };
    auto since = since_start();
    while (!reached() && !pause_.over()) {
        auto left = std::max(last_heard(), since) + patience_.silence - since_start();
        if (left.count() <= 0) break;
        changed_.wait_for(lock, left);
    }
    return reached();
}

Result<void> BotExam::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        bool goes_on = await(lock, [&] { return stage_ == Stage::pausing || cleanup_account_ != 0; });
        if (!goes_on) return {};
        auto account = std::exchange(cleanup_account_, 0);
        bool pausing = stage_ == Stage::pausing;
        lock.unlock();
        if (pausing) break;
        TRY(controls_.clean_up(account));
        lock.lock();
    }
    TRY(watch_pause());
    return watch_dead_token();
}

Result<void> BotExam::watch_pause() {
    TRY(controls_.pause_bot(true));
    std::unique_lock lock(mutex_);
    bool idle = await(lock, [&] {
        return std::ranges::any_of(
            recording_, [](auto const& one) { return one.trial == Trial::pause && one.status == 204; });
    });
    lock.unlock();
    if (idle) pause_.wait(patience_.watched);
    TRY(controls_.pause_bot(false));
    lock.lock();
    stage_ = Stage::resumed;
    auto before = task_id_;
    await(lock, [&] { return task_id_ != before && reported_; });
    return {};
}

Result<void> BotExam::watch_dead_token() {
    std::unique_lock lock(mutex_);
    stage_ = Stage::dead;
    lock.unlock();
    TRY(controls_.kill_token());
    lock.lock();
    bool met = await(lock, [&] { return !recording_.empty() && recording_.back().status == 401; });
    lock.unlock();
    if (met) pause_.wait(patience_.watched);
    lock.lock();
    stage_ = Stage::over;
    return {};
}

void BotExam::stop() {
    pause_.end();
    std::lock_guard lock(mutex_);
    changed_.notify_all();
}

std::vector<Exchange> BotExam::recording() const {
    std::lock_guard lock(mutex_);
    return recording_;
}

}  // namespace roost::sandbox
