// transfers.cpp: the thread that drives libcurl's multi handle.
#include "core/net/transfers.h"

#include <curl/curl.h>

#include <mutex>
#include <thread>

#include "core/net/transfer.h"

namespace roost::net {
namespace {

constexpr int poll_ms = 1'000;

struct CurlLibrary {
    CurlLibrary() { curl_global_init(CURL_GLOBAL_ALL); }
};

}  // namespace

struct Transfers::State {
    bool allow_private;
    CURLM* multi = nullptr;
    std::mutex mutex;
    std::vector<Transfer*> arrived;  // guarded by mutex
    bool stopping = false;           // guarded by mutex
    std::vector<Transfer*> running;  // of the thread
    std::thread thread;

    void drive();
    bool take_arrived();
    void complete_finished();
    void finish(Transfer* transfer, CURLcode code);
};

Transfers::Transfers(bool allow_private) : state_(std::make_unique<State>()) {
    static CurlLibrary const library;
    state_->allow_private = allow_private;
    state_->multi = curl_multi_init();
    if (!state_->multi) throw std::bad_alloc();
    state_->thread = std::thread([state = state_.get()] { state->drive(); });
}

Transfers::~Transfers() {
    {
        std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    curl_multi_wakeup(state_->multi);
    state_->thread.join();
    curl_multi_cleanup(state_->multi);
}

Result<Response> Transfers::run(Request const& request) {
    Transfer transfer(request, request.origin == Origin::user && !state_->allow_private);
    {
        std::lock_guard lock(state_->mutex);
        if (state_->stopping) return errors::unavailable("net.broken_off", "The program stops.");
        state_->arrived.push_back(&transfer);
    }
    curl_multi_wakeup(state_->multi);
    return transfer.wait();
}

void Transfers::State::drive() {
    while (take_arrived()) {
        int active = 0;
        curl_multi_perform(multi, &active);
        complete_finished();
        curl_multi_poll(multi, nullptr, 0, poll_ms, nullptr);
    }
    while (!running.empty()) finish(running.back(), CURLE_ABORTED_BY_CALLBACK);
}

/// Starts what was submitted; false when it is time to stop.
bool Transfers::State::take_arrived() {
    std::lock_guard lock(mutex);
    for (auto* transfer : arrived) {
        running.push_back(transfer);
        curl_multi_add_handle(multi, transfer->easy());
    }
    arrived.clear();
    return !stopping;
}

void Transfers::State::complete_finished() {
    int left = 0;
    while (auto* message = curl_multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        char* transfer = nullptr;
        auto code = message->data.result;  // the message is gone once the handle is removed
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(reinterpret_cast<Transfer*>(transfer), code);
    }
}

void Transfers::State::finish(Transfer* transfer, CURLcode code) {
    curl_multi_remove_handle(multi, transfer->easy());
    std::erase(running, transfer);
    transfer->complete(code);
}

}  // namespace roost::net
