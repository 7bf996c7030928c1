// log_test.cpp: both shapes of a line, request ids, levels, and that nobody can forge or leak.
#include "core/log/log.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "core/base/secret.h"
#include "core/clock/fake_clock.h"

namespace roost::log {
namespace {

class Log : public testing::Test {
protected:
    ~Log() override {
        static FakeClock forever;
        configure({}, forever);
        std::fclose(file);
    }
    void use(Level level, Format format) {
        configure({.level = level, .format = format, .file = file}, clock);
    }
    /// What was written so far.
    std::string written() {
        std::fflush(file);
        std::rewind(file);
        std::string text(1 << 16, '\0');
        text.resize(std::fread(text.data(), 1, text.size(), file));
        return text;
    }

    FakeClock clock{Instant{1'763'713'800'000}};
    std::FILE* file = std::tmpfile();
};

TEST_F(Log, a_text_line_reads_well) {  // shows RUN-7
    use(Level::info, Format::text);
    warning("import is slow",
            {{"lines", 12}, {"file", "a b"}, {"rate", 0.5}, {"done", false}, {"job_id", JobId{7}}});
    EXPECT_EQ(written(),
              "2025-11-21T08:30:00.000Z warning import is slow lines=12 file=\"a b\" rate=0.5 done=false "
              "job_id=7\n");
}

TEST_F(Log, a_json_line_is_one_object) {  // shows RUN-7
    use(Level::info, Format::automatic);  // a file is no terminal
    info("import \"x\"\n", {{"lines", 12}, {"file", "a\nb"}, {"ok", true}});
    auto text = written();
    EXPECT_EQ(std::ranges::count(text, '\n'), 1);
    auto line = boost::json::parse(text).as_object();
    EXPECT_EQ(line["time"], "2025-11-21T08:30:00.000Z");
    EXPECT_EQ(line["level"], "info");
    EXPECT_EQ(line["message"], "import \"x\"\n");
    EXPECT_EQ(line["lines"], 12);
    EXPECT_EQ(line["file"], "a\nb");
    EXPECT_EQ(line["ok"], true);
}

TEST_F(Log, lines_below_the_level_are_left_out) {
    use(Level::warning, Format::text);
    info("small");
    error("big");
    EXPECT_FALSE(enabled(Level::info));
    EXPECT_TRUE(enabled(Level::error));
    auto text = written();
    EXPECT_EQ(text.find("small"), text.npos);
    EXPECT_NE(text.find("big"), text.npos);
    use(Level::off, Format::text);
    EXPECT_FALSE(enabled(Level::error));
}

TEST_F(Log, lines_carry_the_request_of_their_thread) {  // shows RUN-7
    use(Level::info, Format::text);
    {
        RequestScope outer("req_1");
        info("one");
        {
            RequestScope inner("req_2");
            info("two");
            std::thread([] { info("elsewhere"); }).join();
        }
        info("three");
        EXPECT_EQ(RequestScope::current(), "req_1");
    }
    info("four");
    auto text = written();
    EXPECT_NE(text.find("one request_id=req_1\n"), text.npos);
    EXPECT_NE(text.find("two request_id=req_2\n"), text.npos);
    EXPECT_NE(text.find("elsewhere\n"), text.npos);
    EXPECT_NE(text.find("three request_id=req_1\n"), text.npos);
    EXPECT_NE(text.find("four\n"), text.npos);
}

TEST_F(Log, input_cannot_forge_a_line) {
    use(Level::info, Format::text);
    info("login failed", {{"email", "x\n2026 info all is well"}});
    EXPECT_EQ(std::ranges::count(written(), '\n'), 1);
}

TEST_F(Log, bytes_that_are_no_text_do_not_break_a_line) {
    use(Level::info, Format::json);
    info("upload", {{"name", std::string_view("caf\xe9")}, {"fine", "café"}});
    auto line = boost::json::parse(written()).as_object();
    EXPECT_EQ(line["name"], "caf?");
    EXPECT_EQ(line["fine"], "café");
}

TEST_F(Log, a_failure_names_code_and_detail) {
    use(Level::info, Format::text);
    failure(Level::error, "job failed", errors::conflict("area.reason", "No room."), {{"job_id", 3}});
    EXPECT_NE(written().find("error   job failed job_id=3 code=area.reason detail=\"No room.\"\n"),
              std::string::npos);
}

TEST_F(Log, lines_of_many_threads_stay_whole) {
    use(Level::info, Format::json);
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i) {
        writers.emplace_back([i] {
            for (int n = 0; n < 100; ++n) info("line", {{"writer", i}, {"n", n}});
        });
    }
    for (auto& writer : writers) writer.join();
    std::istringstream in(written());
    int lines = 0;
    for (std::string line; std::getline(in, line); ++lines) EXPECT_TRUE(boost::json::parse(line).is_object());
    EXPECT_EQ(lines, 400);
}

template <class T>
concept Loggable = requires(T const& value) {
    Field("x", value);
    std::string_view(value);
};
static_assert(!Loggable<Secret<std::string>>, "a secret must not be loggable");

}  // namespace
}  // namespace roost::log
