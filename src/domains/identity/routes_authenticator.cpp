// routes_authenticator.cpp: credentials of a request to an actor.
#include "domains/identity/routes_authenticator.h"

#include "core/base/text.h"
#include "core/crypto/password.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service_links.h"

namespace roost::identity {
namespace {

constexpr std::string_view cookie_name = "roost_session";

std::string bearer(http::Request const& request) {
    auto header = request.header("authorization");
    auto scheme = text::lower_ascii(header.substr(0, std::min<std::size_t>(header.size(), 7)));
    return scheme == "bearer " ? std::string(text::trim(header.substr(7))) : std::string();
}

bool changes(http::Method method) { return method != http::Method::get && method != http::Method::head; }

class RequestAuthenticator final : public http::Authenticator {
public:
    RequestAuthenticator(Identity& identity, BotTokens* bots) : identity_(identity), bots_(bots) {}

    Result<std::optional<Actor>> authenticate(http::Request& request) override {
        if (auto token = bearer(request); !token.empty()) return TRY(by_bearer(request, token));
        auto token = session_cookie(request);
        if (token.empty()) return std::optional<Actor>{};
        auto actor = TRY(by_session(request, token));
        if (changes(request.method) &&
            !crypto::equal_in_constant_time(request.header("x-csrf-token"), csrf_token(token))) {
            return errors::csrf();
        }
        return std::optional<Actor>(std::move(actor));
    }

private:
    Result<Actor> by_bearer(http::Request& request, std::string const& token) {
        if (token.starts_with("rs_")) return by_session(request, token);
        Actor actor;
        if (token.starts_with("rt_")) {
            actor = TRY(identity_.actor_of_token(token));
        } else {
            auto bot = bots_ ? TRY(bots_->find_by_token(token)) : std::optional<Actor>{};
            if (!bot) return errors::invalid_token();
            actor = std::move(*bot);
        }
        auto wanted = request.header("x-workspace-id");
        if (!wanted.empty() && text::parse_int(wanted) != actor.workspace.value)
            return errors::workspace_not_found();
        return actor;
    }

    /// Below /api/auth a person acts for themselves, so that they can find out which workspaces they
    /// have; there a missing or foreign workspace leaves the actor in none, with the least role.
    Result<Actor> by_session(http::Request& request, std::string const& token) {
        auto principal = TRY(identity_.session_of(token));
        request.session_id = std::to_string(principal.session.value);
        if (principal.extended && token == session_cookie(request)) {
            auto life = principal.expires_at - identity_.clock().now();
            request.answer_headers.emplace_back("Set-Cookie", session_cookie(identity_, token, life));
        }
        Actor actor{.kind = ActorKind::user, .user = principal.user.id, .name = principal.user.email};
        auto chosen = rules::choose_workspace(principal.workspaces, request.header("x-workspace-id"));
        if (chosen.ok()) {
            actor.workspace = chosen->id;
            actor.role = chosen->role;
        } else if (!request.path.starts_with("/api/auth/")) {
            return std::move(chosen).error();
        }
        return actor;
    }

    Identity& identity_;
    BotTokens* bots_;
};

}  // namespace

std::unique_ptr<http::Authenticator> make_authenticator(Identity& identity, BotTokens* bots) {
    return std::make_unique<RequestAuthenticator>(identity, bots);
}

std::string session_cookie(http::Request const& request) {
    auto cookies = request.header("cookie");
    while (!cookies.empty()) {
        auto end = std::min(cookies.find(';'), cookies.size());
        auto pair = text::trim(cookies.substr(0, end));
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        if (pair.starts_with(cookie_name) && pair.substr(cookie_name.size()).starts_with('=')) {
            return std::string(pair.substr(cookie_name.size() + 1));
        }
    }
    return {};
}

std::string session_cookie(Identity const& identity, std::string const& token, Millis life) {
    auto text = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", cookie_name, token,
                            std::chrono::duration_cast<Seconds>(life).count());
    if (identity.options().public_url.starts_with("https://")) text += "; Secure";
    return text;
}

std::string csrf_token(std::string_view session_token) {
    return token_hash("csrf/" + std::string(session_token));
}

}  // namespace roost::identity
