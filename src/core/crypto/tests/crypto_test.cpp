// crypto_test.cpp: hashes and boxes: known answers, tampering, key rotation.
#include <gtest/gtest.h>

#include <set>

#include "core/crypto/password.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"

namespace roost::crypto {
namespace {

Secret<std::string> key_of(char fill) { return Secret(std::string(32, fill)); }

TEST(Hashes, sha256_gives_the_published_answer) {
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hashes, comparison_sees_every_difference) {
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST(Passwords, only_the_right_one_matches) {  // shows IDN-1
    auto hash = hash_password(Secret(std::string("correct horse")));
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(verify_password(hash, Secret(std::string("correct horse"))));
    EXPECT_FALSE(verify_password(hash, Secret(std::string("correct horse "))));
    EXPECT_FALSE(verify_password(hash, Secret(std::string())));
}

TEST(Passwords, an_empty_or_broken_hash_matches_nothing) {  // shows IDN-2
    EXPECT_FALSE(verify_password("", Secret(std::string("nobody"))));
    EXPECT_FALSE(verify_password("$argon2id$v=19$broken", Secret(std::string("nobody"))));
    EXPECT_FALSE(verify_password("nonsense", Secret(std::string("nonsense"))));
}

TEST(Passwords, many_at_once_all_get_their_answer) {
    auto hash = hash_password(Secret(std::string("a")));
    std::atomic<int> right = 0;
    std::vector<std::thread> people;
    for (int i = 0; i < 6; ++i) {
        people.emplace_back(
            [&, i] { right += verify_password(hash, Secret(std::string(i % 2 ? "a" : "b"))); });
    }
    for (auto& person : people) person.join();
    EXPECT_EQ(right, 3);
}

TEST(RandomBytes, seeded_ones_repeat_and_differ_by_seed) {
    SeededRandom one(7), same(7), other(8);
    auto first = one.hex(32);
    EXPECT_EQ(first, same.hex(32));
    EXPECT_NE(first, other.hex(32));
    EXPECT_NE(first, one.hex(32));
}

TEST(RandomBytes, units_are_spread_over_zero_to_one) {
    SeededRandom random(1);
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        auto unit = random.next_unit();
        ASSERT_GE(unit, 0.0);
        ASSERT_LT(unit, 1.0);
        sum += unit;
    }
    EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(RandomBytes, the_system_never_repeats) {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random.hex(16));
    EXPECT_EQ(seen.size(), 1'000u);
}

TEST(Seal, a_box_opens_in_its_place_only) {  // shows ACC-11
    SystemRandom random;
    Keyring keys({key_of('a')}, random);
    auto box = keys.seal("hunter2", "accounts.password/17");
    EXPECT_EQ(box.find("hunter2"), std::string::npos);
    auto opened = keys.open(box, "accounts.password/17");
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->reveal(), "hunter2");
    auto moved = keys.open(box, "accounts.password/18");
    ASSERT_FALSE(moved.ok());
    EXPECT_EQ(moved.error().code, "crypto.cannot_open");
}

TEST(Seal, the_format_stays_what_it_is) {
    // A box written by the first version; if this fails, stored secrets can no longer be read.
    SeededRandom random(42);
    Keyring keys({key_of('k')}, random);
    EXPECT_EQ(
        hex(keys.seal("hunter2", "accounts.password/17")),
        "010104721065bafae1574a05f99955944ffa46ae90863895537210560b84d4825fe25dc7ab0167cb65a9b81674d61b44fa");
    EXPECT_EQ(hex(keys.keyed_hash("name", "suppression")),
              "75d489a84bb45ba8fab5efcbcf54be9fa909cb24171805514ccf1d5273d6e88a");
}

TEST(Seal, any_changed_byte_is_noticed) {
    SystemRandom random;
    Keyring keys({key_of('a'), key_of('b')}, random);
    auto box = keys.seal("secret", "c");
    for (std::size_t i = 0; i < box.size(); ++i) {
        auto changed = box;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(keys.open(changed, "c").ok()) << "byte " << i;
        EXPECT_FALSE(keys.open(std::string_view(box).substr(0, i), "c").ok()) << "cut at " << i;
    }
}

TEST(Seal, old_boxes_open_after_a_rotation_and_new_ones_use_the_new_key) {
    SystemRandom random;
    Keyring before({key_of('a')}, random);
    Keyring after({key_of('a'), key_of('b')}, random);
    auto old_box = before.seal("secret", "c");
    EXPECT_EQ(after.open(old_box, "c")->reveal(), "secret");
    auto new_box = after.seal("secret", "c");
    EXPECT_EQ(Keyring::key_id(old_box), 1);
    EXPECT_EQ(Keyring::key_id(new_box), 2);
    EXPECT_FALSE(before.open(new_box, "c").ok());
    EXPECT_EQ(before.keyed_hash("x", "p"), after.keyed_hash("x", "p"));
}

TEST(Seal, keyed_hashes_differ_by_purpose_and_key) {
    SystemRandom random;
    Keyring a({key_of('a')}, random), b({key_of('b')}, random);
    EXPECT_NE(a.keyed_hash("x", "p"), a.keyed_hash("x", "q"));
    EXPECT_NE(a.keyed_hash("x", "p"), b.keyed_hash("x", "p"));
    EXPECT_EQ(a.keyed_hash("x", "p").size(), 32u);
}

TEST(Seal, a_keyring_without_proper_keys_is_refused) {
    SystemRandom random;
    EXPECT_THROW(Keyring({}, random), std::invalid_argument);
    EXPECT_THROW(Keyring({Secret(std::string("short"))}, random), std::invalid_argument);
}

TEST(Secrets, print_as_stars_everywhere) {  // shows RUN-7
    Secret<std::string> secret(std::string("hunter2"));
    std::ostringstream out;
    out << secret;
    EXPECT_EQ(out.str(), "***");
    EXPECT_EQ(fmt::format("{}", secret), "***");
}

}  // namespace
}  // namespace roost::crypto
