// log.h: structured log lines: text on a terminal, JSON otherwise, with the request they belong to.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/enums.h"
#include "core/base/error.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/clock/clock.h"

namespace roost::log {

enum class Level { trace, debug, info, warning, error, off };
BOOST_DESCRIBE_ENUM(Level, trace, debug, info, warning, error, off)
enum class Format { automatic, text, json };
BOOST_DESCRIBE_ENUM(Format, automatic, text, json)

/// A named value of a line. There is none for Secret on purpose: it does not compile.
class Field {
public:
    using Value = std::variant<std::int64_t, double, bool, std::string>;

    template <class T>
    Field(std::string_view name, T const& value) : name_(name), value_(convert(value)) {}
    std::string_view name() const { return name_; }
    Value const& value() const { return value_; }

private:
    template <class T>
    static Value convert(T const& value) {
        if constexpr (std::is_same_v<T, bool>) return Value(value);
        else if constexpr (std::is_integral_v<T>) return static_cast<std::int64_t>(value);
        else if constexpr (std::is_floating_point_v<T>) return static_cast<double>(value);
        else if constexpr (std::is_same_v<T, Millis> || std::is_same_v<T, Seconds>)
            return static_cast<std::int64_t>(value.count());
        else if constexpr (std::is_same_v<T, Instant>) return to_rfc3339(value);
        else if constexpr (DescribedEnum<T>) return std::string(to_text(value));
        else if constexpr (requires {
                               { value.value } -> std::convertible_to<std::int64_t>;
                           })
            return static_cast<std::int64_t>(value.value);
        else return std::string(std::string_view(value));
    }

    std::string_view name_;
    Value value_;
};

using Fields = std::initializer_list<Field>;

/// Where lines go and which. Lines go to `file` (default: standard error).
struct Options {
    Level level = Level::info;
    Format format = Format::automatic;
    std::FILE* file = nullptr;  // not owned
};

/// Takes effect for the whole process; before it, lines are text at level info on standard error.
/// `clock` gives the times and must outlive the log's use.
void configure(Options const& options, Clock const& clock);

/// Whether a line of that level would be written; for lines that are costly to make.
bool enabled(Level level);

/// Writes one line. `message` is a constant sentence without values: those are fields, so that equal
/// events can be counted. Thread-safe; a line is written whole or not at all.
void write(Level level, std::string_view message, Fields fields = {});

inline void debug(std::string_view message, Fields fields = {}) { write(Level::debug, message, fields); }
inline void info(std::string_view message, Fields fields = {}) { write(Level::info, message, fields); }
inline void warning(std::string_view message, Fields fields = {}) { write(Level::warning, message, fields); }
inline void error(std::string_view message, Fields fields = {}) { write(Level::error, message, fields); }
/// An Error where it is handled: its code and detail as fields.
void failure(Level level, std::string_view message, Error const& error, Fields fields = {});

/// While it lives, lines of this thread carry `request_id`; the previous one returns afterwards.
/// A job enqueued inside takes it along (JobSpec::request_id) and runs in a scope of its own (RUN-7).
class RequestScope {
public:
    explicit RequestScope(std::string request_id);
    ~RequestScope();
    RequestScope(RequestScope const&) = delete;
    RequestScope& operator=(RequestScope const&) = delete;

    /// The request id of this thread, empty outside of any scope.
    static std::string const& current();

private:
    std::string previous_;
};

}  // namespace roost::log
