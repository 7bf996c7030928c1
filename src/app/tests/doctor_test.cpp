// doctor_test.cpp: for each check of the doctor a test that breaks exactly it and expects its
// advice.
#include "app/doctor.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/key_check.h"
#include "app/opened.h"
#include "app/tests/temporary_folder.h"
#include "core/clock/fake_clock.h"
#include "support/database.h"

namespace roost::app {
namespace {
namespace fs = std::filesystem;

TEST(Doctor, a_private_data_folder_is_good) {  // shows RUN-3
    TemporaryFolder folder;
    EXPECT_TRUE(check_data_folder(folder.path()).good);
}

TEST(Doctor, a_data_folder_that_others_can_read_is_told_to_be_closed) {
    TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    auto finding = check_data_folder(folder.path());
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("chmod 700"), std::string::npos);
}

TEST(Doctor, a_missing_data_folder_is_told_to_be_given) {
    auto finding = check_data_folder("/nowhere/at/all");
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("data.dir"), std::string::npos);
}

TEST(Doctor, a_nearly_full_disk_is_told_to_be_freed) {
    EXPECT_TRUE(check_disk_space(2 * disk_space_wanted_bytes).good);
    auto finding = check_disk_space(disk_space_wanted_bytes - 1);
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("Free at least 1 GiB"), std::string::npos);
}

TEST(Doctor, a_master_key_that_others_can_read_is_told_to_be_closed) {
    TemporaryFolder folder;
    config::Config config;
    config.data.dir = folder.path().string();
    EXPECT_TRUE(check_master_key_file(config).good);  // not there yet
    auto path = folder.path() / "master.key";
    std::ofstream(path) << "key";
    fs::permissions(path, fs::perms::owner_read);
    EXPECT_TRUE(check_master_key_file(config).good);
    fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
    auto finding = check_master_key_file(config);
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("chmod 600"), std::string::npos);
}

TEST(Doctor,
     an_older_schema_is_told_to_be_migrated_and_a_newer_one_to_update_the_program) {  // shows RUN-6
    EXPECT_TRUE(check_schema(7, 7).good);
    EXPECT_NE(check_schema(6, 7).advice.find("roost migrate"), std::string::npos);
    EXPECT_NE(check_schema(8, 7).advice.find("Start that version"), std::string::npos);
}

TEST(Doctor, a_clock_that_differs_from_the_disks_is_told_to_be_synchronised) {
    Instant now{1'790'000'000'000};
    EXPECT_TRUE(check_clock(now, now + Seconds{60}, Seconds{0}).good);
    auto finding = check_clock(now, now - std::chrono::hours{2}, Seconds{0});
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("time synchronisation"), std::string::npos);
    EXPECT_NE(check_clock(now + Seconds{90}, now, Seconds{90}).advice.find("clock.offset"),
              std::string::npos);
}

TEST(Doctor, an_open_address_without_https_is_told_to_get_it) {
    config::Config config;
    EXPECT_TRUE(check_address(config).good);
    config.server.listen = "0.0.0.0:8080";
    EXPECT_NE(check_address(config).advice.find("server.public_url"), std::string::npos);
    config.server.public_url = "http://roost.example.com";
    EXPECT_NE(check_address(config).advice.find("certificate"), std::string::npos);
    config.server.public_url = "https://roost.example.com";
    EXPECT_TRUE(check_address(config).good);
}

TEST(Doctor, a_lock_that_cannot_be_taken_is_told_to_be_removed) {  // shows RUN-3
    TemporaryFolder folder;
    EXPECT_NE(check_folder_lock(folder.path()).told.find("No server"), std::string::npos);
    {
        auto lock = FolderLock::take(folder.path(), Share::alone);
        auto finding = check_folder_lock(folder.path());
        EXPECT_TRUE(finding.good);
        EXPECT_NE(finding.told.find("process"), std::string::npos);
    }
    fs::remove(folder.path() / "serving.lock");
    fs::create_directory(folder.path() / "serving.lock");
    auto finding = check_folder_lock(folder.path());
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("serving.lock"), std::string::npos);
}

TEST(Doctor, private_addresses_that_others_may_give_are_told_to_be_forbidden) {  // shows RUN-3 REL-4
    config::Config config;
    EXPECT_TRUE(check_private_addresses(config).good);
    config.net.allow_private = true;
    EXPECT_TRUE(check_private_addresses(config).good) << "only this machine reaches it";
    config.server.listen = "0.0.0.0:8080";
    auto finding = check_private_addresses(config);
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("net.allow_private"), std::string::npos);
}

