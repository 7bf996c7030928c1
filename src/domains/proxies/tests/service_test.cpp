// service_test.cpp: proxies are made, changed, deleted, tested and counted, on both engines.
#include "domains/proxies/service_bulk.h"
#include "domains/proxies/tests/fixture.h"

namespace roost::proxies {
namespace {

INSTANTIATE_ON_BOTH_ENGINES(ProxyService);

TEST_P(ProxyService, a_new_proxy_opens_slots_and_its_address_is_there_once) {
    // shows PRX-2, ACC-4
    auto wanted = fields("[2001:DB8::1]", 1080);
    wanted.kind = {true, ProxyKind::socks5};
    wanted.username = {true, "me"};
    wanted.password = {true, Secret<std::string>("geheim")};
    auto proxy = add(wanted);
    EXPECT_EQ(proxy.host, "2001:db8::1");
    EXPECT_TRUE(proxy.has_password);
    EXPECT_EQ(service_->create(actor_, wanted).error().code, "proxies.duplicate");
    EXPECT_TRUE(service_->create(stranger_, wanted).ok()) << "another workspace may have the same address";
    EXPECT_EQ(service_->reveal(actor_, proxy.id)->reveal(), "geheim");
    EXPECT_EQ(service_->reveal(stranger_, proxy.id).error().code, "proxies.not_found");
    ASSERT_TRUE(runner_->run_until_idle().ok());
    EXPECT_GE(assigned_, 1);
}

TEST_P(ProxyService, changes_keep_the_slots_true_and_losers_of_a_race_are_told) {
    // shows PRX-3
    auto proxy = add(fields("10.0.0.1"));
    take(proxy.id, 2);
    rules::Fields lower;
    lower.max_accounts = {true, 1};
    auto refused = service_->update(actor_, proxy.id, lower);
    EXPECT_EQ(refused.error().code, "proxies.below_use");
    EXPECT_EQ(refused.error().extra.at("account_count").as_int64(), 2);
    rules::Fields city;
    city.city = {true, "Lisbon"};
    EXPECT_TRUE(service_->update(actor_, proxy.id, city, 1).ok());
    auto lost = service_->update(actor_, proxy.id, city, 1);
    EXPECT_EQ(lost.error().kind, ErrorKind::precondition_failed);
    EXPECT_EQ(service_->update(stranger_, proxy.id, city).error().code, "proxies.not_found");
}

TEST_P(ProxyService, a_proxy_in_use_is_deleted_only_with_a_choice) {
    // shows PRX-2
    auto proxy = add(fields("10.0.0.1"));
    take(proxy.id, 2);
    auto refused = service_->remove(actor_, proxy.id, {});
    EXPECT_EQ(refused.error().code, "proxies.in_use");
    EXPECT_EQ(refused.error().extra.at("account_count").as_int64(), 2);
    EXPECT_EQ(service_->remove(stranger_, proxy.id, Vacate::leave).error().code, "proxies.not_found");
    EXPECT_TRUE(service_->remove(actor_, proxy.id, Vacate::move).ok());
    EXPECT_EQ(accounts_.vacated, Vacate::move);
    EXPECT_EQ(service_->get(actor_, proxy.id).error().code, "proxies.not_found");
}

TEST_P(ProxyService, a_reservation_needs_a_model_of_the_same_workspace) {
    // shows PRX-1
    models::Model model;
    model.name = "Mia";
    auto theirs = *db().write(stranger_.workspace, [&](db::Tx& tx) {
        return models::store::insert(tx, stranger_.workspace, model);
    });
    auto wanted = fields("10.0.0.1");
    wanted.assigned_model_id = {true, theirs};
    auto refused = service_->create(actor_, wanted);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_EQ(refused.error().fields.front().field, "assigned_model_id");
    EXPECT_TRUE(service_->create(stranger_, wanted).ok());
}

TEST_P(ProxyService, a_test_goes_through_the_proxy_with_its_login) {
    // shows PRX-5
    auto wanted = fields("proxy.example");
    wanted.username = {true, "me"};
    wanted.password = {true, Secret<std::string>("geheim")};
    auto proxy = add(wanted);
    auto outcome = service_->test(actor_, proxy.id);
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(outcome->ok);
    EXPECT_EQ(outcome->exit_address, "203.0.113.9");
    EXPECT_EQ(outcome->latency_ms, 42);
    EXPECT_EQ(http_.last.url, "http://health.example/ip");
    EXPECT_EQ(http_.last.proxy->password.reveal(), "geheim");
    EXPECT_EQ(http_.last.origin, net::Origin::user) << "so that private addresses are guarded";
    EXPECT_EQ(service_->test(stranger_, proxy.id).error().code, "proxies.not_found");
}

TEST_P(ProxyService, the_exit_address_tells_the_country_that_nobody_gave) {
    // shows PRX-1
    http_.answer = [](net::Request const&) -> Result<net::Response> {
        return net::Response{.status = 200, .body = "8.8.8.8"};
    };
    auto unknown = add(fields("proxy.example"));
    auto wanted = fields("other.example");
    wanted.location = {true, "Berlin, DE"};
    auto placed = add(wanted);
    EXPECT_EQ(placed.country, "Germany");
    EXPECT_EQ(placed.city, "Berlin");
    for (auto const& proxy : {unknown, placed}) ASSERT_TRUE(service_->test(actor_, proxy.id).ok());
    EXPECT_EQ(service_->get(actor_, unknown.id)->country, "United States");
    EXPECT_EQ(service_->get(actor_, placed.id)->country, "Germany") << "what is known stays";
}

TEST_P(ProxyService, three_failed_tests_make_it_failing_and_one_success_brings_it_back) {
    // shows PRX-5
    auto proxy = add(fields("proxy.example"));
    ASSERT_TRUE(runner_->run_until_idle().ok());
    auto works = http_.answer;
    http_.answer = [](net::Request const&) -> Result<net::Response> {
        return roost::errors::unavailable("net.proxy_unreachable", "The proxy does not answer.");
    };
    for (int i = 0; i < 2; ++i) EXPECT_EQ(service_->test(actor_, proxy.id)->status, ProxyStatus::active);
    EXPECT_EQ(service_->test(actor_, proxy.id)->status, ProxyStatus::failing);
    EXPECT_EQ(service_->get(actor_, proxy.id)->last_error_message, "The proxy does not answer.");
    auto slots =
        db().read([&](db::Reader& reader) { return free_slots(reader, actor_.workspace, ProxyId{0}, 10); });
    EXPECT_TRUE(slots->empty());
    http_.answer = works;
    assigned_ = 0;
    EXPECT_EQ(service_->test(actor_, proxy.id)->status, ProxyStatus::active);
    ASSERT_TRUE(runner_->run_until_idle().ok());
    EXPECT_GE(assigned_, 1);
}

TEST_P(ProxyService, utilization_counts_only_slots_that_can_be_used) {
    // shows PRX-2, PRX-4
    auto wanted = fields("10.0.0.1");
    wanted.monthly_cost_cents = {true, 900};
    wanted.provider = {true, "Northwind"};
    auto first = add(wanted);
    take(first.id, 1);
    auto second = add(fields("10.0.0.2"));
    rules::Fields off;
    off.status = {true, ProxyStatus::disabled};
    ASSERT_TRUE(service_->update(actor_, second.id, off).ok());
    auto all = service_->utilization(actor_);
    ASSERT_TRUE(all.ok());
    EXPECT_EQ(all->accounts_without_proxy, 7);
    std::int64_t used = 0, free = 0, cents = 0;
    for (auto const& use : all->by_provider) {
        used += use.used;
        free += use.free;
        cents += use.monthly_cost_cents;
    }
    EXPECT_EQ(used, 1);
    EXPECT_EQ(free, 2);
    EXPECT_EQ(cents, 900);
}

TEST_P(ProxyService, costs_keep_their_history_when_prices_change_and_proxies_go) {
    // shows PRX-4
    auto wanted = fields("10.0.0.1");
    wanted.monthly_cost_cents = {true, 900};
    auto proxy = add(wanted);
    take(proxy.id, 1);
    clock_.advance(Millis{1000});
    rules::Fields dearer;
    dearer.monthly_cost_cents = {true, 1200};
    ASSERT_TRUE(service_->update(actor_, proxy.id, dearer).ok());
    auto prices = service_->costs_of(actor_, proxy.id);
    ASSERT_EQ(prices->size(), 2u);
    EXPECT_EQ(prices->back().monthly_cost_cents, 1200);
    auto costs = service_->costs(actor_, 2);
    ASSERT_TRUE(costs.ok()) << costs.error().detail;
    ASSERT_EQ(costs->totals.size(), 1u);
    EXPECT_EQ(costs->totals.front().monthly_cost_cents, 1200);
    ASSERT_TRUE(service_->remove(actor_, proxy.id, Vacate::leave).ok());
    EXPECT_TRUE(service_->costs(actor_, 2)->totals.empty());
    EXPECT_FALSE(service_->costs(actor_, 2)->history.empty());
    EXPECT_TRUE(service_->costs(stranger_, 2)->history.empty());
}

TEST_P(ProxyService, a_bulk_action_counts_what_it_refuses_and_stops_for_nothing) {
    // shows ACC-10 for proxies
    auto first = add(fields("10.0.0.1"));
    auto second = add(fields("10.0.0.2"));
    take(second.id, 1);
    auto theirs = service_->create(stranger_, fields("10.0.0.3"));
    BulkRequest request{.action = "delete",
                        .ids = {{first.id.value, second.id.value, theirs->id.value + 1000, first.id.value}}};
    auto done = start_bulk(*service_, actor_, request);
    ASSERT_TRUE(done.ok()) << done.error().detail;
    auto const& result = std::get<boost::json::object>(*done);
    EXPECT_EQ(result.at("matched").as_int64(), 3);
    EXPECT_EQ(result.at("changed").as_int64(), 1);
    EXPECT_EQ(result.at("refused_items").as_array().at(0).at("code").as_string(), "proxies.in_use");
    EXPECT_TRUE(service_->get(stranger_, theirs->id).ok());
    EXPECT_FALSE(start_bulk(*service_, actor_, {.action = "explode", .ids = {{1}}}).ok());
    EXPECT_FALSE(start_bulk(*service_, actor_, {.action = "enable"}).ok());
}

TEST_P(ProxyService, a_bulk_by_filter_is_a_job_over_everything_that_matches) {
    // shows ACC-10 for proxies
    for (int i = 1; i <= 130; ++i) {
        auto wanted = fields("10.0.1." + std::to_string(i));
        wanted.provider = {true, i % 2 == 0 ? "Even" : "Odd"};
        add(wanted);
    }
    auto started = start_bulk(*service_, actor_, {.action = "disable", .filter = {{{"provider", "even"}}}});
    ASSERT_TRUE(started.ok()) << started.error().detail;
    ASSERT_TRUE(runner_->run_until_idle().ok());
    auto job = jobs::find(db(), actor_.workspace, std::get<JobId>(*started));
    ASSERT_EQ(job->state, jobs::JobState::succeeded) << boost::json::serialize(job->problem);
    EXPECT_EQ(job->result.at("changed").as_int64(), 65);
    auto slots =
        db().read([&](db::Reader& reader) { return free_slots(reader, actor_.workspace, ProxyId{0}, 1000); });
    EXPECT_EQ(slots->size(), 65u);
}

}  // namespace
}  // namespace roost::proxies
