// control.cpp: the sandbox's own page and API.
#include "sandbox/control.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <variant>

namespace roost::sandbox {

namespace bj = boost::json;

namespace {

constexpr std::size_t names_shown = 1000;

HttpResponse json(int status, bj::value const& body) { return {status, bj::serialize(body) + "\n"}; }

bj::object written(Failures const& failures) {
    return {{"checkpoint", failures.checkpoint},
            {"rate_limited", failures.rate_limited},
            {"broken_off", failures.broken_off}};
}

bj::array written(std::vector<Publication> const& list) {
    bj::array array;
    for (auto const& one : list) {
        array.push_back(bj::object{{"picture_sha256", one.picture_sha256}, {"text", one.text}});
    }
    return array;
}

/// The rates after `body`, or what is wrong with it.
std::variant<Failures, std::string> changed(Failures failures, bj::object const& body) {
    for (auto const& [name, value] : body) {
        double* rate = name == "checkpoint"     ? &failures.checkpoint
                       : name == "rate_limited" ? &failures.rate_limited
                       : name == "broken_off"   ? &failures.broken_off
                                                : nullptr;
        if (rate == nullptr) return std::string(name) + " is no rate.";
        bj::error_code failed;
        auto number = value.to_number<double>(failed);
        if (failed || !(number >= 0 && number <= 1)) return std::string(name) + " must be from 0 to 1.";
        *rate = number;
    }
    if (failures.checkpoint + failures.rate_limited + failures.broken_off > 1) return "Together at most 1.";
    return failures;
}

}  // namespace

Result<std::unique_ptr<Control>> Control::start(int port, Instagram& instagram) {
    std::unique_ptr<Control> control(new Control(instagram));
    control->listener_ = TRY(Listener::start(port, [self = control.get()](Socket& client) {
        serve_http(client, [&](HttpRequest const& request) { return self->handle(request); });
    }));
    return control;
}

HttpResponse Control::handle(HttpRequest const& request) {
    constexpr std::string_view profile = "/profiles/";
    auto const& target = request.target;
    bool get = request.method == "GET";
    if (get && target == "/") return page();
    if (get && target == "/failures") return json(200, written(instagram_.failures()));
    if (request.method == "PUT" && target == "/failures") return set_failures(request);
    if (get && target.starts_with(profile)) return show_profile(target.substr(profile.size()));
    if (get && target == "/profiles") {
        return json(200, {{"total", instagram_.profiles()},
                          {"usernames", bj::value_from(instagram_.usernames(names_shown))}});
    }
    return json(404, {{"error", "Nothing is here; GET / says what there is."}});
}

HttpResponse Control::show_profile(std::string const& username) const {
    auto profile = instagram_.profile(username);
    if (!profile) return json(404, {{"error", "No bot has been at this profile yet."}});
    return json(200, {{"username", username},
                      {"picture_sha256", profile->picture_sha256},
                      {"bio", profile->bio},
                      {"highlights", written(profile->highlights)},
                      {"stories", written(profile->stories)},
                      {"posts", written(profile->posts)}});
}

HttpResponse Control::set_failures(HttpRequest const& request) {
    bj::error_code failed;
    auto body = bj::parse(request.body, failed);
    if (failed || !body.is_object()) return json(400, {{"error", "Send a JSON object."}});
    auto outcome = changed(instagram_.failures(), body.get_object());
    if (auto const* wrong = std::get_if<std::string>(&outcome)) return json(422, {{"error", *wrong}});
    instagram_.set_failures(std::get<Failures>(outcome));
    return json(200, written(instagram_.failures()));
}

HttpResponse Control::page() const {
    auto failures = instagram_.failures();
    auto text = fmt::format(
        R"(<!doctype html><html lang="en"><meta charset="utf-8"><title>Roost sandbox</title>
<h1>Roost sandbox</h1>
<p>Stand-ins on this machine. Nothing here has ever met Instagram.</p>
<p>{} profiles: <a href="/profiles">names</a>, then /profiles/NAME.</p>
<p>Instagram answers with a checkpoint {:.0f} %, rate limit {:.0f} %, broken connection {:.0f} % of the time.
Change it with <code>curl -X PUT -d '{{"checkpoint": 0.1}}' …/failures</code>.</p>
)",
        instagram_.profiles(), failures.checkpoint * 100, failures.rate_limited * 100,
        failures.broken_off * 100);
    return {200, text, "text/html; charset=utf-8"};
}

}  // namespace roost::sandbox
