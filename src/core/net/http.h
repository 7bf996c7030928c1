// http.h: requests to outside services and through proxies.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"

namespace roost::net {

enum class ProxyKind { http, socks5 };
BOOST_DESCRIBE_ENUM(ProxyKind, http, socks5)

/// A proxy to go through: HTTP by CONNECT, SOCKS5 with names resolved by the proxy.
struct Proxy {
    ProxyKind kind = ProxyKind::http;
    std::string host;  // name, IPv4 or IPv6 without brackets
    int port = 0;
    std::string username;  // empty: no authentication
    Secret<std::string> password;
};

/// Who chose the address that is connected to (the proxy's, if there is one). One that a user gave
/// must not lie in a private network (unless Options::allow_private).
enum class Origin { configuration, user };

/// How often to try, and how long to wait before the second try: doubling, times 0.5 to 1 at random.
/// Only for requests that may be repeated: the caller knows.
struct Retries {
    int tries = 1;
    Millis first_wait{200};
    Millis longest_wait{5'000};  // a longer Retry-After ends the tries
};

struct Request {
    std::string method = "GET";
    std::string url;  // http or https
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    Origin origin = Origin::configuration;
    std::optional<Proxy> proxy = {};
    Millis connect_timeout{5'000};
    Millis timeout{30'000};  // of one try, connecting included
    std::int64_t response_bytes_max = 8 << 20;
    int redirects_max = 0;
    Retries retries = {};
    /// Asked before every try; an error (rate_limited with retry_after_s) is what send() returns.
    std::function<Result<void>()> budget = {};
};

struct Response {
    int status = 0;
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case, the last wins
    std::string body;
    Millis elapsed{0};
    std::string remote_address;  // what was connected to
};

struct Options {
    bool allow_private = false;
    int failures_to_open = 5;  // in a row, until a host is left alone
    Millis left_alone{30'000};
};

/// Sends requests on one thread of its own; send() blocks its caller. Thread-safe. No proxy is taken
/// from the environment, certificates are checked.
class Http {
public:
    virtual ~Http() = default;
    /// The answer, whatever its status. Errors: net.bad_url and net.private_address (invalid);
    /// net.unreachable, net.timeout, net.tls, net.proxy_unreachable, net.proxy_refused (credentials or
    /// rule), net.too_large, net.broken_off, net.left_alone (all unavailable). A host that failed often
    /// in a row (no answer, or 5xx) is left alone for a while; through a proxy nothing is counted.
    virtual Result<Response> send(Request const& request) = 0;
};

std::unique_ptr<Http> make_http(Clock& clock, Random& random, Options options = {});

}  // namespace roost::net
