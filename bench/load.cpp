// load.cpp: the load program of the benchmarks: keep-alive connections that ask pages or work as
// bots.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using Moment = std::chrono::steady_clock::time_point;

struct Options {
    std::string host = "127.0.0.1";
    int port = 8080;
    int connections = 16;
    double seconds = 5;
    double warm_up_seconds = 1;
    std::string token;
    std::string targets_file;  // one path per line, asked in turn
    std::string bots_file;     // one `bot_id token` per line: each connection works as that bot
};

struct Figures {
    std::vector<double> latencies_ms;
    long errors = 0;
    long idle = 0;  // next-task answers without a task
    std::string first_error;
};

Moment now() { return std::chrono::steady_clock::now(); }

/// One keep-alive connection that repeats requests until the end.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(asio::io_context& io, Options const& options, Figures& figures, Moment from, Moment until)
        : options_(options), figures_(figures), stream_(io), from_(from), until_(until) {
        buffer_.reserve(256 << 10);  // a page in two reads, not in fifty
    }
    virtual ~Connection() = default;

    void start() {
        stream_.connect(asio::ip::tcp::endpoint(asio::ip::make_address(options_.host),
                                                static_cast<unsigned short>(options_.port)));
        stream_.socket().set_option(asio::ip::tcp::no_delay(true));
        next();
    }

protected:
    /// Prepares the next request; what it returns says whether to go on.
    virtual bool prepare() = 0;
    /// Looks at the answer; true when a measured unit of work ended with it.
    virtual bool take_answer(bhttp::response<bhttp::string_body> const& answer) = 0;

    void set_request(bhttp::verb method, std::string const& target, std::string const& token,
                     std::string body = {}) {
        request_ = {};
        request_.version(11);
        request_.method(method);
        request_.target(target);
        request_.set(bhttp::field::host, options_.host);
        request_.set(bhttp::field::authorization, "Bearer " + token);
        if (!body.empty()) {
            request_.set(bhttp::field::content_type, "application/json");
            request_.body() = std::move(body);
        }
        request_.prepare_payload();
    }
    void fail(std::string const& what) {
        if (figures_.errors++ == 0) figures_.first_error = what;
    }
    void begin_unit() { unit_began_ = now(); }

    Options const& options_;
    Figures& figures_;

private:
    void next() {
        if (now() >= until_ || !prepare()) return;
        bhttp::async_write(stream_, request_,
                           [self = shared_from_this()](beast::error_code failed, std::size_t) {
                               if (failed) return self->fail(failed.message());
                               self->answer_ = {};
                               bhttp::async_read(self->stream_, self->buffer_, self->answer_,
                                                 [self](beast::error_code read_failed, std::size_t) {
                                                     if (read_failed)
                                                         return self->fail(read_failed.message());
                                                     self->measure();
                                                     self->next();
                                                 });
                           });
    }
    void measure() {
        if (answer_.result_int() >= 400)
            return fail(fmt::format("{} {}", answer_.result_int(), answer_.body()));
        if (!take_answer(answer_)) return;
        auto ended = now();
        if (unit_began_ >= from_) {
            figures_.latencies_ms.push_back(
                std::chrono::duration<double, std::milli>(ended - unit_began_).count());
        }
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    bhttp::request<bhttp::string_body> request_;
    bhttp::response<bhttp::string_body> answer_;
    Moment unit_began_;
    Moment from_;
    Moment until_;
};

/// Asks the listed paths in turn.
class Reader final : public Connection {
public:
    Reader(asio::io_context& io, Options const& o, Figures& f, Moment from, Moment until,
           std::vector<std::string> const& targets, std::size_t first)
        : Connection(io, o, f, from, until), targets_(targets), next_(first) {}

private:
    bool prepare() override {
        begin_unit();
        set_request(bhttp::verb::get, targets_[next_++ % targets_.size()], options_.token);
        return true;
    }
    bool take_answer(bhttp::response<bhttp::string_body> const&) override { return true; }

    std::vector<std::string> const& targets_;
    std::size_t next_;
};

/// Takes tasks and completes them; one unit is next-task and step-complete together.
class Bot final : public Connection {
public:
    Bot(asio::io_context& io, Options const& o, Figures& f, Moment from, Moment until, std::string id,
        std::string token)
        : Connection(io, o, f, from, until), id_(std::move(id)), token_(std::move(token)) {}

private:
    bool prepare() override {
        if (task_.empty()) {
            begin_unit();
            set_request(bhttp::verb::get, "/api/bot/next-task/" + id_ + "?wait=1", token_);
            return true;
        }
        auto body = fmt::format(R"({{"task_id":"{}","bot_id":"{}","execution_time_ms":12}})", task_, id_);
        set_request(bhttp::verb::post, "/api/bot/step-complete", token_, std::move(body));
        return true;
    }
    bool take_answer(bhttp::response<bhttp::string_body> const& answer) override {
        if (!task_.empty()) {
            task_.clear();
            return true;
        }
        if (answer.result_int() == 204) {
            ++figures_.idle;
            return false;
        }
        task_ = std::string(boost::json::parse(answer.body()).as_object().at("task_id").as_string());
        return false;
    }

    std::string id_;
    std::string token_;
    std::string task_;
};

double at_percentile(std::vector<double> const& sorted, double p) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(static_cast<double>(sorted.size()) * p))];
}

std::vector<std::string> lines_of(std::string const& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

void print(Figures& figures, double seconds) {
    std::sort(figures.latencies_ms.begin(), figures.latencies_ms.end());
    auto const& sorted = figures.latencies_ms;
    boost::json::object out{{"units", sorted.size()},
                            {"per_second", static_cast<double>(sorted.size()) / seconds},
                            {"p50_ms", at_percentile(sorted, 0.5)},
                            {"p99_ms", at_percentile(sorted, 0.99)},
                            {"max_ms", sorted.empty() ? 0 : sorted.back()},
                            {"idle", figures.idle},
                            {"errors", figures.errors},
                            {"first_error", figures.first_error}};
    fmt::print("{}\n", boost::json::serialize(out));
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Loads a server and prints figures as JSON.");
    app.add_option("--host", options.host);
    app.add_option("--port", options.port)->required();
    app.add_option("--connections", options.connections);
    app.add_option("--seconds", options.seconds);
    app.add_option("--warm-up", options.warm_up_seconds);
    app.add_option("--token", options.token);
    app.add_option("--targets", options.targets_file);
    app.add_option("--bots", options.bots_file);
    CLI11_PARSE(app, argc, argv);

    asio::io_context io;
    Figures figures;
    auto span = [](double seconds) {
        return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(seconds));
    };
    auto from = now() + span(options.warm_up_seconds);
    auto until = from + span(options.seconds);
    auto lines = lines_of(options.bots_file.empty() ? options.targets_file : options.bots_file);
    std::vector<std::shared_ptr<Connection>> connections;
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.connections); ++i) {
        if (options.bots_file.empty()) {
            connections.push_back(
                std::make_shared<Reader>(io, options, figures, from, until, lines, i * 7919));
        } else if (i < lines.size()) {
            auto space = lines[i].find(' ');
            connections.push_back(std::make_shared<Bot>(
                io, options, figures, from, until, lines[i].substr(0, space), lines[i].substr(space + 1)));
        }
    }
    for (auto& connection : connections) connection->start();
    io.run();
    print(figures, options.seconds);
}
