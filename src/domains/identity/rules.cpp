// rules.cpp: e-mails, names, passwords, throttling, sessions, scopes and roles.
#include "domains/identity/rules.h"

#include <arpa/inet.h>

#include <algorithm>

#include "core/base/text.h"
#include "domains/identity/errors.h"

namespace roost::identity::rules {
namespace {

constexpr Millis session_idle = std::chrono::hours{24 * 14};
constexpr Millis note_every = std::chrono::minutes{5};

bool is_email(std::string_view text) {
    auto at = text.find('@');
    if (at == 0 || at == text.npos || at > 64 || text.size() > 254) return false;
    auto domain = text.substr(at + 1);
    bool printable = std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    return printable && !domain.empty() && domain.find('@') == domain.npos && domain.front() != '.' &&
           domain.back() != '.' && domain.find("..") == domain.npos &&
           text.find_first_of("<>\"(),;:\\[]") == text.npos;
}

}  // namespace

std::string fold_email(std::string_view text) { return text::lower_ascii(text::trim(text)); }

std::string check_email(std::string_view text, std::string const& field, json::Problems& problems) {
    auto folded = fold_email(text);
    if (!is_email(folded)) problems.add(field, "field.email", "Must be an e-mail address.");
    return folded;
}

std::string check_name(std::string_view text, std::string const& field, json::Problems& problems) {
    auto name = text::trim(text);
    bool control = std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (name.empty() || name.size() > 100 || control || !text::valid_utf8(name)) {
        problems.add(field, "field.name", "Must have 1 to 100 characters and no line breaks.");
    }
    return std::string(name);
}

void check_password(Secret<std::string> const& password, std::string_view email, std::string const& field,
                    json::Problems& problems) {
    auto const& plain = password.reveal();
    if (plain.size() < 8) {
        problems.add(field, "field.too_short", "Must have at least 8 characters.");
    } else if (plain.size() > 1024) {
        problems.add(field, "field.too_long", "Must have at most 1,024 bytes.");
    } else if (fold_email(plain) == email) {
        problems.add(field, "field.too_easy", "Must not be the e-mail address.");
    }
}

Result<void> settled(json::Problems problems) {
    if (problems.fields.empty()) return {};
    auto detail = problems.fields.front().field + ": " + problems.fields.front().message;
    return Error{.kind = ErrorKind::invalid,
                 .code = "request.invalid",
                 .detail = std::move(detail),
                 .fields = std::move(problems.fields)};
}

Throttle after_failure(Throttle throttle, ThrottlePolicy policy, Instant now) {
    if (now - throttle.last_at > throttle_memory) throttle = {};
    throttle.failures += 1;
    throttle.last_at = now;
    auto over = throttle.failures - policy.free;
    if (over > 0) {
        auto seconds =
            std::min<std::int64_t>(policy.longest.count(), 1LL << std::min<std::int64_t>(over - 1, 30));
        throttle.blocked_until = now + Seconds{seconds};
    }
    return throttle;
}

std::int64_t blocked_for_s(Throttle const& throttle, ThrottlePolicy policy, Instant now) {
    auto left = throttle.blocked_until - now;
    if (left.count() <= 0 || left > policy.longest) return 0;
    return (left.count() + 999) / 1000;
}

std::string address_group(std::string_view address) {
    in6_addr six{};
    std::string text(address);
    if (inet_pton(AF_INET6, text.c_str(), &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six)) return text;
    std::fill(six.s6_addr + 8, six.s6_addr + 16, 0);
    char group[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &six, group, sizeof group);
    return std::string(group) + "/64";
}

Instant session_end(Instant created_at, Instant now) {
    return std::min(now + session_idle, created_at + session_longest);
}

bool worth_noting(Instant last_used_at, Instant now) {
    auto since = now - last_used_at;
    return since >= note_every || since.count() < 0;
}

std::vector<Scope> check_scopes(std::vector<std::string> const& texts, json::Problems& problems) {
    std::vector<Scope> scopes;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string_view text = texts[i];
        auto colon = text.find(':');
        auto area = from_text<Area>(text.substr(0, colon));
        auto right = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
        if (!area || (right != "read" && right != "write")) {
            problems.add("scopes[" + std::to_string(i) + "]", "field.value",
                         "Must be accounts, proxies, content, bots, messages, outreach, insights or "
                         "admin, with :read or :write.");
        } else {
            scopes.push_back({*area, right == "write"});
        }
    }
    if (texts.size() > 32) problems.add("scopes", "field.too_long", "Must have at most 32 items.");
    return scopes;
}

std::string join_scopes(std::vector<std::string> const& texts) {
    std::string joined;
    for (auto const& text : texts) joined += (joined.empty() ? "" : " ") + text;
    return joined;
}

std::vector<std::string> split_scopes(std::string_view stored) {
    std::vector<std::string> texts;
    while (!stored.empty()) {
        auto end = std::min(stored.find(' '), stored.size());
        texts.emplace_back(stored.substr(0, end));
        stored.remove_prefix(std::min(end + 1, stored.size()));
    }
    return texts;
}

Result<void> may_leave_role(Role from, std::optional<Role> to, std::int64_t owners) {
    if (from == Role::owner && to != Role::owner && owners <= 1) return errors::last_owner();
    return {};
}

Result<void> check_key(std::string_view key) {
    bool legal = std::ranges::all_of(key, [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._:/-").find(static_cast<char>(c)) != std::string_view::npos;
    });
    if (legal && !key.empty() && key.size() <= 100) return {};
    return roost::errors::invalid_field("key", "field.value",
                                        "Must have 1 to 100 letters, digits or . _ : / -");
}

Result<void> require_person(Actor const& actor) {
    if (actor.kind != ActorKind::user) return errors::session_required();
    return {};
}

Result<WorkspaceRef> choose_workspace(std::vector<WorkspaceRef> const& all, std::string_view wanted) {
    if (wanted.empty()) {
        if (all.empty()) return errors::no_workspace();
        if (all.size() > 1) return errors::workspace_required();
        return all.front();
    }
    auto id = text::parse_int(wanted);
    auto found = std::ranges::find_if(all, [&](auto const& ref) { return id == ref.id.value; });
    if (found == all.end()) return errors::workspace_not_found();
    return *found;
}

}  // namespace roost::identity::rules
