// instagram.cpp: a small Instagram for simulated bots.
#include "sandbox/instagram.h"

#include <boost/json.hpp>

#include "core/base/base64.h"
#include "core/crypto/password.h"

namespace roost::sandbox {

namespace {

HttpResponse refusal(int status, std::string_view code) {
    return {status, boost::json::serialize(boost::json::object{{"error", code}})};
}

/// Words travel in a header as base64, so that the body is the picture.
std::string words_of(HttpRequest const& request) {
    return text::base64_decode(request.header("x-text")).value_or("");
}

}  // namespace

Result<std::unique_ptr<Instagram>> Instagram::start(int port, Trail const& trail, Random& random) {
    std::unique_ptr<Instagram> instagram(new Instagram(trail, random));
    instagram->listener_ = TRY(Listener::start(port, [self = instagram.get()](Socket& client) {
        serve_http(client, [&](HttpRequest const& request) { return self->handle(request); });
    }));
    return instagram;
}

void Instagram::set_failures(Failures failures) {
    std::lock_guard lock(mutex_);
    failures_ = failures;
}

Failures Instagram::failures() const {
    std::lock_guard lock(mutex_);
    return failures_;
}

std::vector<std::string> Instagram::usernames(std::size_t limit) const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (auto const& [name, account] : accounts_) {
        if (names.size() == limit) break;
        names.push_back(name);
    }
    return names;
}

std::optional<Profile> Instagram::profile(std::string const& username) const {
    std::lock_guard lock(mutex_);
    auto found = accounts_.find(username);
    if (found == accounts_.end()) return std::nullopt;
    return found->second.profile;
}

std::size_t Instagram::profiles() const {
    std::lock_guard lock(mutex_);
    return accounts_.size();
}

HttpResponse Instagram::handle(HttpRequest const& request) {
    if (trail_.who(request.peer_port).empty()) {
        ++refused_direct_;
        return refusal(403, "direct_connection");
    }
    auto username = request.header("x-username");
    auto password = request.header("x-password");
    if (username.empty() || password.empty()) return refusal(401, "bad_credentials");
    std::lock_guard lock(mutex_);
    auto die = random_.next_unit();
    if (die < failures_.checkpoint) return refusal(400, "checkpoint");
    die -= failures_.checkpoint;
    if (die < failures_.rate_limited) return refusal(429, "rate_limited");
    die -= failures_.rate_limited;
    auto& account = accounts_.try_emplace(username, Account{password, {}}).first->second;
    if (account.password != password) return refusal(401, "bad_credentials");
    if (!apply(account.profile, request)) return refusal(404, "unknown_target");
    if (die < failures_.broken_off) return refusal(500, "broken_off");
    return {200, R"({"status":"ok"})"};
}

bool Instagram::apply(Profile& profile, HttpRequest const& request) const {
    auto const& target = request.target;
    bool remove = request.method == "DELETE";
    auto picture = [&] { return crypto::hex(crypto::sha256(request.body)); };
    // The same publication twice is one: a bot that repeats after a broken connection does no harm.
    auto publish = [&](std::vector<Publication>& list) {
        Publication publication{picture(), words_of(request)};
        if (remove) list.clear();
        else if (std::find(list.begin(), list.end(), publication) == list.end()) list.push_back(publication);
        return true;
    };
    if (target == "/log-in") return true;
    if (target == "/profile/picture") profile.picture_sha256 = remove ? "" : picture();
    else if (target == "/profile/bio") profile.bio = remove ? "" : words_of(request);
    else if (target == "/profile/highlights") return publish(profile.highlights);
    else if (target == "/profile/stories") return publish(profile.stories);
    else if (target == "/profile/posts") return publish(profile.posts);
    else return false;
    return true;
}

}  // namespace roost::sandbox
