// service_test.cpp: models are made, changed, archived and restored, on both engines.
#include "domains/models/service.h"

#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "support/database.h"

namespace roost::models {
namespace {

/// Accounts that are a number.
class FakeAccounts final : public AccountRelease {
public:
    Result<std::int64_t> count(db::Reader&, WorkspaceId, ModelId) override { return accounts; }
    Result<std::int64_t> unassign_all(db::Tx&, Actor const&, ModelId) override {
        return std::exchange(accounts, 0);
    }
    std::int64_t accounts = 0;
};

class ModelService : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        service_.emplace(db(), clock_, accounts_);
    }
    ModelId add(std::string name) {
        rules::Fields fields;
        fields.name = {true, std::move(name)};
        auto card = service_->create(actor_, fields);
        EXPECT_TRUE(card.ok()) << card.error().detail;
        return card->model.id;
    }
    FakeClock clock_;
    FakeAccounts accounts_;
    Actor actor_ = Actor::system(WorkspaceId{1}, "tester");
    Actor stranger_ = Actor::system(WorkspaceId{2}, "stranger");
    std::optional<Models> service_;
};
INSTANTIATE_ON_BOTH_ENGINES(ModelService);

TEST_P(ModelService, a_model_in_use_is_archived_only_when_its_accounts_leave_it) {
    // shows MOD-1
    auto id = add("Mia");
    accounts_.accounts = 3;
    auto refused = service_->archive(actor_, id, OnAccounts::refuse);
    EXPECT_EQ(refused.error().code, "models.in_use");
    EXPECT_EQ(refused.error().extra.at("accounts").as_int64(), 3);
    EXPECT_TRUE(service_->archive(actor_, id, OnAccounts::unassign).ok());
    EXPECT_EQ(accounts_.accounts, 0);
    EXPECT_TRUE(service_->get(actor_, id)->model.archived_at);
    auto usable = db().read([&](db::Reader& reader) { return require_active(reader, actor_.workspace, id); });
    EXPECT_EQ(usable.error().code, "models.archived");
    EXPECT_FALSE(service_->restore(actor_, id)->model.archived_at);
}

TEST_P(ModelService, names_are_checked_and_a_lost_race_is_told) {
    // shows MOD-1
    auto id = add("  Mia  ");
    EXPECT_EQ(service_->get(actor_, id)->model.name, "Mia");
    rules::Fields nameless;
    nameless.name = {true, "  "};
    EXPECT_EQ(service_->create(actor_, nameless).error().kind, ErrorKind::invalid);
    rules::Fields other;
    other.name = {true, "Lena"};
    EXPECT_TRUE(service_->update(actor_, id, other, 1).ok());
    EXPECT_EQ(service_->update(actor_, id, other, 1).error().kind, ErrorKind::precondition_failed);
}

TEST_P(ModelService, another_workspace_finds_no_model) {
    // shows IDN-5
    auto id = add("Mia");
    EXPECT_EQ(service_->get(stranger_, id).error().code, "models.not_found");
    EXPECT_EQ(service_->update(stranger_, id, {}, {}).error().code, "models.not_found");
    EXPECT_EQ(service_->archive(stranger_, id, OnAccounts::unassign).error().code, "models.not_found");
    EXPECT_EQ(service_->restore(stranger_, id).error().code, "models.not_found");
}

}  // namespace
}  // namespace roost::models
