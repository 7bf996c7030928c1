// http.cpp: what surrounds single tries: budget, breaker, and trying again.
#include "core/net/http.h"

#include <boost/url/parse.hpp>
#include <condition_variable>
#include <mutex>

#include "core/base/text.h"
#include "core/clock/stopwatch.h"
#include "core/metrics/source.h"
#include "core/net/breaker.h"
#include "core/net/meters.h"
#include "core/net/transfers.h"

namespace roost::net {
namespace {

/// Statuses that may be gone the next moment.
bool passing(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

bool passing(Error const& error) {
    return error.kind == ErrorKind::unavailable && error.code != "net.too_large" &&
           error.code != "net.left_alone";
}

/// Whether the host itself failed: what the breaker counts.
bool host_failed(Result<Response> const& result) {
    return result.ok() ? result->status >= 500 : passing(result.error());
}

std::optional<Millis> retry_after(Result<Response> const& result) {
    if (!result.ok()) return std::nullopt;
    auto found = result->headers.find("retry-after");
    auto seconds = found == result->headers.end() ? std::nullopt : text::parse_int(found->second);
    if (!seconds || *seconds < 0 || *seconds > 86'400) return std::nullopt;
    return Seconds{*seconds};
}

class RetryingHttp final : public Http, public metrics::Source {
public:
    RetryingHttp(Clock& clock, Random& random, Options options)
        : random_(random),
          breaker_(clock, options.failures_to_open, options.left_alone),
          transfers_(options.allow_private) {}
    ~RetryingHttp() override {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        stopped_.notify_all();
    }

    Result<Response> send(Request const& request) override {
        auto host = TRY(host_of(request.url));
        for (int tried = 1;; ++tried) {
            if (request.budget) TRY(request.budget());
            auto result = try_once(request, host);
            bool again = result.ok() ? passing(result->status) : passing(result.error());
            if (!again || tried >= request.retries.tries) return result;
            auto wait = wait_before_next(request.retries, tried, retry_after(result));
            if (wait > request.retries.longest_wait || !pause(wait)) return result;
        }
    }

    void measure(metrics::Text& out) const override {
        meters_.write(out, [this](std::string const& host) { return breaker_.leaves_alone(host); });
    }

private:
    static Result<std::string> host_of(std::string const& url) {
        auto parsed = boost::urls::parse_uri(url);
        bool fine =
            parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") && !parsed->host().empty();
        if (!fine)
            return Error{.kind = ErrorKind::invalid,
                         .code = "net.bad_url",
                         .detail = "This is no http or https address."};
        return std::string(parsed->encoded_host_and_port());
    }

    Result<Response> try_once(Request const& request, std::string const& host) {
        // Through a proxy a failure says nothing about the host.
        if (request.proxy) return measured(request, host);
        TRY(breaker_.admit(host));
        auto result = measured(request, host);
        if (host_failed(result)) breaker_.failed(host);
        else breaker_.succeeded(host);
        return result;
    }

    Result<Response> measured(Request const& request, std::string const& host) {
        Stopwatch watch;
        auto result = transfers_.run(request);
        auto named = request.origin == Origin::user ? Meters::given_by_users : std::string_view(host);
        meters_.count(named, result, watch.seconds());
        return result;
    }

    Millis wait_before_next(Retries const& retries, int tried, std::optional<Millis> asked) {
        auto full = std::min<double>(
            static_cast<double>(retries.longest_wait.count()),
            static_cast<double>(retries.first_wait.count()) * std::exp2(std::min(tried - 1, 20)));
        Millis own{static_cast<std::int64_t>(full * (0.5 + random_.next_unit() / 2))};
        return std::max(own, asked.value_or(Millis{0}));
    }

    /// Lets real time pass; false when the program stops meanwhile.
    bool pause(Millis wait) {
        std::unique_lock lock(mutex_);
        return !stopped_.wait_for(lock, wait, [&] { return stopping_; });
    }

    Random& random_;
    Breaker breaker_;
    Transfers transfers_;
    Meters meters_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
};

}  // namespace

std::unique_ptr<Http> make_http(Clock& clock, Random& random, Options options) {
    return std::make_unique<RetryingHttp>(clock, random, options);
}

}  // namespace roost::net
