// transfer.h: one try as libcurl sees it: options in, callbacks, result out.
#pragma once

#include <curl/curl.h>

#include <condition_variable>
#include <mutex>

#include "core/net/http.h"

namespace roost::net {

/// Lives on the caller's stack from submission to completion; `easy` is the multi thread's between.
class Transfer {
public:
    Transfer(Request const& request, bool guarded);
    ~Transfer();
    Transfer(Transfer const&) = delete;

    CURL* easy() { return easy_; }
    /// Called by the multi thread when the try is over.
    void complete(CURLcode code);
    /// Called by the caller: blocks until complete().
    Result<Response> wait();

private:
    void set_target();
    void set_proxy(Proxy const& proxy);
    void set_limits();
    void set_body();
    Result<Response> result();
    Error error() const;

    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address);

    Request const& request_;
    bool guarded_;
    CURL* easy_;
    curl_slist* headers_ = nullptr;
    char message_[CURL_ERROR_SIZE] = {};
    Response response_;
    bool too_large_ = false;
    bool private_ = false;

    std::mutex mutex_;
    std::condition_variable done_;
    std::optional<CURLcode> code_;  // guarded by mutex_
};

}  // namespace roost::net
