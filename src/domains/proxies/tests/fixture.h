// fixture.h: the service of proxies with a network and accounts that a test decides.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "core/clock/fake_clock.h"
#include "core/crypto/sealed_file.h"
#include "domains/models/store.h"
#include "domains/proxies/service.h"
#include "domains/proxies/workers.h"
#include "support/database.h"

namespace roost::proxies {

/// A network of one answer.
class FakeHttp final : public net::Http {
public:
    Result<net::Response> send(net::Request const& request) override {
        last = request;
        return answer(request);
    }
    std::function<Result<net::Response>(net::Request const&)> answer =
        [](net::Request const&) -> Result<net::Response> {
        return net::Response{.status = 200, .body = "203.0.113.9\n", .elapsed = Millis{42}};
    };
    net::Request last;
};

/// Accounts that only count: nobody is on a proxy but by change_slots.
class FakeAccounts final : public AccountPlacement {
public:
    Result<Placement> place(Actor const&, std::int64_t account_id, std::optional<ProxyId> proxy) override {
        return Placement{.account_id = account_id, .proxy_id = proxy, .undo_id = 1};
    }
    Result<std::int64_t> vacate(db::Tx& tx, Actor const& actor, ProxyId proxy, Vacate choice) override {
        vacated = choice;
        auto there = TRY(find(tx, actor.workspace, proxy));
        TRY(change_slots(tx, actor.workspace, {{proxy, -there->account_count}}, Instant{1}));
        return there->account_count;
    }
    Result<std::int64_t> count_without_proxy(db::Reader&, WorkspaceId) override { return 7; }
    std::optional<Vacate> vacated;
};

class ProxyService : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        folder_ = std::filesystem::temp_directory_path() / ("roost-proxies-" + random_.hex(8));
        std::filesystem::create_directories(folder_);
        runner_ = jobs::make_runner(db(), clock_, random_, {.node_id = "test"});
        service_.emplace(Parts{db(), clock_, keys_, http_, accounts_, "http://health.example/ip"});
        register_jobs(*runner_, *service_);
        runner_->handle("accounts.assign_proxies", [this](jobs::JobContext&) -> Result<boost::json::value> {
            ++assigned_;
            return boost::json::value(nullptr);
        });
    }
    void TearDown() override {
        runner_.reset();
        service_.reset();
        std::filesystem::remove_all(folder_);
        OnBothEngines::TearDown();
    }

    static rules::Fields fields(std::string host, std::int64_t port = 8080) {
        rules::Fields fields;
        fields.host = {true, std::move(host)};
        fields.port = {true, port};
        return fields;
    }
    Proxy add(rules::Fields const& wanted) {
        auto proxy = service_->create(actor_, wanted);
        EXPECT_TRUE(proxy.ok()) << proxy.error().detail;
        return *proxy;
    }
    void take(ProxyId id, std::int64_t accounts) {
        auto taken = db().write(actor_.workspace, [&](db::Tx& tx) {
            return change_slots(tx, actor_.workspace, {{id, accounts}}, clock_.now());
        });
        ASSERT_TRUE(taken.ok());
    }
    /// A sealed upload with this text.
    std::filesystem::path upload(std::string_view text) {
        auto path = folder_ / random_.hex(8);
        auto file = crypto::SealedFileWriter::create(path, keys_, random_);
        EXPECT_TRUE((*file)->write(text).ok());
        EXPECT_TRUE((*file)->finish().ok());
        return path;
    }
    /// Imports and runs the job; its result, or its problem.
    boost::json::object import(std::string_view text, bool dry_run = false) {
        auto job = service_->start_import(
            actor_, {.file_name = "proxies.txt", .path = upload(text), .dry_run = dry_run});
        if (!job.ok()) return {{"code", job.error().code}};
        EXPECT_TRUE(runner_->run_until_idle().ok());
        auto done = jobs::find(db(), actor_.workspace, *job);
        return done->result.is_object() ? done->result.get_object() : done->problem.as_object();
    }

    SystemRandom random_;
    crypto::Keyring keys_{{Secret(std::string(32, 'k'))}, random_};
    FakeClock clock_;
    FakeHttp http_;
    FakeAccounts accounts_;
    Actor actor_ = Actor::system(WorkspaceId{1}, "tester");
    Actor stranger_ = Actor::system(WorkspaceId{2}, "stranger");
    std::filesystem::path folder_;
    std::unique_ptr<jobs::Runner> runner_;
    std::optional<Proxies> service_;
    int assigned_ = 0;
};

}  // namespace roost::proxies
