// foundation_test.cpp: who may open a data folder beside whom, and a database whose master key is gone.
#include "app/foundation.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>

#include "app/opened.h"
#include "app/tests/temporary_folder.h"
#include "support/database.h"

namespace roost::app {
namespace {
namespace fs = std::filesystem;

CommandLine line_of(fs::path const& data, std::string const& database = "") {
    CommandLine line;
    line.flags.push_back({.name = "--data", .key = "data.dir", .value = data.string()});
    if (!database.empty())
        line.flags.push_back({.name = "--database", .key = "database.url", .value = database});
    return line;
}

std::set<std::string> names_in(fs::path const& folder) {
    std::set<std::string> names;
    for (auto const& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
    return names;
}

class LostKey : public testing::OnBothEngines {};
INSTANTIATE_ON_BOTH_ENGINES(LostKey);

TEST_P(LostKey, a_database_without_its_master_key_is_refused_before_anything_is_written) {  // shows REL-4
    TemporaryFolder folder;
    auto data = folder.path() / "data";
    bool postgres = GetParam() == db::Engine::postgres;
    auto line = line_of(data, postgres ? database().url() : "");
    ASSERT_TRUE(open_program(line).ok());
    ASSERT_TRUE(fs::remove(data / "master.key"));
    auto const before = names_in(data);
    for (auto use : {Use::serve, Use::beside}) {
        auto opened = open_foundation(line, use);
        ASSERT_FALSE(opened.ok());
        EXPECT_EQ(opened.error().code, "keys.missing");
        EXPECT_NE(opened.error().detail.find((data / "master.key").string()), std::string::npos)
            << opened.error().detail;
    }
    EXPECT_EQ(names_in(data), before);
}

TEST(Foundation, an_empty_database_gets_a_key) {
    TemporaryFolder folder;
    auto data = folder.path() / "data";
    testing::TestDatabase empty(db::Engine::postgres, testing::Schema::empty);
    EXPECT_TRUE(open_foundation(line_of(data, empty.url()), Use::serve).ok());
    EXPECT_TRUE(fs::exists(data / "master.key"));
}

TEST(Foundation, a_folder_is_served_once_and_commands_work_beside) {  // shows RUN-5
    TemporaryFolder folder;
    auto line = line_of(folder.path() / "data");
    {
        auto first = open_foundation(line, Use::serve);
        ASSERT_TRUE(first.ok()) << first.error().detail;
        auto second = open_foundation(line, Use::serve);
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().code, "data.in_use");
        EXPECT_NE(second.error().detail.find("process " + std::to_string(::getpid())), std::string::npos)
            << second.error().detail;
        EXPECT_TRUE(open_foundation(line).ok()) << "an import, a backup or user create runs beside it";
        EXPECT_EQ(open_foundation(line, Use::reseal).error().code, "data.in_use");
    }
    EXPECT_TRUE(open_foundation(line, Use::serve).ok());
}

TEST(Foundation, a_killed_server_leaves_no_lock) {  // shows REL-1
    TemporaryFolder folder;
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    auto child = ::fork();
    if (child == 0) {
        auto lock = FolderLock::take(folder.path(), Share::alone);
        char answer = lock.ok() ? 'y' : 'n';
        if (::write(told[1], &answer, 1) == 1) ::pause();
        ::_exit(1);
    }
    char answer = 0;
    ASSERT_EQ(::read(told[0], &answer, 1), 1);
    ASSERT_EQ(answer, 'y');
    EXPECT_EQ(FolderLock::take(folder.path(), Share::alone).error().code, "data.in_use");
    EXPECT_EQ(*FolderLock::server_of(folder.path()), "process " + std::to_string(child));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_FALSE(*FolderLock::server_of(folder.path()));
    EXPECT_TRUE(FolderLock::take(folder.path(), Share::alone).ok());
    ::close(told[0]);
    ::close(told[1]);
}

TEST(Foundation, nodes_over_one_postgresql_share_the_folder) {  // shows RUN-5
    TemporaryFolder folder;
    testing::TestDatabase database(db::Engine::postgres);
    auto line = line_of(folder.path() / "data", database.url());
    auto first = open_foundation(line, Use::serve), second = open_foundation(line, Use::serve);
    EXPECT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(open_foundation(line, Use::reseal).error().code, "data.in_use");
}

}  // namespace
}  // namespace roost::app
