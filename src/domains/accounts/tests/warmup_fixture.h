// warmup_fixture.h: a workspace with a model, content, proxies and accounts for the engine's tests.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "core/base/json.h"
#include "core/clock/fake_clock.h"
#include "domains/accounts/secrets.h"
#include "domains/accounts/service_warmup.h"
#include "domains/accounts/tests/sql.h"
#include "domains/content/store.h"
#include "domains/identity/service.h"
#include "domains/models/store.h"
#include "domains/proxies/store.h"
#include "support/database.h"

namespace roost::accounts::tests {

/// An attempt as the invariants need it.
struct Attempt {
    std::int64_t account = 0;
    StepKind kind = StepKind::warmup;
    int step = 0;
    int attempt = 0;
    StepStatus status = StepStatus::in_progress;
    std::optional<std::int64_t> bot;
    std::optional<std::int64_t> proxy;
    std::optional<Instant> started_at;
    std::optional<Instant> completed_at;
    std::optional<std::string> error_code;
    std::string task_id;
    bool late = false;
};

/// An account as the invariants need it.
struct State {
    std::int64_t id = 0;
    LifecycleState state = LifecycleState::imported;
    std::optional<int> step;
    int retry_count = 0;
    bool review = false;
    std::optional<Instant> due_at;
    std::optional<int> cleanup_step;
};

class WarmupTest : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        auto person = people().register_person(
            {"owner@example.com", Secret<std::string>("correct horse"), "Owner", "Agency"},
            {"127.0.0.1", "test"});
        ASSERT_TRUE(person.ok()) << person.error().detail;
        auto const& ref = person->workspaces.front();
        ws = ref.id;
        owner = {.kind = ActorKind::user,
                 .workspace = ws,
                 .role = Role::owner,
                 .user = person->user.id,
                 .name = "owner@example.com"};
        warmup = std::make_unique<Warmup>(db(), clock, random, keys);
        settings({{"gap_s", 0}, {"cap_per_account_day", 0}, {"cap_per_proxy_day", 0}, {"backoff_base_s", 0}});
        model = add_model("Mia");
        stock(model);
    }

    void settings(boost::json::object warmup_settings, std::string zone = "UTC") {
        auto changed = people().change_settings(
            owner, {{"time_zone", zone}, {"warmup", std::move(warmup_settings)}}, {});
        ASSERT_TRUE(changed.ok()) << changed.error().detail;
    }

    template <class F>
    auto write(F f) {
        return db().write(ws, f);
    }

    ModelId add_model(std::string name) {
        models::Model row;
        row.name = std::move(name);
        row.created_at = row.updated_at = clock.now();
        return write([&](db::Tx& tx) { return models::store::insert(tx, ws, row); }).value();
    }

    /// One picture that fits every step and one text of each type.
    void stock(ModelId for_model) {
        write([&](db::Tx& tx) -> Result<void> {
            content::Item item;
            item.model_id = for_model;
            item.file_name = "a.jpg";
            item.sha256 = std::string(64, 'a');
            item.mime = "image/jpeg";
            item.width = item.height = 1080;
            item.bytes = 1000;
            item.created_at = item.updated_at = clock.now();
            TRY(content::store::insert(tx, ws, item, std::to_string(for_model.value)));
            for (auto type : {content::TextType::bio, content::TextType::post}) {
                content::Text text;
                text.model_id = for_model;
                text.content_type = type;
                text.text_content = "hello";
                text.created_at = text.updated_at = clock.now();
                TRY(content::store::insert(tx, ws, text));
            }
            return {};
        }).value();
    }

    ProxyId add_proxy(int max_concurrent = 1, int max_accounts = 1000) {
        proxies::Proxy proxy;
        proxy.host = "p" + std::to_string(++proxies_made_) + ".example.com";
        proxy.port = 8080;
        proxy.max_concurrent = max_concurrent;
        proxy.max_accounts = max_accounts;
        return write([&](db::Tx& tx) { return proxies::store::insert(tx, ws, proxy, clock.now()); }).value();
    }

    std::vector<AccountId> add_accounts(int count, std::optional<ModelId> for_model,
                                        std::optional<ProxyId> proxy) {
        boost::json::array rows;
        for (int i = 0; i < count; ++i) {
            auto username = "user" + std::to_string(++accounts_made_);
            rows.push_back(boost::json::object{
                {"username", username},
                {"password_box", seal_password(keys, ws, username, password_of(username))},
                {"model_id", json::write(for_model)},
                {"proxy_id", json::write(proxy)}});
        }
        auto text = boost::json::serialize(rows);
        auto ids = write([&](db::Tx& tx) {
                       return tx.list(sql::insert_accounts,
                                      {{"workspace_id", ws}, {"rows", text}, {"now", clock.now()}},
                                      [](db::Row const& row) { return db::get<AccountId>(row, 0); });
                   }).value();
        if (proxy) {
            write([&](db::Tx& tx) {
                return proxies::change_slots(tx, ws, {{*proxy, count}}, clock.now());
            }).value();
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    static Secret<std::string> password_of(std::string const& username) {
        return Secret<std::string>("pw-" + username);
    }

    static BotRef bot(std::int64_t id) { return {id, "bot_" + std::to_string(id)}; }

    NextTask next(std::int64_t id) {
        auto task = write([&](db::Tx& tx) { return warmup->next_task(tx, ws, bot(id), true); });
        EXPECT_TRUE(task.ok()) << task.error().detail;
        return task.ok() ? std::move(*task) : NextTask{};
    }
    Result<Reported> done(std::int64_t id, std::string task) {
        return write([&](db::Tx& tx) { return warmup->complete(tx, ws, bot(id), {.task_id = task}); });
    }
    Result<Reported> failed(std::int64_t id, std::string task, StepError error = StepError::network) {
        return write([&](db::Tx& tx) {
            return warmup->fail(tx, ws, bot(id),
                                {.task_id = task, .error_code = error, .error_message = "no luck"});
        });
    }
    void review(AccountId id, ReviewAction action, std::optional<int> step = {}) {
        auto settled = warmup->review(owner, id, {action, step, {}});
        ASSERT_TRUE(settled.ok()) << settled.error().detail;
    }

    std::vector<Attempt> attempts() {
        return db()
            .read([&](db::Reader& reader) {
                return reader.list(sql::attempts, {{"workspace_id", ws}}, [](db::Row const& row) {
                    db::Columns in{row};
                    Attempt a;
                    a.account = in.next<std::int64_t>();
                    a.kind = in.next<StepKind>();
                    a.step = in.next<int>();
                    a.attempt = in.next<int>();
                    a.status = in.next<StepStatus>();
                    a.bot = in.next<std::optional<std::int64_t>>();
                    a.proxy = in.next<std::optional<std::int64_t>>();
                    a.started_at = in.next<std::optional<Instant>>();
                    a.completed_at = in.next<std::optional<Instant>>();
                    a.error_code = in.next<std::optional<std::string>>();
                    a.task_id = in.next<std::string>();
                    a.late = in.next<std::optional<Instant>>().has_value();
                    return a;
                });
            })
            .value();
    }
    std::map<std::int64_t, State> states() {
        std::map<std::int64_t, State> all;
        db().read([&](db::Reader& reader) {
                return reader.list(sql::states, {{"workspace_id", ws}}, [&](db::Row const& row) {
                    db::Columns in{row};
                    State s;
                    s.id = in.next<std::int64_t>();
                    s.state = in.next<LifecycleState>();
                    s.step = in.next<std::optional<int>>();
                    s.retry_count = in.next<int>();
                    s.review = in.next<bool>();
                    s.due_at = in.next<std::optional<Instant>>();
                    s.cleanup_step = in.next<std::optional<int>>();
                    all[s.id] = s;
                    return 0;
                });
            })
            .value();
        return all;
    }
    State state(AccountId id) { return states().at(id.value); }
    std::int64_t events(AccountId id, std::string_view action) {
        return db()
            .read([&](db::Reader& reader) {
                return reader.scalar<std::int64_t>(
                    sql::count_events, {{"workspace_id", ws}, {"account_id", id}, {"action", action}});
            })
            .value();
    }

    FakeClock clock;
    SeededRandom random{11};
    crypto::Keyring keys{{Secret<std::string>(std::string(32, 'k'))}, random};
    WorkspaceId ws;
    Actor owner;
    ModelId model;
    std::unique_ptr<Warmup> warmup;

    identity::Identity& people() {
        if (!people_) {
            people_ = std::make_unique<identity::Identity>(
                db(), clock, random, keys, identity::Options{.registration = identity::Registration::open});
        }
        return *people_;
    }

private:
    std::unique_ptr<identity::Identity> people_;
    int proxies_made_ = 0;
    int accounts_made_ = 0;
};

}  // namespace roost::accounts::tests
