// transfer.cpp: a Request as curl options, and curl's end as a Response or an Error.
#include "core/net/transfer.h"

#include <unistd.h>

#include "core/base/text.h"
#include "core/net/address.h"

namespace roost::net {

Transfer::Transfer(Request const& request, bool guarded)
    : request_(request), guarded_(guarded), easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
    set_target();
    set_limits();
    set_body();
    if (request_.proxy) set_proxy(*request_.proxy);
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
}

void Transfer::set_target() {
    curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, message_);
    curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, request_.redirects_max > 0 ? 1L : 0L);
    curl_easy_setopt(easy_, CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects_max));
    curl_easy_setopt(easy_, CURLOPT_USERAGENT, "roost/" ROOST_VERSION);
    // Empty: none, whatever http_proxy and no_proxy in the environment say.
    curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    curl_easy_setopt(easy_, CURLOPT_NOPROXY, "");
    if (guarded_) {
        curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
        curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
        // A connection that an unguarded request opened has not been checked.
        curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
    }
}

void Transfer::set_limits() {
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
    curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout.count()));
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
}

void Transfer::set_body() {
    if (request_.method == "HEAD") curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
    if (!request_.body.empty() || request_.method == "POST" || request_.method == "PUT" ||
        request_.method == "PATCH") {
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
        headers_ = curl_slist_append(headers_, "Expect:");        // never wait for 100 Continue
        headers_ = curl_slist_append(headers_, "Content-Type:");  // only what the caller says
    }
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    for (auto const& [name, value] : request_.headers) {
        headers_ = curl_slist_append(headers_, (value.empty() ? name + ";" : name + ": " + value).c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
}

void Transfer::set_proxy(Proxy const& proxy) {
    bool http = proxy.kind == ProxyKind::http;
    bool v6 = proxy.host.find(':') != proxy.host.npos;
    auto host = v6 ? "[" + proxy.host + "]" : proxy.host;
    curl_easy_setopt(easy_, CURLOPT_PROXY, host.c_str());
    curl_easy_setopt(easy_, CURLOPT_PROXYPORT, static_cast<long>(proxy.port));
    curl_easy_setopt(easy_, CURLOPT_PROXYTYPE, http ? CURLPROXY_HTTP : CURLPROXY_SOCKS5_HOSTNAME);
    curl_easy_setopt(easy_, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // What one proxy's connection was asked to be must not serve another's credentials.
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
    if (proxy.username.empty()) return;
    curl_easy_setopt(easy_, CURLOPT_PROXYUSERNAME, proxy.username.c_str());
    curl_easy_setopt(easy_, CURLOPT_PROXYPASSWORD, proxy.password.reveal().c_str());
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& me = *static_cast<Transfer*>(self);
    auto bytes = size * count;
    me.too_large_ =
        static_cast<std::int64_t>(me.response_.body.size() + bytes) > me.request_.response_bytes_max;
    if (me.too_large_) return 0;
    me.response_.body.append(data, bytes);
    return bytes;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& me = *static_cast<Transfer*>(self);
    std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) me.response_.headers.clear();  // of a redirect or 1xx before
    auto colon = line.find(':');
    if (colon != line.npos && me.response_.headers.size() < 200) {
        me.response_.headers[text::lower_ascii(line.substr(0, colon))] =
            std::string(text::trim(line.substr(colon + 1)));
    }
    return size * count;
}

/// The guard stands where the socket is made, after every resolution and redirect: nothing can
/// change between the check and the connection.
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
    if (!is_public(address->addr)) {
        static_cast<Transfer*>(self)->private_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void Transfer::complete(CURLcode code) {
    std::lock_guard lock(mutex_);
    code_ = code;
    done_.notify_one();  // under the lock: the caller destroys this as soon as it is free
}

Result<Response> Transfer::wait() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return code_.has_value(); });
    return result();
}

Result<Response> Transfer::result() {
    if (*code_ != CURLE_OK) return error();
    long status = 0;
    curl_off_t elapsed_us = 0;
    char const* address = nullptr;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &elapsed_us);
    curl_easy_getinfo(easy_, CURLINFO_PRIMARY_IP, &address);
    response_.status = static_cast<int>(status);
    response_.elapsed = Millis{elapsed_us / 1000};
    response_.remote_address = address ? address : "";
    return std::move(response_);
}

Error Transfer::error() const {
    std::string why = message_[0] ? message_ : curl_easy_strerror(*code_);
    auto unavailable = [&](char const* code, std::string_view what) {
        return errors::unavailable(code, std::string(what) + ": " + why + ".");
    };
    auto refused = [](char const* code, std::string detail) {
        return Error{.kind = ErrorKind::invalid, .code = code, .detail = std::move(detail)};
    };
    if (private_) {
        return refused(
            "net.private_address",
            "The address lies in a private network, to which Roost does not connect for users. Who runs Roost "
            "can allow it with net.allow_private.");
    }
    if (too_large_) return errors::unavailable("net.too_large", "The answer is larger than allowed.");
    long connect_status = 0;
    curl_easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &connect_status);
    if (request_.proxy && (*code_ == CURLE_PROXY || connect_status >= 300)) {
        return unavailable("net.proxy_refused", "The proxy refused");
    }
    switch (*code_) {
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return refused("net.bad_url", "This is no http or https address: " + why + ".");
        case CURLE_COULDNT_RESOLVE_PROXY:
            return unavailable("net.proxy_unreachable", "The proxy cannot be reached");
        case CURLE_COULDNT_CONNECT:
            return request_.proxy ? unavailable("net.proxy_unreachable", "The proxy cannot be reached")
                                  : unavailable("net.unreachable", "No connection");
        case CURLE_COULDNT_RESOLVE_HOST:
            return unavailable("net.unreachable", "No connection");
        case CURLE_OPERATION_TIMEDOUT:
            return unavailable("net.timeout", "No answer in time");
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
            return unavailable("net.tls", "No secure connection");
        case CURLE_TOO_MANY_REDIRECTS:
            return unavailable("net.broken_off", "Redirected too often");
        default:
            return unavailable("net.broken_off", "The connection broke");
    }
}

}  // namespace roost::net
