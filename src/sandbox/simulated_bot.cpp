// simulated_bot.cpp: a bot that uses only Roost's bot API and the sandbox's Instagram behind its proxy.
#include "sandbox/simulated_bot.h"

#include "core/base/base64.h"
#include "core/base/enums.h"
#include "core/base/text.h"

namespace roost::sandbox {

namespace bj = boost::json;

namespace {

constexpr Millis wait_margin{10'000};
constexpr Millis before_again{1'000};  // when nobody says how long
constexpr int picture_tries = 3;
constexpr int report_tries = 60;  // after that the lease has ended

Error unexpected(std::string_view doing, net::Response const& response) {
    return errors::internal(
        fmt::format("{}: unexpected answer {} {}", doing, response.status, response.body));
}

std::string text_at(bj::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// Method and path at the sandbox's Instagram for a step.
std::pair<std::string, std::string> action_of(std::string const& step) {
    static std::map<std::string, std::pair<std::string, std::string>> const actions{
        {"change_pfp", {"PUT", "/profile/picture"}},
        {"change_bio", {"PUT", "/profile/bio"}},
        {"add_highlight", {"POST", "/profile/highlights"}},
        {"add_story", {"POST", "/profile/stories"}},
        {"add_post", {"POST", "/profile/posts"}},
        {"remove_posts", {"DELETE", "/profile/posts"}},
        {"remove_story", {"DELETE", "/profile/stories"}},
        {"remove_highlight", {"DELETE", "/profile/highlights"}},
        {"reset_bio", {"DELETE", "/profile/bio"}},
        {"reset_pfp", {"DELETE", "/profile/picture"}}};
    auto found = actions.find(step);
    return found == actions.end() ? std::pair<std::string, std::string>{"POST", "/unknown"} : found->second;
}

std::optional<net::Proxy> proxy_of(bj::object const& task) {
    auto const* value = task.if_contains("proxy");
    if (!value || !value->is_object()) return std::nullopt;
    auto const& proxy = value->get_object();
    return net::Proxy{
        .kind = from_text<net::ProxyKind>(text_at(proxy, "kind")).value_or(net::ProxyKind::http),
        .host = text_at(proxy, "host"),
        .port = static_cast<int>(proxy.at("port").to_number<std::int64_t>()),
        .username = text_at(proxy, "username"),
        .password = Secret<std::string>(text_at(proxy, "password"))};
}

struct Refusal {
    std::string_view said;   // the stand-in's word, as in instagram.cpp
    char const* error_code;  // the protocol's
    char const* message;     // what a person in the review reads
};
constexpr Refusal refusals[] = {
    {"checkpoint", "checkpoint", "Instagram wants this person to confirm the log-in before anything else."},
    {"bad_credentials", "bad_credentials", "Instagram does not take this username and password."},
    {"rate_limited", "rate_limited", "Instagram says that this account did too much in a short time."},
    {"direct_connection", "proxy_failed",
     "Instagram was reached directly and not through the account's proxy."},
    {"broken_off", "network",
     "The connection broke while Instagram was answering; whether it did the step is not known."},
};

/// The protocol's error_code and a sentence for what Instagram answered.
std::pair<std::string, std::string> refusal_of(net::Response const& answer) {
    bj::error_code failed;
    auto body = bj::parse(answer.body, failed);
    auto said = !failed && body.is_object() ? text_at(body.get_object(), "error") : std::string();
    for (auto const& refusal : refusals) {
        if (said == refusal.said) return {refusal.error_code, refusal.message};
    }
    return {"network",
            "Instagram answered " + std::to_string(answer.status) + ", which this bot does not know."};
}

}  // namespace

Result<net::Response> SimulatedBot::call(std::string method, std::string path,
                                         std::optional<bj::object> body) {
    net::Request request{.method = std::move(method), .url = options_.roost_url + path};
    request.headers = {{"Authorization", "Bearer " + options_.token.reveal()}};
    request.timeout = Seconds{options_.wait_s} + wait_margin;
    if (body) {
        request.headers.emplace_back("Content-Type", "application/json");
        request.body = bj::serialize(*body);
    }
    return http_.send(request);
}

Result<net::Response> SimulatedBot::insist(int tries, std::string const& method, std::string const& path,
                                           std::optional<bj::object> const& body) {
    for (;;) {
        auto answer = call(method, path, body);
        bool later = !answer.ok() || answer->status == 429 || answer->status == 503;
        if (!later || --tries == 0) return answer;
        auto wait = before_again;
        if (answer.ok() && answer->headers.contains("retry-after"))
            wait = Seconds{text::parse_int(answer->headers.at("retry-after")).value_or(1)};
        if (options_.pause != nullptr && !options_.pause->wait(wait)) return answer;
    }
}

Result<void> SimulatedBot::say(std::string_view status) {
    if (said_ == status) return {};
    bj::object body{{"status", status}, {"version", "simulated"}, {"session_id", "simulated"}};
    auto answer = TRY(call("PUT", "/api/bot/heartbeat/" + options_.bot_id, body));
    if (answer.status != 200) return unexpected("heartbeat", answer);
    said_ = status;
    return {};
}

/// Lets the time pass that a step takes.
Millis SimulatedBot::work() {
    auto spread = static_cast<double>((options_.work_max - options_.work_min).count());
    auto span = options_.work_min + Millis{static_cast<std::int64_t>(random_.next_unit() * spread)};
    if (options_.pause != nullptr && span.count() > 0) options_.pause->wait(span);
    return span;
}

Result<Turn> SimulatedBot::take_turn() {
    auto path = "/api/bot/next-task/" + options_.bot_id + "?wait=" + std::to_string(options_.wait_s);
    auto asked = TRY(insist(report_tries, "GET", path));
    if (asked.status == 401) return Turn::dismissed;
    if (asked.status == 204) {
        TRY(say("idle"));
        return Turn::idle;
    }
    if (asked.status != 200) return unexpected("next-task", asked);
    TRY(say("working"));
    if (random_.next_unit() < options_.silence_rate) return Turn::silent;
    auto task = bj::parse(asked.body).as_object();
    if (random_.next_unit() < options_.failure_rate) {
        return report({std::move(task), {}, {}, {}, work(), true},
                      {"network", "The simulated bot was told to fail."});
    }
    auto step = TRY(fetch(std::move(task)));
    step.took = work();
    if (!step.has_all) return report(step, {"other", "The picture could not be fetched."});
    auto attempted = TRY(act(step));
    return report(step, attempted);
}

Result<SimulatedBot::Step> SimulatedBot::fetch(bj::object task) {
    auto account = std::to_string(task.at("account").at("id").to_number<std::int64_t>());
    auto path = "/api/bot/account/" + account + "/content?task_id=" + text_at(task, "task_id");
    auto answer = TRY(insist(report_tries, "GET", path));
    if (answer.status != 200) return unexpected("content", answer);
    auto content = bj::parse(answer.body).as_object();
    Step step{std::move(task), {}, {}, content, {}, true};
    if (auto const& image = content.at("image"); image.is_object()) {
        auto bytes = TRY(picture(text_at(image.get_object(), "url")));
        step.has_all = bytes.has_value();
        step.picture = std::move(bytes).value_or("");
    }
    if (auto const& text = content.at("text"); text.is_object()) {
        step.text = text_at(text.get_object(), "text_content");
    }
    return step;
}

Result<std::optional<std::string>> SimulatedBot::picture(std::string const& path) {
    auto answer = insist(picture_tries, "GET", path);
    if (!answer.ok() || answer->status == 503) return std::nullopt;
    if (answer->status != 200) return unexpected("image", *answer);
    return std::move(answer->body);
}

Result<SimulatedBot::Attempted> SimulatedBot::act(Step const& step) {
    auto const& account = step.task.at("account").as_object();
    auto [method, path] = action_of(text_at(step.task.at("step").as_object(), "name"));
    net::Request request{.method = method, .url = options_.instagram_url + path};
    request.headers = {{"X-Username", text_at(account, "username")},
                       {"X-Password", text_at(account, "password")},
                       {"X-Text", text::base64_encode(step.text)},
                       {"Content-Type", "application/octet-stream"}};
    request.body = step.picture;
    request.proxy = proxy_of(step.task);
    auto sent = http_.send(request);
    if (!sent.ok()) return Attempted{"proxy_failed", sent.error().detail};
    if (sent->status == 200) return Attempted{};
    auto [error_code, message] = refusal_of(*sent);
    return Attempted{std::move(error_code), std::move(message)};
}

Result<Turn> SimulatedBot::report(Step const& step, Attempted const& attempted) {
    bj::object body{{"task_id", step.task.at("task_id")},
                    {"bot_id", options_.bot_id},
                    {"session_id", "simulated"},
                    {"execution_time_ms", step.took.count()}};
    bool failed = attempted.error_code.has_value();
    if (failed) {
        body["error_code"] = *attempted.error_code;
        body["error_message"] = attempted.message;
    } else {
        body["content_used"] = step.content_used;
    }
    auto path = failed ? "/api/bot/step-failed" : "/api/bot/step-complete";
    auto answer = TRY(insist(report_tries, "POST", path, body));
    if (answer.status == 200 && random_.next_unit() < options_.repeat_rate)
        answer = TRY(call("POST", path, body));
    if (answer.status == 409) return Turn::lost;
    if (answer.status != 200) return unexpected(path, answer);
    return failed ? Turn::failed : Turn::completed;
}

}  // namespace roost::sandbox
