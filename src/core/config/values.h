// values.h: configuration values from text and back, by type.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "core/base/secret.h"

namespace roost::config::values {

// Every parse() returns what is wrong as the end of the sentence "X must …", or "" when it is fine.

inline std::string parse(std::string_view text, std::string& to) {
    to = text;
    return "";
}
inline std::string parse(std::string_view text, Secret<std::string>& to) {
    to = Secret(std::string(text));
    return "";
}
inline std::string parse(std::string_view text, std::int64_t& to) {
    auto end = text.data() + text.size();
    auto [stopped, failed] = std::from_chars(text.data(), end, to);
    return failed != std::errc() || stopped != end ? "be a whole number" : "";
}
inline std::string parse(std::string_view text, Seconds& to) {
    std::int64_t count = 0;
    // A sign is part of the contract of clock.offset; from_chars knows only the minus.
    auto wrong = parse(text.starts_with('+') ? text.substr(1) : text, count);
    to = Seconds{count};
    return wrong.empty() ? "" : "be whole seconds such as -3600";
}
inline std::string parse(std::string_view text, bool& to) {
    to = text == "true";
    return to || text == "false" ? "" : "be true or false";
}
template <DescribedEnum E>
std::string parse(std::string_view text, E& to) {
    if (auto value = from_text<E>(text)) {
        to = *value;
        return "";
    }
    std::string allowed;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { allowed += (allowed.empty() ? "" : ", ") + std::string(d.name); });
    return "be one of " + allowed;
}
template <class T>
std::string parse(std::string_view text, std::vector<T>& to) {
    to.clear();
    while (!text.empty()) {
        auto comma = std::min(text.find(','), text.size());
        auto word = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (word.empty()) continue;
        if (auto wrong = parse(word, to.emplace_back()); !wrong.empty()) return wrong;
    }
    return "";
}

inline std::string show(std::string const& value) { return value; }
inline std::string show(Secret<std::string> const& value) { return value.empty() ? "" : "***"; }
inline std::string show(std::int64_t value) { return std::to_string(value); }
inline std::string show(Seconds value) { return std::to_string(value.count()); }
inline std::string show(bool value) { return value ? "true" : "false"; }
template <DescribedEnum E>
std::string show(E value) {
    return std::string(to_text(value));
}
template <class T>
std::string show(std::vector<T> const& values) {
    std::string text;
    for (auto const& value : values) text += (text.empty() ? "" : ",") + show(value);
    return text;
}

}  // namespace roost::config::values
