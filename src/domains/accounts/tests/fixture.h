// fixture.h: a workspace with models and proxies on either engine, and the services of accounts
// over it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "core/clock/fake_clock.h"
#include "core/crypto/sealed_file.h"
#include "domains/accounts/service.h"
#include "domains/accounts/service_import_run.h"
#include "domains/accounts/workers.h"
#include "domains/identity/rules_settings.h"
#include "domains/identity/store_workspaces.h"
#include "domains/models/store.h"
#include "domains/proxies/store.h"
#include "support/database.h"

namespace roost::accounts::testing {

/// The value, or a test failure with the error's code.
template <class T>
T must(Result<T> result) {
    if (!result.ok()) {
        ADD_FAILURE() << result.error().code << ": " << result.error().detail;
        throw std::runtime_error(result.error().code);
    }
    return std::move(result).value();
}
inline void must(Result<void> result) {
    if (!result.ok()) {
        ADD_FAILURE() << result.error().code << ": " << result.error().detail;
        throw std::runtime_error(result.error().code);
    }
}

class AccountsTest : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        workspace_ = must(db().write(WorkspaceId{0}, [&](db::Tx& tx) {
                         return identity::store::insert_workspace(tx, "Studio", {}, clock_.now());
                     })).id;
        actor_ = Actor::system(workspace_, "ann@example.org");
        actor_.kind = ActorKind::user;
        actor_.user = UserId{7};
        folder_ = std::filesystem::path(::testing::TempDir()) / ("roost-accounts-" + random_.hex(8));
        std::filesystem::create_directories(folder_);
        warmup_.emplace(db(), clock_, random_, keys_);
        accounts_.emplace(Parts{db(), clock_, random_, keys_, *warmup_, folder_});
    }
    void TearDown() override {
        std::filesystem::remove_all(folder_);
        OnBothEngines::TearDown();
    }

    Accounts& accounts() { return *accounts_; }

    ModelId add_model(std::string name) {
        models::Model model;
        model.name = std::move(name);
        model.created_at = model.updated_at = clock_.now();
        return must(
            db().write(workspace_, [&](db::Tx& tx) { return models::store::insert(tx, workspace_, model); }));
    }
    ProxyId add_proxy(std::int64_t max_accounts = 3, std::optional<ModelId> reserved = {}) {
        proxies::Proxy proxy;
        proxy.host = "10.0.0." + std::to_string(++hosts_);
        proxy.port = 8080;
        proxy.max_accounts = max_accounts;
        proxy.assigned_model_id = reserved;
        return must(db().write(workspace_, [&](db::Tx& tx) {
            return proxies::store::insert(tx, workspace_, proxy, clock_.now());
        }));
    }
    Account add_account(std::string username, std::optional<ModelId> model = {}) {
        NewAccountInput input{
            .username = std::move(username), .password = Secret(std::string("pw-of-it")), .model_id = model};
        return must(accounts().create(actor_, input));
    }
    std::int64_t proxy_count(ProxyId id) {
        return must(db().read([&](db::Reader& reader) { return proxies::find(reader, workspace_, id); }))
            ->account_count;
    }
    std::int64_t scalar(db::Query const& query) {
        return must(db().read([&](db::Reader& reader) {
            return reader.scalar<std::int64_t>(query, {{"workspace_id", workspace_}});
        }));
    }

    ImportId upload(std::string const& text, std::string name = "accounts.csv") {
        auto const path = folder_ / random_.hex(8);
        auto writer = must(crypto::SealedFileWriter::create(path, keys_, random_));
        must(writer->write(text));
        must(writer->finish());
        return must(accounts().accept_upload(
            actor_, {std::move(name), path, static_cast<std::int64_t>(text.size())}));
    }

    SystemRandom random_;
    crypto::Keyring keys_{{Secret(std::string(32, 'k'))}, random_};
    FakeClock clock_;
    WorkspaceId workspace_;
    Actor actor_;
    std::filesystem::path folder_;
    std::optional<Warmup> warmup_;
    std::optional<Accounts> accounts_;
    int hosts_ = 0;
};

/// A job's context without a runner: keeps the checkpoint, and can fail or stop where a test says.
class TestJob final : public jobs::JobContext {
public:
    TestJob(WorkspaceId workspace, boost::json::object payload) {
        job_.workspace = workspace;
        job_.payload = std::move(payload);
    }
    jobs::Job const& job() const override { return job_; }
    void progress(std::string_view, std::int64_t done, std::optional<std::int64_t> total) override {
        done_ = done;
        total_ = total;
    }
    Result<void> checkpoint(db::Tx& tx, boost::json::object state) override {
        if (fail_at_ == ++checkpoints_)
            return roost::errors::unavailable("test.crash", "as if the program died here");
        // As the real one: what the transaction does not commit was never checkpointed.
        tx.on_commit([this, state = std::move(state)] { job_.payload["checkpoint"] = state; });
        if (cancel_at_ == checkpoints_) cancelled_ = true;
        return {};
    }
    bool cancelled() const override { return cancelled_; }
    bool stopping() const override { return false; }

    int fail_at_ = 0;
    int cancel_at_ = 0;
    int checkpoints_ = 0;
    bool cancelled_ = false;
    std::int64_t done_ = 0;
    std::optional<std::int64_t> total_;

private:
    jobs::Job job_;
};

}  // namespace roost::accounts::testing
