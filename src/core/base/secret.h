// secret.h: a value that prints as *** and is only revealed by name.
#pragma once

#include <fmt/format.h>

#include <ostream>
#include <string_view>
#include <utility>

namespace roost {

/// Holds a password, token or key. It has no conversion, so that it cannot reach a log or a JSON
/// answer by accident; `reveal()` is the one word to grep for.
template <class T>
class Secret {
public:
    Secret() = default;
    explicit Secret(T value) : value_(std::move(value)) {}
    T const& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    T value_;
};

template <class T>
std::ostream& operator<<(std::ostream& out, Secret<T> const&) {
    return out << "***";
}

}  // namespace roost

/// fmt and the log print *** as well.
template <class T>
struct fmt::formatter<roost::Secret<T>> : fmt::formatter<std::string_view> {
    auto format(roost::Secret<T> const&, format_context& context) const {
        return formatter<std::string_view>::format("***", context);
    }
};
