// text_test.cpp: meters count, and the text is what Prometheus reads.
#include "core/metrics/text.h"

#include <gtest/gtest.h>

#include <thread>

namespace roost::metrics {
namespace {

TEST(MetricsText, writes_a_family_with_its_samples_and_escapes_what_labels_hold) {  // shows RUN-8
    Text text;
    text.family("roost_things_total", Kind::counter, "Things.");
    text.sample({{"kind", "plain"}}, 2);
    text.sample({{"kind", "a \"quoted\" \\ line\nand another"}, {"size", "1"}}, 0.5);
    EXPECT_EQ(text.take(),
              "# HELP roost_things_total Things.\n"
              "# TYPE roost_things_total counter\n"
              "roost_things_total{kind=\"plain\"} 2\n"
              "roost_things_total{kind=\"a \\\"quoted\\\" \\\\ line\\nand another\",size=\"1\"} 0.5\n");
}

TEST(MetricsText, tells_a_histogram_in_growing_buckets_that_end_in_everything) {
    static constexpr std::array<double, 2> bounds{1, 10};
    Histogram histogram(bounds);
    for (double value : {0.5, 1.0, 7.0, 50.0}) histogram.observe(value);
    Text text;
    text.family("roost_took_seconds", Kind::histogram, "How long.");
    text.sample({}, histogram);
    EXPECT_EQ(text.take(),
              "# HELP roost_took_seconds How long.\n"
              "# TYPE roost_took_seconds histogram\n"
              "roost_took_seconds_bucket{le=\"1\"} 2\n"
              "roost_took_seconds_bucket{le=\"10\"} 3\n"
              "roost_took_seconds_bucket{le=\"+Inf\"} 4\n"
              "roost_took_seconds_sum 58.5\n"
              "roost_took_seconds_count 4\n");
}

TEST(MetricsText, a_histogram_loses_nothing_that_threads_observe_at_once) {
    Histogram histogram;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10'000; ++i) histogram.observe(0.25);
        });
    }
    for (auto& thread : threads) thread.join();
    std::uint64_t count = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) count += histogram.bucket(i);
    EXPECT_EQ(count, 40'000u);
    EXPECT_DOUBLE_EQ(histogram.sum(), 10'000.0);
}

}  // namespace
}  // namespace roost::metrics
