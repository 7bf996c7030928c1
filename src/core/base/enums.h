// enums.h: one spelling of an enumerator in C++, SQL, JSON and TypeScript.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string_view>

namespace roost {

/// An enum described with BOOST_DESCRIBE_ENUM; its enumerators' names are its text form.
template <class E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

/// The enumerator's own name, as stored and sent. Thread-safe.
template <DescribedEnum E>
constexpr std::string_view to_text(E value) {
    std::string_view text = "?";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (d.value == value) text = d.name;
    });
    return text;
}

/// The enumerator of that name, or nothing.
template <DescribedEnum E>
constexpr std::optional<E> from_text(std::string_view text) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (text == d.name) found = d.value;
    });
    return found;
}

}  // namespace roost
