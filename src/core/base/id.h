// id.h: strong integer ids; an AccountId never fits where a ProxyId is wanted.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace roost {

/// A row's id. 0 means "none yet"; rows start at 1. Trivially copyable.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::int64_t v) : value(v) {}
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using WorkspaceId = Id<struct WorkspaceTag>;
using UserId = Id<struct UserTag>;
using JobId = Id<struct JobTag>;

}  // namespace roost

template <class Tag>
struct std::hash<roost::Id<Tag>> {
    std::size_t operator()(roost::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
