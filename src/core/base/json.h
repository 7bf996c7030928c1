// json.h: described structs from and to JSON, with the path of whatever is wrong.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace roost::json {

namespace bj = boost::json;

/// A field of a PUT or PATCH: absent, null or a value are three things.
template <class T>
struct Patch {
    bool present = false;
    std::optional<T> value = {};  // nothing when null was sent
};

/// Collects every problem of an input, so that a person sees them all at once.
struct Problems {
    std::vector<FieldError> fields;
    void add(std::string path, std::string code, std::string message) {
        if (fields.size() < 50) fields.push_back({std::move(path), std::move(code), std::move(message)});
    }
};

namespace detail {
inline std::string join(std::string_view path, std::string_view name) {
    return path.empty() ? std::string(name) : std::string(path) + "." + std::string(name);
}
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsPatch : std::false_type {};
template <class T>
struct IsPatch<Patch<T>> : std::true_type {};
template <class T>
struct IsSecret : std::false_type {};
template <class T>
struct IsSecret<Secret<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
}  // namespace detail

template <class T>
void read_into(bj::value const& from, T& to, std::string const& path, Problems& problems);

template <class T>
void read_described(bj::object const& from, T& to, std::string const& path, Problems& problems) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    for (auto const& entry : from) {
        bool known = false;
        boost::mp11::mp_for_each<Members>([&](auto d) { known = known || entry.key() == d.name; });
        if (!known) {
            problems.add(detail::join(path, entry.key()), "field.unknown",
                         "There is no field '" + std::string(entry.key()) + "' here.");
        }
    }
    boost::mp11::mp_for_each<Members>([&](auto d) {
        auto& member = to.*d.pointer;
        using Member = std::decay_t<decltype(member)>;
        auto found = from.find(d.name);
        auto name = detail::join(path, d.name);
        if (found != from.end()) {
            read_into(found->value(), member, name, problems);
        } else if constexpr (!detail::IsOptional<Member>::value && !detail::IsPatch<Member>::value &&
                             !detail::IsVector<Member>::value) {
            problems.add(name, "field.required", std::string(d.name) + " is required.");
        }
    });
}

template <class T>
void read_number(bj::value const& from, T& to, std::string const& path, Problems& problems) {
    bj::error_code failed;
    auto number = from.to_number<T>(failed);
    if (failed || !from.is_number() || (from.is_double() && !std::isfinite(from.get_double()))) {
        problems.add(path, "field.type", "Must be a number in range.");
    } else {
        to = number;
    }
}

/// Reads `from` into `to`; problems are added under `path`. Unknown object keys are problems.
template <class T>
void read_into(bj::value const& from, T& to, std::string const& path, Problems& problems) {
    if constexpr (detail::IsPatch<T>::value) {
        to.present = true;
        if (from.is_null()) return;
        to.value.emplace();
        read_into(from, *to.value, path, problems);
    } else if constexpr (detail::IsOptional<T>::value) {
        if (from.is_null()) return;
        to.emplace();
        read_into(from, *to, path, problems);
    } else if constexpr (std::is_same_v<T, bj::object>) {
        if (from.is_object()) to = from.get_object();
        else problems.add(path, "field.type", "Must be an object.");
    } else if constexpr (std::is_same_v<T, bj::value>) {
        to = from;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (from.is_bool()) to = from.get_bool();
        else problems.add(path, "field.type", "Must be true or false.");
    } else if constexpr (std::is_arithmetic_v<T>) {
        read_number(from, to, path, problems);
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!from.is_string()) problems.add(path, "field.type", "Must be text.");
        else if (std::string_view(from.get_string()).find('\0') != std::string_view::npos)
            problems.add(path, "field.invalid", "Must not contain a NUL character.");
        else to = std::string(from.get_string());
    } else if constexpr (detail::IsSecret<T>::value) {
        std::string plain;
        read_into(from, plain, path, problems);
        to = T(std::move(plain));
    } else if constexpr (detail::IsId<T>::value) {
        if (from.is_int64() && from.get_int64() > 0) to = T{from.get_int64()};
        else problems.add(path, "field.type", "Must be an id.");
    } else if constexpr (std::is_same_v<T, Instant>) {
        auto at = from.is_string() ? parse_rfc3339(from.get_string()) : std::nullopt;
        if (at) to = *at;
        else problems.add(path, "field.type", "Must be a time such as 2026-11-21T08:30:00Z.");
    } else if constexpr (DescribedEnum<T>) {
        auto value = from.is_string() ? from_text<T>(from.get_string()) : std::nullopt;
        if (value) {
            to = *value;
        } else {
            std::string allowed;
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
                [&](auto d) { allowed += (allowed.empty() ? "" : ", ") + std::string(d.name); });
            problems.add(path, "field.value", "Must be one of " + allowed + ".");
        }
    } else if constexpr (detail::IsVector<T>::value) {
        if (!from.is_array()) return problems.add(path, "field.type", "Must be a list.");
        auto const& array = from.get_array();
        for (std::size_t i = 0; i < array.size(); ++i) {
            typename T::value_type item{};
            read_into(array[i], item, path + "[" + std::to_string(i) + "]", problems);
            to.push_back(std::move(item));
        }
    } else {
        if (from.is_object()) read_described(from.get_object(), to, path, problems);
        else problems.add(path, "field.type", "Must be an object.");
    }
}

/// The object as a T; all problems at once as one `invalid` error with code request.invalid (or
/// field.unknown when an unknown field is among them).
template <class T>
Result<T> read(bj::value const& from) {
    T to{};
    Problems problems;
    read_into(from, to, "", problems);
    if (problems.fields.empty()) return to;
    std::string code = "request.invalid";
    for (auto const& field : problems.fields) {
        if (field.code == "field.unknown") code = "field.unknown";
    }
    auto detail = problems.fields.front().field + ": " + problems.fields.front().message;
    return Error{
        .kind = ErrorKind::invalid, .code = code, .detail = detail, .fields = std::move(problems.fields)};
}

/// A described struct, enum, id, instant, optional or vector of these as JSON. Secret has none on purpose.
template <class T>
bj::value write(T const& from) {
    if constexpr (detail::IsOptional<T>::value) {
        return from ? write(*from) : bj::value(nullptr);
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, bj::object> ||
                         std::is_same_v<T, bj::value> || std::is_same_v<T, bj::array>) {
        return from;
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<double>(from);
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<std::int64_t>(from);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return bj::string(from);
    } else if constexpr (detail::IsId<T>::value) {
        return from.value;
    } else if constexpr (std::is_same_v<T, Instant>) {
        return bj::string(to_rfc3339(from));
    } else if constexpr (DescribedEnum<T>) {
        return bj::string(to_text(from));
    } else if constexpr (detail::IsVector<T>::value) {
        bj::array array;
        array.reserve(from.size());
        for (auto const& item : from) array.push_back(write(item));
        return array;
    } else {
        static_assert(!detail::IsSecret<T>::value, "a secret is never written to JSON");
        bj::object object;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto d) { object.emplace(d.name, write(from.*d.pointer)); });
        return object;
    }
}

/// Appends `text` to `out` as a JSON string with its quotes; the fast path of list rows.
void append_string(std::string& out, std::string_view text);

}  // namespace roost::json
