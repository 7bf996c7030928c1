// service_test_proxy.cpp: does a proxy work? One real, authenticated request through it.
#include <atomic>
#include <boost/json.hpp>
#include <thread>

#include "core/base/text.h"
#include "core/live/live.h"
#include "core/log/log.h"
#include "domains/proxies/errors.h"
#include "domains/proxies/rules_places.h"
#include "domains/proxies/service.h"
#include "domains/proxies/store.h"

namespace roost::proxies {
namespace {

constexpr int tests_at_a_time = 8;

/// The address the health service saw: its answer as plain text, or `{"ip": "…"}`.
std::optional<std::string> exit_address(std::string const& body) {
    boost::json::error_code failed;
    auto value = boost::json::parse(body, failed);
    auto const* ip = failed || !value.is_object() ? nullptr : value.get_object().if_contains("ip");
    auto text = ip != nullptr && ip->is_string() ? std::string(ip->get_string()) : body.substr(0, 100);
    auto host = rules::normal_host(text);
    bool address = host && (host->find(':') != std::string::npos ||
                            host->find_first_not_of("0123456789.") == std::string::npos);
    return address ? host : std::nullopt;
}

}  // namespace

TestOutcome Proxies::probe(Endpoint const& endpoint) {
    net::Request request{.url = parts_.health_url,
                         .origin = net::Origin::user,
                         .timeout = Millis{15'000},
                         .response_bytes_max = 64 << 10};
    request.proxy =
        net::Proxy{.kind = endpoint.kind == ProxyKind::http ? net::ProxyKind::http : net::ProxyKind::socks5,
                   .host = endpoint.host,
                   .port = endpoint.port,
                   .username = endpoint.username,
                   .password = endpoint.password};
    auto answer = parts_.http.send(request);
    TestOutcome outcome;
    if (!answer.ok()) {
        outcome.error_message = answer.error().detail;
        return outcome;
    }
    outcome.ok = answer->status >= 200 && answer->status < 300;
    outcome.latency_ms = answer->elapsed.count();
    if (outcome.ok) outcome.exit_address = exit_address(answer->body);
    else outcome.error_message = "The health service answered " + std::to_string(answer->status) + ".";
    return outcome;
}

Result<TestOutcome> Proxies::test(Actor const& actor, ProxyId id) {
    auto endpoint = TRY(parts_.db.read(
        [&](db::Reader& reader) { return find_endpoint(reader, parts_.keys, actor.workspace, id); }));
    if (!endpoint) return errors::not_found();
    return keep(actor, id, probe(*endpoint));
}

Result<TestOutcome> Proxies::keep(Actor const& actor, ProxyId id, TestOutcome outcome) {
    outcome.tested_at = parts_.clock.now();
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<TestOutcome> {
        auto proxy = TRY(find(tx, actor.workspace, id));
        if (!proxy) return errors::not_found();  // deleted while it was tested
        auto failed = outcome.ok ? 0 : TRY(store::failed_tests(tx, actor.workspace, id)) + 1;
        auto kept = outcome;
        kept.status = rules::status_after_test(proxy->status, outcome.ok, failed);
        TRY(store::record_test(
            tx, actor.workspace, id,
            {.status = kept.status,
             .failed_tests = failed,
             .latency_ms = kept.latency_ms,
             .exit_address = kept.exit_address,
             .exit_country = rules::country_of_address(kept.exit_address.value_or("")).value_or(""),
             .error_message = kept.error_message,
             .at = kept.tested_at}));
        bool works_again = proxy->status == ProxyStatus::failing && kept.status == ProxyStatus::active;
        if (works_again && proxy->account_count < proxy->max_accounts) {
            TRY(announce_free_slots(tx, parts_.clock, actor.workspace));
        }
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = actor.workspace, .topic = "proxies", .ids = {id.value}}));
        return kept;
    });
}

void Proxies::test_page(Actor const& actor, std::vector<ProxyId> const& page, jobs::JobContext& context) {
    std::atomic<std::size_t> next = 0;
    auto work = [&] {
        for (auto i = next++; i < page.size() && !context.stopping() && !context.cancelled(); i = next++) {
            auto tested = test(actor, page[i]);
            if (!tested.ok() && tested.error().kind != ErrorKind::not_found) {
                log::failure(log::Level::error, "A proxy could not be tested.", tested.error(),
                             {{"proxy", page[i]}});
            }
        }
    };
    std::vector<std::jthread> testers;
    for (int i = 0; i < tests_at_a_time; ++i) testers.emplace_back(work);
}

Result<void> Proxies::test_all(jobs::JobContext& context) {
    auto workspaces = TRY(parts_.db.read([](db::Reader& reader) { return store::workspaces(reader); }));
    std::int64_t done = 0;
    for (auto workspace : workspaces) {
        auto actor = Actor::system(workspace, "health check");
        ProxyId after{0};
        while (true) {
            auto page = TRY(parts_.db.read(
                [&](db::Reader& reader) { return store::to_test(reader, workspace, after, 200); }));
            if (page.empty()) break;
            after = page.back();
            test_page(actor, page, context);
            if (context.stopping() || context.cancelled()) return jobs::errors::interrupted();
            done += static_cast<std::int64_t>(page.size());
            context.progress("testing", done, std::nullopt);
        }
    }
    return {};
}

}  // namespace roost::proxies
