// base64_test.cpp: what is written is read back, and nothing else is.
#include "core/base/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace roost::text {
namespace {

RC_GTEST_PROP(base64, what_is_written_is_read_back, (std::string bytes)) {
    RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes);
}

TEST(base64, known_texts_and_broken_ones) {
    EXPECT_EQ(base64_encode("Man"), "TWFu");
    EXPECT_EQ(base64_encode("Ma"), "TWE=");
    EXPECT_EQ(base64_encode("M"), "TQ==");
    for (auto bad : {"TQ=", "TQ", "T===", "TR==", "T*==", "TQ==TQ=="})
        EXPECT_FALSE(base64_decode(bad)) << bad;
}

}  // namespace
}  // namespace roost::text
