// private_addresses_test.cpp: a proxy that a person gives is no way into the network where Roost runs.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "support/server.h"

namespace roost::testing {
namespace {

/// Listens on this machine and says whether anybody came.
class Bait {
public:
    Bait() : socket_(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        int both = 0;
        ::setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &both, sizeof both);
        sockaddr_in6 address{.sin6_family = AF_INET6};
        socklen_t size = sizeof address;
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket_, 16) != 0)
            throw std::runtime_error("cannot listen");
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin6_port);
    }
    ~Bait() { ::close(socket_); }
    Bait(Bait const&) = delete;

    int port() const { return port_; }
    bool taken() const {
        pollfd waiting{socket_, POLLIN, 0};
        return ::poll(&waiting, 1, 0) > 0;
    }
    /// Waits for somebody and hangs up.
    void hang_up() const { ::close(::accept(socket_, nullptr, nullptr)); }

private:
    int socket_;
    int port_ = 0;
};

class PrivateAddresses : public OnBothEngines {
protected:
    /// The answer of a test of a proxy at that host and the bait's port.
    static Reply tested(TestServer& server, std::string const& token, std::string const& host, int port) {
        auto made = server.call("POST", "/api/proxies", {{"host", host}, {"port", port}}, token);
        EXPECT_EQ(made.status, 201) << host << made.answer.body;
        auto path = "/api/proxies/" + std::to_string(made.at("id").as_int64()) + "/test";
        return server.call("POST", path, nullptr, token);
    }
};

TEST_P(PrivateAddresses, are_not_connected_to_and_the_answer_says_why) {  // shows REL-4
    Bait bait;
    TestServer server(database());
    auto token = server.register_owner();
    for (std::string host :
         {"127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1",
          "169.254.169.254", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "100.64.0.1"}) {
        auto reply = tested(server, token, host, bait.port());
        EXPECT_EQ(reply.status, 200) << host << reply.answer.body;
        EXPECT_EQ(reply.at("ok"), false) << host;
        std::string why(reply.at("error_message").as_string());
        EXPECT_NE(why.find("net.allow_private"), std::string::npos) << host << ": " << why;
        EXPECT_FALSE(bait.taken()) << host;
    }
}

TEST_P(PrivateAddresses, are_connected_to_where_the_installation_allows_them) {
    Bait bait;
    TestServer server(database(), [](config::Config& config) { config.net.allow_private = true; });
    auto token = server.register_owner();
    std::thread visited([&] { bait.hang_up(); });
    auto reply = tested(server, token, "127.0.0.1", bait.port());
    visited.join();
    EXPECT_EQ(reply.at("ok"), false);
    EXPECT_EQ(std::string(reply.at("error_message").as_string()).find("net.allow_private"),
              std::string::npos);
}

INSTANTIATE_ON_BOTH_ENGINES(PrivateAddresses);

}  // namespace
}  // namespace roost::testing
