// files_test.cpp: sealed files and the master key file on a real disk.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "core/crypto/master_key.h"
#include "core/crypto/sealed_file.h"

namespace roost::crypto {
namespace {

class Files : public testing::Test {
protected:
    Files() {
        SystemRandom random;
        folder = std::filesystem::temp_directory_path() / ("roost-crypto-" + random.hex(8));
        std::filesystem::create_directories(folder);
    }
    ~Files() override { std::filesystem::remove_all(folder); }

    std::filesystem::path write_sealed(std::string const& plain, std::size_t piece) {
        auto path = folder / random.hex(4);
        auto writer = SealedFileWriter::create(path, keys, random);
        EXPECT_TRUE(writer.ok());
        for (std::size_t at = 0; at < plain.size(); at += piece) {
            EXPECT_TRUE((*writer)->write(std::string_view(plain).substr(at, piece)).ok());
        }
        EXPECT_EQ((*writer)->size(), static_cast<std::int64_t>(plain.size()));
        EXPECT_TRUE((*writer)->finish().ok());
        return path;
    }

    Result<std::string> read_sealed(std::filesystem::path const& path) {
        auto reader = TRY(SealedFileReader::open(path, keys));
        std::string plain;
        for (auto piece = TRY(reader->next()); !piece.empty(); piece = TRY(reader->next())) plain += piece;
        EXPECT_EQ(reader->position(), static_cast<std::int64_t>(plain.size()));
        return plain;
    }

    static std::string raw(std::filesystem::path const& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void write_raw(std::filesystem::path const& path, std::string_view data) {
        std::ofstream(path, std::ios::binary) << data;
    }

    SeededRandom random{11};
    Keyring keys{{Secret(std::string(32, 'k'))}, random};
    std::filesystem::path folder;
};

TEST_F(Files, sealed_ones_of_any_size_come_back_whole) {
    for (std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 131'072u, 1'000'003u}) {
        std::string plain(size, '\0');
        random.fill(plain.data(), plain.size());
        auto back = read_sealed(write_sealed(plain, 30'000));
        ASSERT_TRUE(back.ok()) << size;
        EXPECT_EQ(*back, plain) << size;
    }
}

TEST_F(Files, sealed_ones_hold_no_plain_text_and_are_private) {  // shows ACC-11
    auto path = write_sealed("alice:hunter2-password", 100);
    EXPECT_EQ(raw(path).find("hunter2"), std::string::npos);
    struct stat info{};
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(Files, a_cut_or_changed_one_is_refused) {
    std::string plain(200'000, 'x');
    auto path = write_sealed(plain, 65'536);
    auto whole = raw(path);
    for (std::size_t cut : {std::size_t{0}, std::size_t{3}, std::size_t{50}, std::size_t{100},
                            whole.size() - 1, whole.size() - 17, whole.size() / 2}) {
        write_raw(path, std::string_view(whole).substr(0, cut));
        auto back = read_sealed(path);
        ASSERT_FALSE(back.ok()) << "cut at " << cut;
        EXPECT_EQ(back.error().code, "crypto.cannot_open");
    }
    for (std::size_t at = 0; at < whole.size(); at += at < 200 ? 1 : 9'973) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        write_raw(path, changed);
        EXPECT_FALSE(read_sealed(path).ok()) << "byte " << at;
    }
    write_raw(path, whole + "x");
    EXPECT_FALSE(read_sealed(path).ok());
}

TEST_F(Files, whole_chunks_cannot_be_dropped_from_the_end) {
    auto path = write_sealed(std::string(65'536 * 3, 'x'), 65'536);
    auto whole = raw(path);
    write_raw(path, std::string_view(whole).substr(0, whole.size() - 65'536 - 17));
    EXPECT_FALSE(read_sealed(path).ok());
}

TEST_F(Files, an_unfinished_one_disappears) {
    auto path = folder / "draft";
    {
        auto writer = SealedFileWriter::create(path, keys, random);
        ASSERT_TRUE(writer.ok());
        ASSERT_TRUE((*writer)->write("abc").ok());
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Files, a_missing_or_full_place_is_named) {
    auto nowhere = SealedFileWriter::create(folder / "no" / "where", keys, random);
    ASSERT_FALSE(nowhere.ok());
    EXPECT_EQ(nowhere.error().code, "disk.io");
    EXPECT_NE(nowhere.error().detail.find("where"), std::string::npos);
    EXPECT_FALSE(SealedFileReader::open(folder / "missing", keys).ok());
}

TEST_F(Files, the_master_key_is_made_once_and_private) {
    auto first = load_master_keys({}, folder / "data", random);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    ASSERT_EQ(first->size(), 1u);
    EXPECT_EQ(first->front().reveal().size(), 32u);
    struct stat info{};
    ASSERT_EQ(stat((folder / "data/master.key").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    auto again = load_master_keys({}, folder / "data", random);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->front().reveal(), first->front().reveal());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "data"), {}), 1);
}

TEST_F(Files, processes_that_start_together_agree_on_the_master_key) {
    std::vector<std::string> seen(8);
    std::vector<std::thread> starts;
    for (auto& key : seen) {
        starts.emplace_back([&] {
            SystemRandom own;
            auto keys = load_master_keys({}, folder / "data", own);
            key = keys.ok() ? keys->front().reveal() : keys.error().detail;
        });
    }
    for (auto& start : starts) start.join();
    for (auto const& key : seen) EXPECT_EQ(key, seen.front());
}

TEST_F(Files, several_master_keys_are_read_in_order) {
    std::string a(64, 'a'), b(64, 'B');
    for (auto text : {a + "\n" + b + "\n", a + "," + b, "\r\n" + a + "\r\n\r\n" + b}) {
        auto keys = load_master_keys(Secret(text), folder, random);
        ASSERT_TRUE(keys.ok()) << keys.error().detail;
        ASSERT_EQ(keys->size(), 2u);
        EXPECT_EQ(keys->at(0).reveal(), std::string(32, '\xaa'));
        EXPECT_EQ(keys->at(1).reveal(), std::string(32, '\xbb'));
    }
}

TEST_F(Files, a_bad_master_key_is_refused_without_showing_it) {
    for (auto text : {std::string(63, 'a'), std::string(66, 'a'), std::string(63, 'a') + "g",
                      std::string(64, 'a') + "\nshort", std::string("\n")}) {
        auto keys = load_master_keys(Secret(text), folder, random);
        ASSERT_FALSE(keys.ok()) << text;
        EXPECT_EQ(keys.error().code, "crypto.bad_master_key");
        EXPECT_EQ(keys.error().detail.find("aaaa"), std::string::npos);
    }
}

}  // namespace
}  // namespace roost::crypto