TEST(Doctor, an_unreachable_health_address_is_told_to_be_opened) {  // shows PRX-5
    FakeClock clock;
    SeededRandom random(1);
    config::Config config;
    config.proxies.health_url = "http://127.0.0.1:1/";
    auto finding = check_health_url(config, clock, random);
    EXPECT_FALSE(finding.good);
    EXPECT_NE(finding.advice.find("proxies.health_url"), std::string::npos);
}

/// The whole examination of a data folder that is in order but for the health address.
class Examined : public ::testing::Test {
protected:
    Examined() {
        set("data.dir", (folder.path() / "data").string());
        set("proxies.health_url", "http://127.0.0.1:1/");
    }
    void set(std::string key, std::string value) {
        line.flags.push_back({.name = "--" + key, .key = std::move(key), .value = std::move(value)});
    }
    /// Opens the database once, as the first start does.
    std::unique_ptr<Foundation> open() {
        auto opened = open_program(line);
        EXPECT_TRUE(opened.ok());
        opened->program.reset();
        return std::move(opened->foundation);
    }
    /// What is bad, but for the health address, which no test reaches.
    std::vector<Finding> complaints() {
        auto findings = examine(line);
        std::erase_if(findings, [](auto const& one) { return one.good || one.check == "health_url"; });
        return findings;
    }
    void expect_only(std::string_view check, std::string_view advice) {
        auto found = complaints();
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(found[0].check, check);
        EXPECT_NE(found[0].advice.find(advice), std::string::npos) << found[0].advice;
    }
    fs::path data() const { return folder.path() / "data"; }

    TemporaryFolder folder;
    CommandLine line;
};

TEST_F(Examined, a_data_folder_in_order_has_nothing_to_mend) {  // shows RUN-3
    open();
    EXPECT_TRUE(complaints().empty());
}

TEST_F(Examined, a_wrong_setting_is_named_with_its_fix) {  // shows RUN-3 RUN-4
    set("server.lisen", "1");
    expect_only("configuration", "Correct what it names");
    EXPECT_NE(complaints()[0].told.find("server.listen"), std::string::npos);
}

TEST_F(Examined, a_file_that_is_no_database_is_told) {
    fs::create_directories(data());
    fs::permissions(data(), fs::perms::owner_all);
    std::ofstream(data() / "master.key") << std::string(64, 'a') << "\n";
    fs::permissions(data() / "master.key", fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(data() / "roost.db") << std::string(8'192, 'x');
    expect_only("database", "database.url");
}

TEST_F(Examined, another_master_key_is_told_to_be_brought_back) {
    open();
    std::ofstream(data() / "master.key") << std::string(64, 'b') << "\n";
    expect_only("master_key", "Bring back the key");
}

TEST_F(Examined, a_lost_master_key_is_told_to_be_brought_back) {
    open();
    fs::remove(data() / "master.key");
    expect_only("master_key", "Bring back the key");
}

TEST_F(Examined, jobs_that_nobody_handles_are_told_to_need_a_newer_version) {
    {
        auto foundation = open();
        FakeClock yesterday(foundation->clock.now() - std::chrono::hours{24});
        auto made = foundation->db->write(WorkspaceId{1}, [&](db::Tx& tx) {
            return jobs::enqueue(tx, yesterday, {.workspace = WorkspaceId{1}, .kind = "from.the_future"});
        });
        ASSERT_TRUE(made.ok());
    }
    expect_only("jobs", "run that version");
    EXPECT_NE(complaints()[0].told.find("from.the_future"), std::string::npos);
}

class KeyCheck : public testing::OnBothEngines {};
INSTANTIATE_ON_BOTH_ENGINES(KeyCheck);

TEST_P(KeyCheck, another_master_key_is_found_before_anything_is_opened_with_it) {  // shows REL-4
    FakeClock clock;
    SeededRandom random(1);
    crypto::Keyring mine({Secret<std::string>(std::string(32, 'a'))}, random);
    crypto::Keyring other({Secret<std::string>(std::string(32, 'b'))}, random);
    ASSERT_TRUE(check_keys(db(), mine, clock).ok());
    EXPECT_TRUE(check_keys(db(), mine, clock).ok());
    auto wrong = check_keys(db(), other, clock);
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code, "keys.wrong");
}

TEST_P(KeyCheck, a_rotated_key_still_opens_the_proof) {
    FakeClock clock;
    SeededRandom random(1);
    Secret<std::string> first(std::string(32, 'a')), second(std::string(32, 'b'));
    ASSERT_TRUE(check_keys(db(), crypto::Keyring({first}, random), clock).ok());
    EXPECT_TRUE(check_keys(db(), crypto::Keyring({first, second}, random), clock).ok());
}

}  // namespace
}  // namespace roost::app
