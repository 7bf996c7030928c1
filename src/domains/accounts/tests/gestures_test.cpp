// gestures_test.cpp: what people do with accounts, one and many, and how it is undone; on both
// engines.
#include <gtest/gtest.h>

#include "domains/accounts/service_bulk.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/tests/fixture.h"

namespace roost::accounts::testing {
namespace {

class AccountGestures : public AccountsTest {
protected:
    Result<AppliedOne> apply(AccountId id, std::string_view action, boost::json::object params = {}) {
        auto gesture = accounts().make_gesture(actor_, action, params);
        if (!gesture.ok()) return gesture.error();
        return accounts().apply_one(actor_, id, *gesture);
    }
    Result<AppliedOne> move(AccountId id, LifecycleState to) {
        return apply(id, "lifecycle", {{"lifecycle_state", to_text(to)}});
    }
    Account read(AccountId id) { return must(accounts().get(actor_, id)); }
    std::vector<std::string> actions(AccountId id) {
        return must(db().read([&](db::Reader& reader) {
            return reader.list(sql::list_events, {{"workspace_id", workspace_}, {"account_id", id}},
                               [](db::Row const& row) { return db::get<std::string>(row, "action"); });
        }));
    }
    Applied bulk(BulkRequest const& request) {
        auto started = must(start_bulk(accounts(), actor_, request));
        return std::get<Applied>(started);
    }
};
INSTANTIATE_ON_BOTH_ENGINES(AccountGestures);

TEST_P(AccountGestures, lifecycle_goes_the_legal_ways_and_names_them_otherwise) {
    // shows ACC-5
    auto const model = add_model("Mia");
    auto const id = add_account("ann").id;
    auto const refused = move(id, LifecycleState::assigned);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "accounts.illegal_transition");
    EXPECT_EQ(refused.error().extra.at("current"), "imported");
    EXPECT_EQ(boost::json::serialize(refused.error().extra.at("allowed")), R"(["warming_up","disabled"])");
    EXPECT_EQ(must(move(id, LifecycleState::warming_up)).account.warmup_step, 1);
    EXPECT_EQ(must(move(id, LifecycleState::ready)).account.warmup_step, std::nullopt);
    EXPECT_EQ(move(id, LifecycleState::assigned).error().code, "accounts.no_model");
    EXPECT_EQ(must(apply(id, "reassign", {{"model_id", model.value}})).account.lifecycle_state,
              LifecycleState::assigned);
    must(move(id, LifecycleState::disabled));
    EXPECT_EQ(read(id).disabled_from, LifecycleState::assigned);
    EXPECT_EQ(move(id, LifecycleState::ready).error().code, "accounts.illegal_transition");
    must(move(id, LifecycleState::assigned));
    EXPECT_EQ(actions(id).size(), 6U);
}

TEST_P(AccountGestures, by_hand_to_ready_skips_the_open_steps_in_the_log) {
    // shows ACC-6
    auto const id = add_account("ann").id;
    must(apply(id, "lifecycle", {{"lifecycle_state", "warming_up"}, {"step", 3}}).ok()
             ? Result<void>{}
             : apply(id, "lifecycle", {}).error());
    must(apply(id, "lifecycle", {{"lifecycle_state", "ready"}, {"reason", "looks fine"}}));
    auto const skipped = must(db().read([&](db::Reader& reader) {
        return reader.list(sql::list_steps_of_account, {{"workspace_id", workspace_}, {"account_id", id}},
                           [](db::Row const& row) { return db::get<std::string>(row, "status"); });
    }));
    EXPECT_EQ(skipped, (std::vector<std::string>{"skipped", "skipped", "skipped"}));
}

TEST_P(AccountGestures, reassigning_away_starts_cleanup_and_in_cleanup_changes_the_target) {
    // shows ACC-9
    auto const mia = add_model("Mia"), zoe = add_model("Zoe");
    auto const id = add_account("ann", mia).id;
    must(apply(id, "reassign", {{"model_id", zoe.value}}));
    EXPECT_EQ(read(id).lifecycle_state, LifecycleState::imported);
    must(apply(id, "reassign", {{"model_id", mia.value}}));
    must(move(id, LifecycleState::warming_up));
    must(move(id, LifecycleState::ready));
    must(apply(id, "reassign", {{"model_id", zoe.value}}));
    auto account = read(id);
    EXPECT_EQ(account.lifecycle_state, LifecycleState::cleanup);
    EXPECT_EQ(account.cleanup_target_model_id, zoe);
    EXPECT_EQ(account.model_id, mia);
    EXPECT_TRUE(account.due_at);
    must(apply(id, "reassign", {{"model_id", nullptr}}));
    EXPECT_EQ(read(id).cleanup_target_model_id, std::nullopt);
    must(move(id, LifecycleState::ready));
    account = read(id);
    EXPECT_EQ(account.model_id, std::nullopt);
    EXPECT_EQ(account.content_model_id, std::nullopt);
}

TEST_P(AccountGestures, trash_frees_the_slot_and_restore_asks_for_one_again) {
    // shows ACC-1 PRX-3
    auto const proxy = add_proxy(1);
    auto const ann = add_account("ann"), bob = add_account("bob");
    EXPECT_EQ(ann.proxy_id, proxy);
    EXPECT_EQ(bob.proxy_id, std::nullopt);
    auto const trashed = must(apply(ann.id, "delete"));
    EXPECT_EQ(proxy_count(proxy), 0);
    EXPECT_EQ(must(accounts().assign_proxies(actor_, false)).assigned, 1);
    EXPECT_EQ(read(bob.id).proxy_id, proxy);
    EXPECT_EQ(
        accounts().create(actor_, {.username = "ANN", .password = Secret(std::string("x"))}).error().code,
        "accounts.username_taken");
    must(accounts().undo(actor_, *trashed.undo_id, false));
    EXPECT_FALSE(read(ann.id).trashed_at);
    EXPECT_EQ(read(ann.id).proxy_id, std::nullopt);
    must(apply(ann.id, "delete"));
    clock_.advance(rules::trash_window + Millis{1});
    must(accounts().tidy_up());
    EXPECT_EQ(apply(ann.id, "restore").error().code, "accounts.trash_emptied");
}

TEST_P(AccountGestures, undo_takes_back_a_bulk_whole_redo_repeats_it_and_changed_rows_refuse_both) {
    // shows ACC-10
    std::vector<std::int64_t> ids;
    for (auto const* name : {"ann", "bob", "cid"}) ids.push_back(add_account(name).id.value);
    auto const applied =
        bulk({.action = "tags",
              .ids = ids,
              .params = boost::json::object{{"add", {"VIP", "de"}}, {"remove", boost::json::array{}}}});
    EXPECT_EQ(applied.changed, 3);
    EXPECT_EQ(read(AccountId{ids[0]}).tags, ",de,vip,");
    must(accounts().undo(actor_, *applied.undo_id, false));
    EXPECT_EQ(read(AccountId{ids[2]}).tags, "");
    EXPECT_EQ(accounts().undo(actor_, *applied.undo_id, false).error().code, "accounts.undo_done");
    must(accounts().undo(actor_, *applied.undo_id, true));
    EXPECT_EQ(read(AccountId{ids[1]}).tags, ",de,vip,");
    must(apply(AccountId{ids[1]}, "tags",
               {{"add", boost::json::array{"more"}}, {"remove", boost::json::array{}}}));
    auto const stale = accounts().undo(actor_, *applied.undo_id, false);
    ASSERT_FALSE(stale.ok());
    EXPECT_EQ(stale.error().code, "accounts.undo_stale");
    EXPECT_EQ(stale.error().extra.at("changed_ids").as_array().size(), 1U);
    EXPECT_EQ(read(AccountId{ids[0]}).tags, ",de,vip,");
    clock_.advance(rules::undo_window);
    EXPECT_EQ(accounts().undo(actor_, *applied.undo_id, false).error().code, "accounts.undo_expired");
}

TEST_P(AccountGestures, bulk_counts_and_names_what_it_refuses_and_stops_at_nothing) {
    // shows ACC-10 IDN-5
    auto const ann = add_account("ann").id, bob = add_account("bob").id;
    must(move(ann, LifecycleState::warming_up));
    auto const applied = bulk({.action = "lifecycle",
                               .ids = {{ann.value, bob.value, 999'999}},
                               .params = boost::json::object{{"lifecycle_state", "ready"}}});
    EXPECT_EQ(applied.matched, 3);
    EXPECT_EQ(applied.changed, 1);
    EXPECT_EQ(applied.refused, 2);
    EXPECT_EQ(applied.refused_items[0].code, "accounts.not_found");
    EXPECT_EQ(applied.refused_items[1].code, "accounts.illegal_transition");
    EXPECT_EQ(start_bulk(accounts(), actor_, {.action = "lifecycle"}).error().code, "accounts.bulk_target");
    EXPECT_EQ(start_bulk(accounts(), actor_, {.action = "explode", .ids = {{1}}}).error().code,
              "accounts.unknown_action");
    auto const filtered =
        bulk({.action = "delete", .filter = boost::json::object{{"lifecycle_state", "ready"}}});
    EXPECT_EQ(filtered.changed, 1);
    EXPECT_TRUE(read(ann).trashed_at);
}

TEST_P(AccountGestures, edit_renames_with_its_secrets_and_refuses_a_lost_race) {
    // shows ACC-10 ACC-11
    auto const ann = add_account("ann");
    add_account("bob");
    EditInput input;
    input.username = "@Anna";
    auto const edited =
        must(accounts().apply_one(actor_, ann.id, must(accounts().edit_gesture(actor_, input)), ann.version));
    EXPECT_EQ(edited.account.username, "anna");
    EXPECT_EQ(must(accounts().reveal(actor_, ann.id)).password.reveal(), "pw-of-it");
    auto const lost =
        accounts().apply_one(actor_, ann.id, must(accounts().edit_gesture(actor_, input)), ann.version);
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().kind, ErrorKind::precondition_failed);
    input.username = "bob";
    EXPECT_EQ(accounts().apply_one(actor_, ann.id, must(accounts().edit_gesture(actor_, input))).error().code,
              "accounts.username_taken");
    must(accounts().undo(actor_, *edited.undo_id, false));
    EXPECT_EQ(read(ann.id).username, "ann");
    EXPECT_EQ(must(accounts().reveal(actor_, ann.id)).password.reveal(), "pw-of-it");
}

TEST_P(AccountGestures, taken_off_by_hand_stays_without_proxy_until_a_person_asks) {
    // shows PRX-2
    auto const proxy = add_proxy(2);
    auto const ann = add_account("ann").id;
    must(accounts().place(actor_, ann.value, std::nullopt));
    EXPECT_EQ(must(accounts().assign_proxies(actor_, false)).assigned, 0);
    EXPECT_EQ(must(accounts().assign_proxies(actor_, true)).assigned, 1);
    EXPECT_EQ(read(ann).proxy_id, proxy);
    EXPECT_EQ(must(accounts().place(actor_, ann.value, proxy)).undo_id, std::nullopt);
}

TEST_P(AccountGestures, reserved_proxies_are_for_the_accounts_of_their_model) {
    auto const mia = add_model("Mia");
    auto const reserved = add_proxy(2, mia);
    auto const open = add_proxy(2);
    EXPECT_EQ(add_account("ann").proxy_id, open);
    EXPECT_EQ(add_account("bob", mia).proxy_id, reserved);
    auto const cid = add_account("cid").id;
    EXPECT_EQ(accounts().place(actor_, cid.value, reserved).error().code, "proxies.reserved");
    auto const move = must(accounts().make_gesture(actor_, "assign-proxies", {{"proxy_id", reserved.value}}));
    auto const refused = must(accounts().apply_many(actor_, {cid}, move)).refused_items;
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused.front().code, "proxies.reserved");
}

TEST_P(AccountGestures, a_deleted_proxy_moves_its_accounts_as_far_as_slots_go) {
    auto const first = add_proxy(3), second = add_proxy(2);
    for (auto const* name : {"ann", "bob", "cid"}) add_account(name);
    auto const held = must(db().write(
        workspace_, [&](db::Tx& tx) { return accounts().vacate(tx, actor_, first, proxies::Vacate::move); }));
    EXPECT_EQ(held, 3);
    EXPECT_EQ(proxy_count(first), 0);
    EXPECT_EQ(proxy_count(second), 2);
    EXPECT_EQ(must(db().read(
                  [&](db::Reader& reader) { return accounts().count_without_proxy(reader, workspace_); })),
              1);
}

TEST_P(AccountGestures, archiving_a_model_takes_all_its_accounts_off) {
    auto const mia = add_model("Mia");
    auto const ann = add_account("ann", mia).id, bob = add_account("bob", mia).id;
    must(move(bob, LifecycleState::warming_up));
    must(move(bob, LifecycleState::ready));
    must(move(bob, LifecycleState::assigned));
    EXPECT_EQ(must(db().read([&](db::Reader& reader) { return accounts().count(reader, workspace_, mia); })),
              2);
    EXPECT_EQ(
        must(db().write(workspace_, [&](db::Tx& tx) { return accounts().unassign_all(tx, actor_, mia); })),
        2);
    EXPECT_EQ(read(ann).model_id, std::nullopt);
    EXPECT_EQ(read(bob).lifecycle_state, LifecycleState::cleanup);
}

}  // namespace
}  // namespace roost::accounts::testing
