// metrics_test.cpp: scrapes the whole program and reads the answer as Prometheus does.
#include <set>

#include "support/server.h"

namespace roost::testing {
namespace {

/// The samples of a scrape by name with labels; complaints about what Prometheus would refuse.
struct Scrape {
    std::map<std::string, double> samples;
    std::map<std::string, std::string> types;
    std::vector<std::string> complaints;

    explicit Scrape(std::string const& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) read(line);
        if (!text.ends_with('\n')) complaints.push_back("the last line has no end");
    }

    double sum(std::string_view name) const {
        double total = 0;
        for (auto const& [sample, value] : samples) {
            if (sample.starts_with(std::string(name) + "{") || sample == name) total += value;
        }
        return total;
    }

private:
    void read(std::string const& line) {
        if (line.starts_with("# HELP ")) return;
        if (line.starts_with("# TYPE ")) return begin(line.substr(7));
        auto space = line.rfind(' ');
        if (space == std::string::npos) return complaints.push_back("no sample: " + line);
        auto id = line.substr(0, space);
        check_name(id);
        char* end = nullptr;
        auto value = std::strtod(line.c_str() + space + 1, &end);
        if (*end != '\0') complaints.push_back("no number: " + line);
        if (!samples.emplace(id, value).second) complaints.push_back("twice: " + id);
        if (id.find("_bucket{") != std::string::npos) check_bucket(id, value);
    }

    void begin(std::string const& rest) {
        family_ = rest.substr(0, rest.find(' '));
        auto type = rest.substr(family_.size() + 1);
        if (!types.emplace(family_, type).second) complaints.push_back("declared twice: " + family_);
        if ((type == "counter") != family_.ends_with("_total"))
            complaints.push_back("counters and only they end in _total: " + family_);
        last_bucket_ = 0;
    }

    void check_name(std::string const& id) {
        auto name = id.substr(0, id.find('{'));
        std::set<std::string> allowed{family_};
        if (types[family_] == "histogram")
            allowed = {family_ + "_bucket", family_ + "_sum", family_ + "_count"};
        if (!allowed.contains(name)) complaints.push_back(name + " is not of the family " + family_);
        bool braces = id.find('{') == std::string::npos || id.ends_with('}');
        if (!braces) complaints.push_back("labels without end: " + id);
    }

    /// Buckets of one series grow up to +Inf.
    void check_bucket(std::string const& id, double value) {
        if (value < last_bucket_) complaints.push_back("a bucket shrinks: " + id);
        last_bucket_ = id.find("le=\"+Inf\"") == std::string::npos ? value : 0;
    }

    std::string family_;
    double last_bucket_ = 0;
};

class Metrics : public OnBothEngines {};
INSTANTIATE_ON_BOTH_ENGINES(Metrics);

TEST_P(Metrics,
       a_scrape_tells_what_was_served_written_and_run_in_words_of_prometheus) {  // shows RUN-8
    TestServer server(database());
    auto token = server.register_owner();
    server.call("GET", "/api/accounts", nullptr, token);
    server.call("GET", "/api/accounts/4711", nullptr, token);
    server.call("GET", "/api/accounts");
    server.run_jobs();
    auto answer = server.call("GET", "/metrics").answer;
    EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    Scrape scrape(answer.body);
    EXPECT_TRUE(scrape.complaints.empty()) << ::testing::PrintToString(scrape.complaints);

    EXPECT_EQ(scrape.samples.at(R"(roost_http_requests_total{operation="list_accounts",status="2xx"})"), 1);
    EXPECT_EQ(scrape.samples.at(R"(roost_http_requests_total{operation="list_accounts",status="4xx"})"), 1);
    EXPECT_EQ(scrape.samples.at(R"(roost_http_request_duration_seconds_count{operation="list_accounts"})"),
              2);
    EXPECT_GT(scrape.samples.at("roost_db_commit_duration_seconds_count"), 0);
    EXPECT_EQ(scrape.samples.at("roost_db_commit_duration_seconds_count"),
              scrape.samples.at("roost_db_batch_closures_count"));
    EXPECT_GT(scrape.samples.at("roost_db_reader_wait_seconds_count"), 0);
    EXPECT_GT(scrape.samples.at("process_resident_memory_bytes"), 1e6);
    EXPECT_GT(scrape.samples.at("process_open_fds"), 2);
    EXPECT_EQ(scrape.sum("roost_build_info"), 1);
    for (auto name : {"roost_live_connections", "roost_live_changes_sent_total",
                      "roost_jobs_queue_lag_seconds", "roost_db_readers_busy", "roost_http_connections"}) {
        EXPECT_TRUE(scrape.samples.contains(name)) << name;
    }
    for (auto name : {"roost_jobs_running", "roost_jobs_due", "roost_jobs_unhandled",
                      "roost_net_requests_total", "roost_net_left_alone"}) {
        EXPECT_TRUE(scrape.types.contains(name)) << name;
    }
}

TEST_P(Metrics, a_scrape_names_no_workspace_person_or_id) {  // shows RUN-8 IDN-5
    TestServer server(database());
    auto token = server.register_owner("secretive@roost.test", "Hidden Agency");
    server.call("GET", "/api/accounts/4711?q=whisper", nullptr, token);
    auto text = server.call("GET", "/metrics").answer.body;
    for (auto word : {"secretive", "Hidden", "4711", "whisper"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << word;
    }
}

}  // namespace
}  // namespace roost::testing
