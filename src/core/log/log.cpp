// log.cpp: makes a line in either shape and writes it whole.
#include "core/log/log.h"

#include <unistd.h>

#include <cstdio>

#include "core/base/json.h"
#include "core/base/text.h"

namespace roost::log {
namespace {

struct State {
    bool json = false;
    std::FILE* file = stderr;
    Clock const* clock = nullptr;
};

std::mutex mutex;  // guards `state` and keeps lines whole
State state;
std::atomic<Level> lowest = Level::info;

std::string& request_id() {
    thread_local std::string id;
    return id;
}

/// A value as text, without quotes when it cannot be misread.
void append_text_value(std::string& line, std::string const& value) {
    bool plain = !value.empty() && std::ranges::all_of(value, [](unsigned char c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && c != 0x7f;
    });
    if (plain) line += value;
    else json::append_string(line, value);
}

/// Bytes that are no UTF-8 would make the whole line unreadable.
std::string readable(std::string value) {
    if (text::valid_utf8(value)) return value;
    for (char& c : value) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return value;
}

void append_value(std::string& line, Field const& field, bool json) {
    std::visit(
        [&](auto const& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
                if (json) json::append_string(line, readable(value));
                else append_text_value(line, readable(value));
            } else {
                fmt::format_to(std::back_inserter(line), "{}", value);
            }
        },
        field.value());
}

/// `2026-11-21T08:30:00.000Z warning what happened key=value request_id=…`
std::string text_line(std::string const& time, Level level, std::string_view message,
                      std::span<Field const> fields) {
    auto line = fmt::format("{} {:7} {}", time, to_text(level), message);
    for (auto const& field : fields) {
        line.append(" ").append(field.name()).append("=");
        append_value(line, field, false);
    }
    if (!request_id().empty()) line.append(" request_id=").append(request_id());
    return line + "\n";
}

std::string json_line(std::string const& time, Level level, std::string_view message,
                      std::span<Field const> fields) {
    auto line = fmt::format(R"({{"time":"{}","level":"{}","message":)", time, to_text(level));
    json::append_string(line, message);
    for (auto const& field : fields) {
        line += ',';
        json::append_string(line, field.name());
        line += ':';
        append_value(line, field, true);
    }
    if (!request_id().empty()) {
        line += R"(,"request_id":)";
        json::append_string(line, request_id());
    }
    return line + "}\n";
}

void write_fields(Level level, std::string_view message, std::span<Field const> fields) {
    if (!enabled(level)) return;
    std::lock_guard lock(mutex);
    auto time = state.clock ? to_rfc3339(state.clock->now()) : std::string("-");
    auto line =
        state.json ? json_line(time, level, message, fields) : text_line(time, level, message, fields);
    // A log that cannot be written must not stop the work; there is nobody left to tell.
    std::fwrite(line.data(), 1, line.size(), state.file);
    std::fflush(state.file);
}

}  // namespace

void configure(Options const& options, Clock const& clock) {
    std::lock_guard lock(mutex);
    state.file = options.file ? options.file : stderr;
    state.json = options.format == Format::json ||
                 (options.format == Format::automatic && ::isatty(::fileno(state.file)) == 0);
    state.clock = &clock;
    lowest = options.level;
}

bool enabled(Level level) { return level >= lowest.load(std::memory_order_relaxed) && level != Level::off; }

void write(Level level, std::string_view message, Fields fields) {
    write_fields(level, message, {fields.begin(), fields.size()});
}

void failure(Level level, std::string_view message, Error const& error, Fields fields) {
    std::vector<Field> all(fields);
    all.emplace_back("code", error.code);
    all.emplace_back("detail", error.detail);
    write_fields(level, message, all);
}

RequestScope::RequestScope(std::string id) : previous_(std::exchange(request_id(), std::move(id))) {}
RequestScope::~RequestScope() { request_id() = std::move(previous_); }
std::string const& RequestScope::current() { return request_id(); }

}  // namespace roost::log
