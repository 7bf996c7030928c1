// rules.cpp: names, tokens and ids of bots, and what counts as a picture.
#include "domains/bots/rules.h"

#include <charconv>

#include "domains/bots/errors.h"

namespace roost::bots::rules {

namespace {

constexpr std::size_t name_bytes_max = 100;
constexpr std::string_view token_prefix = "rb_";

std::optional<std::int64_t> positive(std::string_view text) {
    std::int64_t value = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
    return value;
}

}  // namespace

Result<std::string> bot_name(std::string_view name) {
    auto first = name.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return errors::invalid_name();
    auto clean = name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1);
    if (clean.size() > name_bytes_max) return errors::invalid_name();
    return std::string(clean);
}

std::string new_token(WorkspaceId workspace, Random& random) {
    return std::string(token_prefix) + std::to_string(workspace.value) + "_" + random.hex(32);
}

std::optional<WorkspaceId> token_workspace(std::string_view token) {
    if (!token.starts_with(token_prefix)) return std::nullopt;
    token.remove_prefix(token_prefix.size());
    auto end = token.find('_');
    if (end == std::string_view::npos) return std::nullopt;
    auto id = positive(token.substr(0, end));
    if (!id) return std::nullopt;
    return WorkspaceId{*id};
}

std::optional<BotRowId> row_id(std::string_view text) {
    auto id = positive(text);
    if (!id) return std::nullopt;
    return BotRowId{*id};
}

std::optional<std::string_view> picture_type(std::string_view bytes) {
    using namespace std::literals;
    if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
    if (bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv)
        return "image/webp";
    return std::nullopt;
}

std::optional<double> success_rate(Bot const& bot) {
    auto reported = bot.completed + bot.failed;
    if (reported == 0) return std::nullopt;
    return static_cast<double>(bot.completed) / static_cast<double>(reported);
}

bool is_online(Bot const& bot, Millis window, Instant now) {
    return !bot.revoked_at && bot.last_seen_at && now - *bot.last_seen_at < window;
}

}  // namespace roost::bots::rules
