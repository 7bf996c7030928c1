// exchange.cpp: tells the requests of the bot protocol apart, and writes them down.
#include "sandbox/exchange.h"

namespace roost::sandbox {

namespace bj = boost::json;

namespace {

bool is(Exchange const& exchange, std::string_view method, std::string_view start) {
    return exchange.method == method && exchange.target.starts_with(start);
}

/// `value` without the passwords of accounts and proxies.
bj::value blanked(bj::value value) {
    if (auto* object = value.if_object()) {
        for (auto& [name, member] : *object) member = name == "password" ? bj::value("…") : blanked(member);
    }
    return value;
}

}  // namespace

std::string_view path_of(Exchange const& exchange) {
    return std::string_view(exchange.target).substr(0, exchange.target.find('?'));
}

bool asks_for_task(Exchange const& exchange) { return is(exchange, "GET", "/api/bot/next-task/"); }
bool asks_for_content(Exchange const& exchange) { return is(exchange, "GET", "/api/bot/account/"); }
bool asks_for_image(Exchange const& exchange) { return is(exchange, "GET", "/api/bot/images/"); }
bool reports_done(Exchange const& exchange) { return is(exchange, "POST", "/api/bot/step-complete"); }
bool reports_failed(Exchange const& exchange) { return is(exchange, "POST", "/api/bot/step-failed"); }

std::string to_line(Exchange const& exchange) {
    bj::object line{{"number", exchange.number},
                    {"at_ms", exchange.asked_at.count()},
                    {"took_ms", (exchange.answered_at - exchange.asked_at).count()},
                    {"trial", to_text(exchange.trial)},
                    {"method", exchange.method},
                    {"target", exchange.target},
                    {"asked", blanked(exchange.asked)},
                    {"status", exchange.status},
                    {"answered", blanked(exchange.answered)},
                    {"delivery", to_text(exchange.delivery)},
                    {"passed_on", exchange.passed_on}};
    return bj::serialize(line) + "\n";
}

}  // namespace roost::sandbox
