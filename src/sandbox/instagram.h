// instagram.h: a small Instagram for simulated bots: keeps profiles, refuses who does not come through the
// proxy.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/crypto/random.h"
#include "sandbox/proxy.h"
#include "sandbox/sockets.h"

namespace roost::sandbox {

/// Something with a picture and words: a post, a story, a highlight.
struct Publication {
    std::string picture_sha256;
    std::string text;
    friend bool operator==(Publication const&, Publication const&) = default;
};

/// What an account shows.
struct Profile {
    std::string picture_sha256;
    std::string bio;
    std::vector<Publication> highlights;
    std::vector<Publication> stories;
    std::vector<Publication> posts;
};

/// How often which answer comes instead of success, from 0 to 1.
struct Failures {
    double checkpoint = 0;
    double rate_limited = 0;
    double broken_off = 0;  // 500, after the change was made
};

/// An invention for tests and demos, with no likeness to any interface of Meta:
/// `POST /log-in`, `PUT /profile/picture|bio`, `POST /profile/highlights|stories|posts`,
/// `DELETE /profile/…`, with the account's name and password in every request. An account begins
/// with its first request, whose password it keeps. Thread-safe.
class Instagram {
public:
    static Result<std::unique_ptr<Instagram>> start(int port, Trail const& trail, Random& random);
    int port() const { return listener_->port(); }

    void set_failures(Failures failures);
    Failures failures() const;
    std::optional<Profile> profile(std::string const& username) const;
    std::size_t profiles() const;
    /// The first names in alphabetical order.
    std::vector<std::string> usernames(std::size_t limit) const;
    /// Requests that did not come through the proxy.
    std::int64_t refused_direct() const { return refused_direct_; }

private:
    struct Account {
        std::string password;
        Profile profile;
    };

    Instagram(Trail const& trail, Random& random) : trail_(trail), random_(random) {}
    HttpResponse handle(HttpRequest const& request);
    /// Changes the profile; false when the target is none.
    bool apply(Profile& profile, HttpRequest const& request) const;

    Trail const& trail_;
    Random& random_;
    mutable std::mutex mutex_;
    std::map<std::string, Account> accounts_;
    Failures failures_;
    std::atomic<std::int64_t> refused_direct_ = 0;
    std::unique_ptr<Listener> listener_;  // last: its threads use all of the above
};

}  // namespace roost::sandbox
