// import_test.cpp: whole imports on both engines: counts, duplicates, proxies, crashes, undo.
#include <gtest/gtest.h>

#include "domains/accounts/sql.h"
#include "domains/accounts/tests/fixture.h"

namespace roost::accounts::testing {
namespace {

class AccountImport : public AccountsTest {
protected:
    boost::json::object run(ImportId id, ImportStart start = {}) {
        start.attest = true;
        must(accounts().start_import(actor_, id, start));
        TestJob job(workspace_, {{"import_id", id.value}});
        return must(ImportRun(accounts(), accounts().parts(), job).run()).as_object();
    }
    std::int64_t count() { return scalar(sql::count_accounts); }
    std::int64_t counted() {
        std::int64_t total = 0;
        for (auto const& count : must(accounts().counts(actor_))) total += count.trashed ? 0 : count.accounts;
        return total;
    }
    static std::string file(int from, int to) {
        std::string text;
        for (int i = from; i < to; ++i)
            text += fmt::format("user{},password-{},user{}@example.org\n", i, i, i);
        return text;
    }
};
INSTANTIATE_ON_BOTH_ENGINES(AccountImport);

TEST_P(AccountImport, counts_imported_duplicate_and_rejected_lines_and_names_the_rejected) {
    // shows ACC-2 ACC-3 ACC-4
    add_account("old");
    auto const first = add_proxy(2);
    auto const second = add_proxy(3);
    auto const result = run(upload(
        "username,password,email\n\nann,pw1,ann@x.org\n@OLD,pw,\nANN,pw2,\nbob,,\ncid,pw3,c@x.org,surplus\n"
        "dan,pw4,\n,pw,\neve,pw5,eve\nfay,pw6,\n"));
    EXPECT_EQ(result.at("lines"), 9);
    EXPECT_EQ(result.at("imported"), 3);
    EXPECT_EQ(result.at("duplicates"), 2);
    EXPECT_EQ(result.at("rejected"), 4);
    EXPECT_EQ(result.at("proxies_assigned"), 3);
    EXPECT_EQ(result.at("without_proxy"), 0);
    auto const& rejected = result.at("rejected_lines").as_array();
    ASSERT_EQ(rejected.size(), 4U);
    EXPECT_EQ(rejected[0].at("line"), 6);
    EXPECT_EQ(rejected[0].at("code"), "empty_password");
    EXPECT_EQ(rejected[1].at("code"), "too_many_columns");
    EXPECT_EQ(rejected[2].at("code"), "empty_username");
    EXPECT_EQ(rejected[3].at("code"), "invalid_email");
    EXPECT_EQ(proxy_count(first), 2);
    EXPECT_EQ(proxy_count(second), 1);
    EXPECT_EQ(count(), 4);
    EXPECT_EQ(counted(), 4);
}

TEST_P(AccountImport, imported_twice_changes_nothing) {
    // shows ACC-3
    run(upload(file(0, 300)));
    auto const again = run(upload(file(0, 300)));
    EXPECT_EQ(again.at("imported"), 0);
    EXPECT_EQ(again.at("duplicates"), 300);
    EXPECT_TRUE(again.at("undo_id").is_null());
    EXPECT_EQ(count(), 300);
}

TEST_P(AccountImport, killed_between_batches_continues_with_no_account_doubled_or_lost) {
    // shows ACC-3 REL-1
    for (int i = 0; i < 10; ++i) add_proxy(600);
    auto const id = upload(file(0, 12'000) + file(11'000, 13'000) + "bad line\n");
    must(accounts().start_import(actor_, id, {.attest = true}));
    TestJob job(workspace_, {{"import_id", id.value}});
    for (int crash = 1; crash <= 2; ++crash) {
        job.fail_at_ = job.checkpoints_ + crash;
        ASSERT_FALSE(ImportRun(accounts(), accounts().parts(), job).run().ok());
        EXPECT_EQ(count(), counted());
    }
    auto const result = must(ImportRun(accounts(), accounts().parts(), job).run()).as_object();
    EXPECT_EQ(result.at("lines"), 14'001);
    EXPECT_EQ(result.at("imported"), 13'000);
    EXPECT_EQ(result.at("duplicates"), 1'000);
    EXPECT_EQ(result.at("rejected"), 1);
    EXPECT_EQ(result.at("proxies_assigned"), 6'000);
    EXPECT_EQ(count(), 13'000);
    EXPECT_EQ(counted(), 13'000);
}

TEST_P(AccountImport, killed_after_its_last_batch_it_tells_the_same_result_again) {
    // shows ACC-3 REL-1
    auto const id = upload(file(0, 50));
    must(accounts().start_import(actor_, id, {.attest = true}));
    TestJob job(workspace_, {{"import_id", id.value}});
    auto const result = must(ImportRun(accounts(), accounts().parts(), job).run());
    EXPECT_EQ(must(ImportRun(accounts(), accounts().parts(), job).run()), result);
    EXPECT_EQ(count(), 50);
}

TEST_P(AccountImport, dry_run_stores_nothing_and_tells_the_same) {
    // shows ACC-2
    add_account("user5");
    auto const id = upload(file(0, 10) + "user3,pw,\n");
    auto const tried = run(id, {.dry_run = true, .keep_upload = true});
    EXPECT_EQ(tried.at("imported"), 9);
    EXPECT_EQ(tried.at("duplicates"), 2);
    EXPECT_EQ(count(), 1);
    auto const done = run(id);
    EXPECT_EQ(done.at("imported"), 9);
    EXPECT_EQ(done.at("duplicates"), 2);
    EXPECT_EQ(count(), 10);
}

TEST_P(AccountImport, seals_passwords_and_extras_and_reveals_them_to_a_person) {
    // shows ACC-11
    run(upload("ann,s3cret-pw,a@x.org,2fa=ABCDEF\n"));
    auto const ann = must(
        db().read([&](db::Reader& reader) { return store::find_by_username(reader, workspace_, "ann"); }));
    ASSERT_TRUE(ann);
    EXPECT_EQ(ann->password_box->find("s3cret"), std::string::npos);
    auto const secrets = must(accounts().reveal(actor_, ann->id));
    EXPECT_EQ(secrets.password.reveal(), "s3cret-pw");
    EXPECT_EQ(secrets.extra.reveal(), R"({"2fa":"ABCDEF"})");
}

TEST_P(AccountImport, refuses_what_is_no_accounts_file_and_stores_nothing) {
    // shows ACC-2
    auto refused = [&](std::string const& bytes) {
        auto const path = folder_ / random_.hex(8);
        auto writer = must(crypto::SealedFileWriter::create(path, keys_, random_));
        must(writer->write(bytes));
        must(writer->finish());
        auto result = accounts().accept_upload(actor_, {"x", path, static_cast<std::int64_t>(bytes.size())});
        return result.ok() ? std::string("accepted") : result.error().code;
    };
    EXPECT_EQ(refused(""), "import.empty");
    EXPECT_EQ(refused("\n \n"), "import.empty");
    EXPECT_EQ(refused(std::string("a\0b\n", 4)), "import.binary");
    EXPECT_EQ(accounts().start_import(actor_, upload("ann,pw\n"), {}).error().code, "import.attest_required");
}

TEST_P(AccountImport, cancelled_keeps_what_it_wrote_and_can_be_undone) {
    auto const proxy = add_proxy(100);
    auto const id = upload(file(0, 12'000));
    must(accounts().start_import(actor_, id, {.attest = true}));
    TestJob job(workspace_, {{"import_id", id.value}});
    job.cancel_at_ = 1;
    EXPECT_FALSE(ImportRun(accounts(), accounts().parts(), job).run().ok());
    EXPECT_EQ(count(), static_cast<std::int64_t>(rules::batch_lines_min)) << "one batch";
    EXPECT_EQ(proxy_count(proxy), 100);
    auto const undos = must(accounts().list_undos(actor_));
    ASSERT_EQ(undos.size(), 1U);
    must(accounts().undo(actor_, undos.front().id, false));
    EXPECT_EQ(count(), 0);
    EXPECT_EQ(counted(), 0);
    EXPECT_EQ(proxy_count(proxy), 0);
}

TEST_P(AccountImport, is_not_undone_when_somebody_worked_with_its_accounts) {
    // shows ACC-10
    auto const result = run(upload(file(0, 20)));
    auto const touched = must(
        db().read([&](db::Reader& reader) { return store::find_by_username(reader, workspace_, "user3"); }));
    must(accounts().apply_one(
        actor_, touched->id,
        must(accounts().make_gesture(actor_, "lifecycle", {{"lifecycle_state", "warming_up"}}))));
    auto const undone = accounts().undo(actor_, UndoId{result.at("undo_id").as_int64()}, false);
    ASSERT_FALSE(undone.ok());
    EXPECT_EQ(undone.error().code, "accounts.undo_stale");
    EXPECT_EQ(undone.error().extra.at("changed_ids").as_array().front(), touched->id.value);
    EXPECT_EQ(count(), 20);
}

TEST_P(AccountImport, preview_masks_secrets_and_says_what_would_be_rejected) {
    auto const id = upload("username;password;phone\nann;s3cret;+49 1\n;x;\n");
    auto const preview = must(accounts().preview(actor_, id, {}));
    auto const text = boost::json::serialize(preview);
    EXPECT_EQ(text.find("s3cret"), std::string::npos);
    EXPECT_EQ(text.find("+49"), std::string::npos);
    EXPECT_EQ(preview.at("delimiter"), ";");
    EXPECT_EQ(preview.at("header"), true);
    EXPECT_EQ(preview.at("rows").as_array()[1].at("code"), "empty_username");
}

}  // namespace
}  // namespace roost::accounts::testing
