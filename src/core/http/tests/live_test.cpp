// live_test.cpp: /api/live over real sockets: who may follow, what arrives, and catching up.
#include "core/http/tests/fixture.h"
#include "support/web_socket.h"

namespace roost::http {
namespace {

using roost::testing::WebSocket;

class Live : public testing::HttpFixture {
protected:
    roost::testing::Headers const as_owner{{"Authorization", "Bearer owner"}};
    void SetUp() override { start({}); }
    WebSocket follow(std::string const& topics, std::string const& more = "") {
        WebSocket socket(address, as_owner);
        EXPECT_EQ(socket.answer.status, 101);
        socket.send(R"({"op":"subscribe","topics":)" + topics + more + "}");
        socket.settle();
        return socket;
    }
};

TEST_F(Live, tells_what_was_subscribed_and_nothing_else) {
    auto socket = follow(R"(["accounts","jobs/17"])");
    feed.tell(WorkspaceId{1}, "accounts", R"({"seq":1,"topic":"accounts"})");
    feed.tell(WorkspaceId{2}, "accounts", "foreign");
    feed.tell(WorkspaceId{1}, "proxies", "other");
    feed.tell(WorkspaceId{1}, "jobs/18", "other");
    feed.tell(WorkspaceId{1}, "jobs/17", R"({"seq":5,"topic":"jobs/17"})");
    EXPECT_EQ(socket.receive(), R"({"seq":1,"topic":"accounts"})");
    EXPECT_EQ(socket.receive(), R"({"seq":5,"topic":"jobs/17"})");
    socket.send(R"({"op":"unsubscribe","topics":["accounts"]})");
    socket.settle();
    feed.tell(WorkspaceId{1}, "accounts", "gone");
    feed.tell(WorkspaceId{1}, "jobs/17", "last");
    EXPECT_EQ(socket.receive(), "last");
}

TEST_F(Live, brings_what_was_missed_in_order_or_says_resync) {
    for (int i = 1; i <= 5; ++i) feed.tell(WorkspaceId{1}, i % 2 ? "accounts" : "proxies", std::to_string(i));
    WebSocket socket(address, as_owner);
    socket.send(R"({"op":"subscribe","topics":["accounts"],"after":1})");
    EXPECT_EQ(socket.receive(), "3");
    EXPECT_EQ(socket.receive(), "5");
    feed.tell(WorkspaceId{1}, "accounts", "6");
    EXPECT_EQ(socket.receive(), "6");
    feed.forgotten_before = 5;
    WebSocket late(address, as_owner);
    late.send(R"({"op":"subscribe","topics":["accounts"],"after":1})");
    EXPECT_EQ(late.receive(), R"({"kind":"resync"})");
    feed.tell(WorkspaceId{1}, "accounts", "7");
    EXPECT_EQ(late.receive(), "7");
}

TEST_F(Live, a_client_that_does_not_read_is_told_to_resync) {
    auto slow = follow(R"(["accounts"])");
    std::string const big(60'000, 'x');
    for (int i = 0; i < 2'000; ++i) feed.tell(WorkspaceId{1}, "accounts", big);
    int whole = 0;
    std::string text;
    while ((text = slow.receive()) == big) ++whole;
    EXPECT_EQ(text, R"({"kind":"resync"})");
    EXPECT_LT(whole, 2'000);
}

TEST_F(Live, needs_credentials_and_for_cookies_the_server_s_own_origin) {
    auto status = [&](roost::testing::Headers const& headers, std::string const& query = "") {
        return WebSocket(address, headers, query).answer.status;
    };
    EXPECT_EQ(status({}), 401);
    EXPECT_EQ(status({}, "?access_token=owner"), 401);
    EXPECT_EQ(status({{"Authorization", "Bearer bot"}}), 403);
    EXPECT_EQ(status({{"Authorization", "Bearer viewer"}}), 101);
    EXPECT_EQ(status({{"Cookie", "roost_session=owner"}, {"Origin", "http://roost.test"}}), 101);
    EXPECT_EQ(status({{"Cookie", "roost_session=owner"}, {"Origin", "https://roost.test"}}), 101);
    EXPECT_EQ(status({{"Cookie", "roost_session=owner"}, {"Origin", "http://roost.test.evil.example"}}), 403);
    EXPECT_EQ(status({{"Cookie", "roost_session=owner"}, {"Origin", "null"}}), 403);
    EXPECT_EQ(client().request("GET", "/api/live", as_owner).status, 426);
}

TEST_F(Live, what_it_does_not_understand_is_answered_and_changes_nothing) {
    WebSocket socket(address, as_owner);
    for (auto text : {"", "nonsense", "[]", R"({"op":"subscribe"})", R"({"op":"drop","topics":[]})",
                      R"({"op":"subscribe","topics":[1]})"}) {
        socket.send(text);
        EXPECT_NE(socket.receive().find("live.unreadable"), std::string::npos) << text;
    }
    WebSocket va(address, {{"Authorization", "Bearer va"}});
    va.send(R"({"op":"subscribe","topics":["accounts"]})");
    EXPECT_NE(va.receive().find("live.forbidden_topic"), std::string::npos);
}

TEST_F(Live, stopping_closes_the_sockets) {
    auto socket = follow(R"(["accounts"])");
    server->stop(Millis{1'000});
    EXPECT_EQ(socket.receive(), "close");
}

TEST_F(Live, thousands_of_idle_sockets_are_nothing_special) {
    std::vector<std::unique_ptr<WebSocket>> many;
    for (int i = 0; i < 400; ++i) {
        many.push_back(std::make_unique<WebSocket>(address, as_owner));
        many.back()->send(R"({"op":"subscribe","topics":["accounts"]})");
    }
    for (auto& socket : many) socket->settle();
    feed.tell(WorkspaceId{1}, "accounts", "all");
    for (auto& socket : many) EXPECT_EQ(socket->receive(), "all");
}

}  // namespace
}  // namespace roost::http
