// import_test.cpp: files of proxies as jobs, on both engines.
#include "domains/proxies/service_import.h"
#include "domains/proxies/store_import.h"
#include "domains/proxies/tests/fixture.h"

namespace roost::proxies {
namespace {

class ProxyImport : public ProxyService {
protected:
    std::int64_t count_proxies() {
        auto slots = db().read(
            [&](db::Reader& reader) { return free_slots(reader, actor_.workspace, ProxyId{0}, 100'000); });
        return static_cast<std::int64_t>(slots->size());
    }
    /// lines, imported, duplicates, rejected
    static std::string counts(boost::json::object const& result) {
        if (!result.contains("lines")) return boost::json::serialize(result);
        return fmt::format("{} {} {} {}", result.at("lines").as_int64(), result.at("imported").as_int64(),
                           result.at("duplicates").as_int64(), result.at("rejected").as_int64());
    }
};
INSTANTIATE_ON_BOTH_ENGINES(ProxyImport);

TEST_P(ProxyImport, every_line_is_imported_a_duplicate_or_rejected_with_its_reason) {
    // shows PRX-6, ACC-3
    auto result = import(
        "\xEF\xBB\xBF"
        "10.0.0.1:8080:user:pass\r\n"
        "\r\n"
        "socks5://u:p@[::1]:1080\r\n"
        "10.0.0.1:8080:user:other\r\n"
        "10.0.0.2:0:u:p\r\n"
        "10.0.0.2:70000:u:p\r\n"
        "caf\xE9:80\r\n"
        "proxy.example:3128");
    EXPECT_EQ(counts(result), "7 3 1 3");
    auto const& rejected = result.at("rejected_lines").as_array();
    ASSERT_EQ(rejected.size(), 3u);
    EXPECT_EQ(rejected[0].at("line").as_int64(), 5);
    EXPECT_EQ(rejected[0].at("code").as_string(), "invalid_port");
    EXPECT_EQ(rejected[2].at("code").as_string(), "bad_encoding");
    auto lines = db().read([&](db::Reader& reader) {
        return store::lines_after(reader, actor_.workspace,
                                  store::ImportId{result.at("import_id").as_int64()}, 0, 100);
    });
    ASSERT_EQ(lines->size(), 4u);
    EXPECT_EQ(lines->front().line, 4);
    EXPECT_EQ(lines->front().code, "duplicate_in_file");
    EXPECT_GE(assigned_, 1) << "slots opened";
    EXPECT_EQ(service_->reveal(actor_, ProxyId{1})->reveal(), "pass");
    EXPECT_TRUE(std::filesystem::is_empty(folder_)) << "the upload is gone after the job";
}

TEST_P(ProxyImport, importing_the_same_file_twice_changes_nothing) {
    // shows PRX-6, ACC-3
    std::string file;
    for (int i = 0; i < 5000; ++i) file += fmt::format("10.{}.{}.1:8080:u:p\n", i / 250, i % 250);
    EXPECT_EQ(counts(import(file)), "5000 5000 0 0");
    EXPECT_EQ(counts(import(file)), "5000 0 5000 0");
    EXPECT_EQ(count_proxies(), 5000);
}

TEST_P(ProxyImport, a_dry_run_counts_and_stores_nothing) {
    // shows PRX-6
    import("10.0.0.1:8080\n");
    EXPECT_EQ(counts(import("10.0.0.1:8080\n10.0.0.2:80\n10.0.0.2:80\nbad\n", true)), "4 1 2 1");
    EXPECT_EQ(count_proxies(), 1);
}

TEST_P(ProxyImport, empty_and_binary_files_are_refused_with_nothing_stored) {
    // shows PRX-6
    EXPECT_EQ(import("").at("code").as_string(), "import.empty");
    EXPECT_EQ(import("\n\r\n \n").at("code").as_string(), "import.empty");
    EXPECT_EQ(import("host,port,username\n").at("code").as_string(), "import.empty");
    EXPECT_EQ(import(std::string_view("PK\x03\x04\0\0\0", 7)).at("code").as_string(), "import.binary");
}

/// A job that is told to stop after its first checkpoint, as when the program ends.
class CutOff final : public jobs::JobContext {
public:
    explicit CutOff(jobs::Job job) : job_(std::move(job)) {}
    jobs::Job const& job() const override { return job_; }
    void progress(std::string_view, std::int64_t, std::optional<std::int64_t>) override {}
    Result<void> checkpoint(db::Tx&, boost::json::object state) override {
        saved = std::move(state);
        return {};
    }
    bool cancelled() const override { return false; }
    bool stopping() const override { return !saved.empty(); }
    boost::json::object saved;

private:
    jobs::Job job_;
};

TEST_P(ProxyImport, a_run_cut_off_goes_on_behind_the_last_batch) {
    // shows ACC-3 for proxies
    std::string file = "host,port\n";
    for (int i = 0; i < 9000; ++i) file += fmt::format("h{}.example,8080\n", i);
    auto id = service_->start_import(actor_, {.file_name = "p.txt", .path = upload(file)});
    ASSERT_TRUE(id.ok());
    auto job = *jobs::find(db(), actor_.workspace, *id);
    CutOff first{job};
    EXPECT_EQ(ImportRun(*service_, first).run().error().code, "jobs.interrupted");
    auto before = count_proxies();
    EXPECT_GE(before, 2000);
    EXPECT_LT(before, 9000);
    auto saved = first.saved;
    for (bool done = false; !done;) {
        job.payload["checkpoint"] = saved;
        CutOff next{job};
        done = ImportRun(*service_, next).run().ok();
        saved = next.saved;
    }
    EXPECT_EQ(count_proxies(), 9000);
    auto import = db().read(
        [&](db::Reader& reader) { return store::find_import(reader, actor_.workspace, store::ImportId{1}); });
    EXPECT_EQ((*import)->counts.imported, 9000);
    EXPECT_EQ((*import)->counts.duplicates, 0);
}

TEST_P(ProxyImport, a_file_of_another_workspace_is_not_found) {
    // shows IDN-5
    auto result = import("10.0.0.1:8080\n");
    auto theirs = db().read([&](db::Reader& reader) {
        return store::find_import(reader, stranger_.workspace,
                                  store::ImportId{result.at("import_id").as_int64()});
    });
    EXPECT_FALSE(theirs->has_value());
}

}  // namespace
}  // namespace roost::proxies
