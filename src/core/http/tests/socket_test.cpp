// socket_test.cpp: the server over real sockets: framing, limits, slow clients, draining.
#include <chrono>
#include <future>
#include <thread>

#include "core/http/poll.h"
#include "core/http/tests/fixture.h"

namespace roost::http {
namespace {

using roost::testing::Answer;
using roost::testing::HttpClient;

class Sockets : public testing::HttpFixture {
protected:
    Routes echo_routes() {
        return {
            route(Method::get, "/api/hello", "hello",
                  [](Request const&) -> Result<Response> { return Response::ok({{"hello", "world"}}); }),
            route(
                Method::post, "/api/echo", "echo",
                [](Request const& request) -> Result<Response> { return Response::json_text(request.body); },
                Body::json(100'000)),
            route(Method::get, "/api/things/:id", "get_thing",
                  [](Request const& request) -> Result<Response> {
                      return Response::ok({{"id", TRY(request.path_int("id"))}});
                  }),
            route(Method::get, "/api/breaks", "breaks",
                  [](Request const&) -> Result<Response> { throw std::runtime_error("secret inside"); }),
            route(Method::get, "/api/chunks", "chunks",
                  [](Request const&) -> Result<Response> {
                      return Response::csv("chunks.csv", [n = 0](std::string& chunk) mutable -> Result<bool> {
                          chunk += "line " + std::to_string(n) + "\n";
                          return ++n < 1000;
                      });
                  }),
        };
    }
};

TEST_F(Sockets, a_request_is_answered_under_both_prefixes_and_the_connection_is_kept) {
    start(echo_routes());
    auto c = client();
    for (auto path : {"/api/hello", "/api/v1/hello", "/api/hello?x=%20"}) {
        auto answer = c.request("GET", path);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, R"({"hello":"world"})");
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
        EXPECT_FALSE(answer.header("x-request-id").empty());
    }
}

TEST_F(Sockets, the_client_s_request_id_is_kept_when_it_is_sane_and_replaced_when_not) {
    start(echo_routes());
    auto c = client();
    EXPECT_EQ(c.request("GET", "/api/hello", {{"X-Request-Id", "abc-1.2"}}).header("x-request-id"),
              "abc-1.2");
    EXPECT_TRUE(c.request("GET", "/api/hello", {{"X-Request-Id", "<script>"}})
                    .header("x-request-id")
                    .starts_with("req_"));
    auto missing = c.request("GET", "/api/none", {{"X-Request-Id", "abc"}});
    EXPECT_EQ(json(missing).at("request_id"), "abc");
}

TEST_F(Sockets, errors_are_problems_with_their_status) {
    start(echo_routes());
    auto c = client();
    struct Case {
        std::string method, target;
        int status;
        std::string code;
    };
    for (auto const& [method, target, status, expected] : std::vector<Case>{
             {"GET", "/api/none", 404, "request.not_found"},
             {"GET", "/api/things/0", 404, "request.not_found"},
             {"GET", "/api/things/x", 404, "request.not_found"},
             {"GET", "/api/things/99999999999999999999", 404, "request.not_found"},
             {"DELETE", "/api/hello", 405, "request.method_not_allowed"},
             {"GET", "/api/%zz", 400, "request.unreadable"},
             {"GET", "/api/%00", 400, "request.unreadable"},
             {"GET", "/api/hello?a=%ff", 400, "request.unreadable"},
             {"GET", "/api/breaks", 500, "internal.error"},
         }) {
        auto fresh = client();
        auto answer = fresh.request(method, target);
        EXPECT_EQ(answer.status, status) << target;
        EXPECT_EQ(code(answer), expected) << target;
        EXPECT_EQ(answer.header("content-type"), "application/problem+json");
        EXPECT_EQ(answer.body.find("secret inside"), std::string::npos);
    }
    EXPECT_EQ(c.request("DELETE", "/api/hello").header("allow"), "GET, HEAD");
}

TEST_F(Sockets, pipelined_requests_are_answered_in_order) {
    start(echo_routes());
    auto c = client();
    std::string all;
    for (int i = 1; i <= 50; ++i)
        all += "GET /api/things/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    c.send(all);
    for (int i = 1; i <= 50; ++i) EXPECT_EQ(c.receive()->body, "{\"id\":" + std::to_string(i) + "}");
}

TEST_F(Sockets, a_request_that_arrives_byte_by_byte_is_the_same_request) {
    start(echo_routes());
    auto c = client();
    for (char byte : std::string("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")) {
        c.send(std::string(1, byte));
    }
    EXPECT_EQ(c.receive()->body, "hello");
    for (std::string body : {"0\r\n\r\n", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n"}) {
        for (char byte : "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body) {
            c.send(std::string(1, byte));
        }
        EXPECT_EQ(c.receive()->body, body[0] == '2' ? "hello" : "");
    }
}

TEST_F(Sockets, chunked_bodies_are_read_and_bounded) {
    start(echo_routes());
    auto c = client();
    c.send(
        "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n "
        "world\r\n0\r\n\r\n");
    EXPECT_EQ(c.receive()->body, "hello world");
    c.send("POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string piece = "2710\r\n" + std::string(10'000, 'x') + "\r\n";
    for (int i = 0; i < 11; ++i) c.send(piece);
    auto answer = c.receive();
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->header("connection"), "close");
}

TEST_F(Sockets, too_large_a_body_is_413_before_it_is_read_even_when_the_client_sends_it_all) {
    start(echo_routes());
    auto announced = client();
    announced.send(
        "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(announced.receive()->status, 413);
    auto stubborn = client();
    auto answer = stubborn.request("POST", "/api/echo", {}, std::string(30'000'000, 'x'));
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(code(answer), "request.too_large");
    EXPECT_TRUE(stubborn.is_closed_by_server());
}

TEST_F(Sockets, a_client_that_expects_100_continue_gets_it) {
    start(echo_routes());
    auto c = client();
    c.send("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(c.receive_bytes(25), "HTTP/1.1 100 Continue\r\n\r\n");
    c.send("hello");
    EXPECT_EQ(c.receive()->body, "hello");
}

TEST_F(Sockets, long_headers_are_431) {
    start(echo_routes());
    auto c = client();
    auto answer = c.request("GET", "/api/hello", {{"X-Long", std::string(20'000, 'x')}});
    EXPECT_EQ(answer.status, 431);
    EXPECT_EQ(code(answer), "request.headers_too_large");
    auto endless = client();
    endless.send("GET /" + std::string(40'000, 'a'));
    EXPECT_EQ(endless.receive()->status, 431);
}

TEST_F(Sockets, what_is_not_http_is_400) {
    start(echo_routes());
    for (std::string text :
         {"hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /api/hello HTTP/1.1\r\n\r\n",
          "GET /api/hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
          "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
          "chunked\r\n\r\n0\r\n\r\n",
          "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
          "GET /api/hello HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n"}) {
        auto c = client();
        c.send(text);
        auto answer = c.receive();
        ASSERT_TRUE(answer) << text;
        EXPECT_EQ(answer->status, 400) << text;
        EXPECT_FALSE(answer->header("x-request-id").empty());
        EXPECT_TRUE(c.is_closed_by_server());
    }
}

TEST_F(Sockets, slow_clients_get_408_and_idle_ones_are_closed) {
    options.limits.header_time = Millis{150};
    options.limits.body_time = Millis{150};
    options.limits.idle_time = Millis{300};
    start(echo_routes());
    auto slow_header = client();
    slow_header.send("GET /api/hello HTTP/1.1\r\nHo");
    EXPECT_EQ(slow_header.receive()->status, 408);
    auto slow_body = client();
    slow_body.send("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
    EXPECT_EQ(slow_body.receive()->status, 408);
    auto idle = client();
    EXPECT_FALSE(idle.receive());
    auto after_one = client();
    EXPECT_EQ(after_one.request("GET", "/api/hello").status, 200);
    EXPECT_FALSE(after_one.receive());
}

TEST_F(Sockets, head_answers_the_headers_of_get_without_a_body) {
    start(echo_routes());
    auto c = client();
    auto answer = c.request("HEAD", "/api/hello");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-length"), "17");
    EXPECT_EQ(c.request("GET", "/api/hello").body.size(), 17u);
    EXPECT_EQ(c.request("HEAD", "/api/chunks").status, 200);
    EXPECT_EQ(c.request("GET", "/api/hello").status, 200);
}

TEST_F(Sockets, streams_arrive_whole_in_chunks_or_until_the_end_for_old_clients) {
    start(echo_routes());
    auto c = client();
    auto chunked = c.request("GET", "/api/chunks");
    EXPECT_EQ(chunked.header("transfer-encoding"), "chunked");
    EXPECT_EQ(std::ranges::count(chunked.body, '\n'), 1000);
    EXPECT_EQ(c.request("GET", "/api/hello").status, 200);
    auto old = client();
    old.send("GET /api/chunks HTTP/1.0\r\n\r\n");
    auto plain = old.receive();
    EXPECT_EQ(plain->header("transfer-encoding"), "");
    EXPECT_EQ(plain->body, chunked.body);
}

TEST_F(Sockets, requests_above_what_the_queue_holds_are_503_with_retry_after) {
    options.handler_threads = 1;
    options.limits.queued_requests = 1;
    std::promise<void> entered, leave;
    auto gate = leave.get_future().share();
    auto routes = echo_routes();
    std::atomic<int> calls = 0;
    routes.push_back(route(Method::get, "/api/blocks", "blocks", [&](Request const&) -> Result<Response> {
        if (calls++ == 0) entered.set_value();
        gate.wait();
        return Response::no_content();
    }));
    start(std::move(routes));
    auto running = client();
    running.send("GET /api/blocks HTTP/1.1\r\nHost: a\r\n\r\n");
    entered.get_future().wait();
    auto a = client(), b = client();
    a.send("GET /api/blocks HTTP/1.1\r\nHost: a\r\n\r\n");
    b.send("GET /api/blocks HTTP/1.1\r\nHost: a\r\n\r\n");
    // One of the two waits in the queue, the other is told so; a third one surely is.
    auto third = client();
    Answer refused;
    do {
        auto again = client();
        refused = again.request("GET", "/api/none");  // answered without the pool
    } while (refused.status != 404);
    leave.set_value();
    auto first_status = a.receive()->status, second_status = b.receive()->status;
    EXPECT_EQ(std::min(first_status, second_status), 204);
    EXPECT_TRUE(first_status == 503 || second_status == 503 || first_status == second_status);
    EXPECT_EQ(running.receive()->status, 204);
}

TEST_F(Sockets, connections_above_the_cap_are_turned_away) {
    options.limits.connections = 2;
    start(echo_routes());
    auto a = client(), b = client();
    EXPECT_EQ(a.request("GET", "/api/hello").status, 200);
    EXPECT_EQ(b.request("GET", "/api/hello").status, 200);
    auto c = client();
    auto refused = c.receive();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_FALSE(refused->header("retry-after").empty());
}

TEST_F(Sockets, stopping_finishes_what_runs_and_closes_what_is_idle) {
    std::promise<void> entered, leave;
    auto gate = leave.get_future().share();
    auto routes = echo_routes();
    routes.push_back(route(Method::get, "/api/blocks", "blocks", [&](Request const&) -> Result<Response> {
        entered.set_value();
        gate.wait();
        return Response::ok({{"done", true}});
    }));
    start(std::move(routes));
    auto idle = client();
    EXPECT_EQ(idle.request("GET", "/api/hello").status, 200);
    auto busy = client();
    busy.send("GET /api/blocks HTTP/1.1\r\nHost: a\r\n\r\n");
    entered.get_future().wait();
    auto stopping = std::async(std::launch::async, [&] { server->stop(Millis{10'000}); });
    EXPECT_TRUE(idle.is_closed_by_server());
    leave.set_value();
    auto answer = busy.receive();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->header("connection"), "close");
    EXPECT_TRUE(busy.is_closed_by_server());
    busy.finish_sending();
    stopping.wait();
    EXPECT_THROW(client(), std::runtime_error);
}

TEST_F(Sockets, a_long_poll_holds_no_thread_and_answers_on_wake_up_time_out_and_stop) {
    options.handler_threads = 1;
    std::atomic<bool> ready = false;
    auto routes = echo_routes();
    routes.push_back(route(Method::get, "/api/wait", "wait", [&](Request const& request) -> Result<Response> {
        return poll({.wait = request.query_param("short") ? Millis{50} : Millis{60'000},
                     .subscribe =
                         [&](std::function<void()> wake) {
                             return feed.listen([wake](WorkspaceId, live::Event const&) { wake(); });
                         },
                     .attempt = [&]() -> Result<std::optional<Response>> {
                         if (!ready) return std::nullopt;
                         return std::optional(Response::ok({{"ready", true}}));
                     },
                     .give_up = []() -> Result<Response> { return Response::no_content(); }});
    }));
    start(std::move(routes));
    auto waiting = client(), other = client();
    waiting.send("GET /api/wait HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(other.request("GET", "/api/hello").status, 200);
    EXPECT_EQ(other.request("GET", "/api/wait?short=1").status, 204);
    feed.tell(WorkspaceId{1}, "x");
    EXPECT_EQ(other.request("GET", "/api/hello").status, 200);
    ready = true;
    feed.tell(WorkspaceId{1}, "x");
    EXPECT_EQ(waiting.receive()->status, 200);
    ready = false;
    waiting.send("GET /api/wait HTTP/1.1\r\nHost: a\r\n\r\n");
    {
        auto gone = client();
        gone.send("GET /api/wait HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    EXPECT_EQ(other.request("GET", "/api/hello").status, 200);
    auto stopping = std::async(std::launch::async, [&] { server->stop(Millis{10'000}); });
    EXPECT_EQ(waiting.receive()->status, 204);
    waiting.finish_sending();
    stopping.wait();
}

TEST_F(Sockets, health_and_readiness_and_metrics_answer) {
    start(echo_routes());
    auto c = client();
    EXPECT_EQ(c.request("GET", "/healthz").status, 200);
    EXPECT_EQ(c.request("GET", "/readyz").status, 200);
    auto metrics = c.request("GET", "/metrics");
    EXPECT_NE(metrics.body.find("roost_http_requests_total{operation=\"get_health\",status=\"2xx\"} 1"),
              std::string::npos);
    EXPECT_EQ(c.request("GET", "/metrics", {{"X-Forwarded-For", "203.0.113.9"}}).status, 404);
}

TEST_F(Sockets, metrics_with_a_listener_of_their_own_are_there_and_nothing_else_is) {  // shows RUN-8 REL-4
    options.metrics_listen = "127.0.0.1:0";
    start(echo_routes());
    auto apart = [&](std::string const& path) {
        return roost::testing::HttpClient(server->metrics_address()).request("GET", path).status;
    };
    EXPECT_EQ(apart("/metrics"), 200);
    EXPECT_EQ(apart("/healthz"), 404);
    EXPECT_EQ(apart("/api/hello"), 404);
    EXPECT_EQ(client().request("GET", "/metrics").status, 404);
    EXPECT_EQ(client().request("GET", "/healthz").status, 200);
}

}  // namespace
}  // namespace roost::http
