// rules_places_data.h: the towns of the gazetteer, as scripts/gen_towns.py writes them into the build.
#pragma once

#include <cstdint>
#include <span>

namespace roost::proxies::rules {

/// A populated place; several of one name in one country are one, with the people of the largest.
struct GazetteerTown {
    char const* name;          // UTF-8
    char const* country_code;  // ISO 3166, two letters
    std::uint32_t population;
};

std::span<GazetteerTown const> gazetteer_towns();

}  // namespace roost::proxies::rules
