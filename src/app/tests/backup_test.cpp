// backup_test.cpp: a backup of a running program is whole, and comes back only where it may.
#include "app/backup.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "app/opened.h"
#include "support/database.h"

namespace roost::app {
namespace {
namespace fs = std::filesystem;

class Backup : public ::testing::Test {
protected:
    Backup() {
        std::string name = (fs::temp_directory_path() / "roost-backup.XXXXXX").string();
        root = ::mkdtemp(name.data());
        config.data.dir = (root / "data").string();
        line.flags = {{.name = "--data", .key = "data.dir", .value = config.data.dir}};
    }
    ~Backup() override { fs::remove_all(root); }

    static identity::UserSpec person(std::string email, std::string workspace) {
        identity::UserSpec spec;
        spec.credentials = {.email = std::move(email),
                            .password = Secret<std::string>("correct horse battery")};
        spec.workspace = std::move(workspace);
        spec.role = Role::owner;
        return spec;
    }
    /// A data folder with a workspace "Agency" and a picture's file.
    void fill() {
        auto opened = open_program(line);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        ASSERT_TRUE(opened->services().identity.create_user(person("owner@roost.test", "Agency")).ok());
        fs::create_directories(data() / "content/1/ab");
        std::ofstream(data() / "content/1/ab/picture.sealed") << "picture";
    }
    /// A machine of its own with the same master key.
    config::Config elsewhere(std::string const& name) {
        config::Config other;
        other.data.dir = (root / name).string();
        fs::create_directories(other.data.dir);
        fs::copy_file(data() / "master.key", root / name / "master.key");
        return other;
    }
    static std::string code(Result<Manifest> const& result) { return result.ok() ? "" : result.error().code; }
    static bool has_workspace(config::Config const& config, std::string const& name) {
        CommandLine line;
        line.flags = {{.name = "--data", .key = "data.dir", .value = config.data.dir}};
        auto opened = open_program(line);
        return opened.ok() && opened->services().identity.find_workspace(name).ok();
    }
    fs::path data() const { return config.data.dir; }

    fs::path root;
    config::Config config;
    CommandLine line;
    SystemClock clock;
    SystemRandom random;
    Progress progress;
};

TEST_F(Backup,
       of_a_program_that_writes_all_the_time_is_whole_and_comes_back) {  // shows RUN-3 RUN-10
    fill();
    auto opened = open_program(line);
    ASSERT_TRUE(opened.ok());
    std::atomic<bool> enough = false;
    int made = 0;
    std::thread writer([&] {
        while (!enough) {
            auto name = "Later " + std::to_string(made);
            ASSERT_TRUE(opened->services().identity.create_user(person("owner@roost.test", name)).ok());
            ++made;
        }
    });
    auto manifest = make_backup(config, clock, root / "backup", progress);
    enough = true;
    writer.join();
    ASSERT_TRUE(manifest.ok()) << manifest.error().detail;
    EXPECT_EQ(manifest->files, 1);
    EXPECT_FALSE(fs::exists(root / "backup/master.key"));

    auto other = elsewhere("other");
    auto restored = restore_backup(other, clock, random, root / "backup", Existing::refuse, progress);
    ASSERT_TRUE(restored.ok()) << restored.error().detail;
    EXPECT_TRUE(has_workspace(other, "Agency"));
    EXPECT_TRUE(fs::exists(root / "other/content/1/ab/picture.sealed"));
}

TEST_F(Backup, is_refused_where_something_is_already_or_would_be_lost_with_the_data) {
    fill();
    EXPECT_EQ(code(make_backup(config, clock, root, progress)), "backup.exists");
    EXPECT_EQ(code(make_backup(config, clock, data() / "backup", progress)), "backup.inside_data");
    config::Config nothing;
    nothing.data.dir = (root / "nothing").string();
    EXPECT_EQ(code(make_backup(nothing, clock, root / "backup", progress)), "backup.nothing");
    EXPECT_FALSE(fs::exists(root / "backup"));
}

TEST_F(Backup, of_postgres_names_the_line_to_run) {  // shows RUN-3
    config.database.url = Secret<std::string>("postgres://somebody:secret@db/roost");
    auto refused = make_backup(config, clock, root / "backup", progress);
    EXPECT_EQ(code(refused), "backup.postgres");
    EXPECT_NE(refused.error().detail.find("pg_dump --format=custom"), std::string::npos);
    EXPECT_EQ(refused.error().detail.find("secret"), std::string::npos);
}

TEST_F(Backup, restoring_overwrites_only_by_force_and_keeps_what_was_there) {  // shows RUN-3 RUN-10
    fill();
    ASSERT_TRUE(make_backup(config, clock, root / "backup", progress).ok());
    {
        auto opened = open_program(line);
        ASSERT_TRUE(opened->services().identity.create_user(person("owner@roost.test", "After")).ok());
        EXPECT_EQ(
            code(restore_backup(config, clock, random, root / "backup", Existing::move_aside, progress)),
            "restore.in_use");
    }
    EXPECT_EQ(code(restore_backup(config, clock, random, root / "backup", Existing::refuse, progress)),
              "restore.exists");
    EXPECT_TRUE(has_workspace(config, "After"));
    auto restored = restore_backup(config, clock, random, root / "backup", Existing::move_aside, progress);
    ASSERT_TRUE(restored.ok()) << restored.error().detail;
    EXPECT_FALSE(has_workspace(config, "After"));
    EXPECT_TRUE(has_workspace(config, "Agency"));
    int kept = 0;
    for (auto const& entry : fs::directory_iterator(data()))
        kept += entry.path().filename().string().starts_with("before-restore-") &&
                fs::exists(entry.path() / "roost.db");
    EXPECT_EQ(kept, 1);
}

TEST_F(Backup, restoring_refuses_another_key_a_newer_schema_and_a_damaged_file_before_it_changes_anything) {
    fill();
    ASSERT_TRUE(make_backup(config, clock, root / "backup", progress).ok());
    auto other = elsewhere("other");
    auto refused = [&] {
        return code(restore_backup(other, clock, random, root / "backup", Existing::refuse, progress));
    };
    fs::remove(root / "other/master.key");
    EXPECT_EQ(refused(), "restore.no_key");
    std::ofstream(root / "other/master.key") << std::string(64, 'a') << "\n";
    EXPECT_EQ(refused(), "keys.wrong");
    fs::copy_file(data() / "master.key", root / "other/master.key", fs::copy_options::overwrite_existing);
    {
        std::fstream damaged(root / "backup/roost.db", std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(static_cast<std::streamoff>(fs::file_size(root / "backup/roost.db") / 2));
        damaged << std::string(8'192, 'x');
    }
    EXPECT_EQ(refused(), "db.corrupt");
    std::ofstream(root / "backup/manifest.json")
        << R"({"format":1,"program":"9.0","schema":9999,"created_at":"","files":0,"bytes":0})";
    EXPECT_EQ(refused(), "db.newer_than_program");
    std::ofstream(root / "backup/manifest.json") << "{}";
    EXPECT_EQ(refused(), "restore.not_a_backup");
    EXPECT_FALSE(fs::exists(root / "other/roost.db"));
}

}  // namespace
}  // namespace roost::app
