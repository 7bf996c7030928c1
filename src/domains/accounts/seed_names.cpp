// seed_names.cpp: usernames put together from words.
#include "domains/accounts/seed_names.h"

#include <fmt/format.h>

namespace roost::accounts {
namespace {

constexpr char const* firsts[] = {"alva",  "benno", "carla",  "dario",  "edda",  "fiete", "greta", "hanno",
                                  "imke",  "jaro",  "kaya",   "lennox", "malou", "nilo",  "oda",   "pelle",
                                  "quinn", "runa",  "silvan", "tilda",  "ulla",  "vito",  "wanda", "xenia",
                                  "yoan",  "zelda", "amon",   "bente",  "cleo",  "dunja"};
constexpr char const* seconds[] = {
    "harbor",  "meadow",  "ember",  "pebble",  "willow", "copper", "saffron", "cinder",  "marble", "thistle",
    "lantern", "juniper", "velvet", "orchard", "drift",  "cobalt", "maple",   "sparrow", "atlas",  "fennel",
    "quartz",  "linen",   "cedar",  "poppy",   "anchor", "cloud",  "ginger",  "tundra",  "violet", "ridge"};
constexpr char const* joints[] = {".", "_", "", "."};

}  // namespace

std::string SeedNames::next() {
    auto pick = [&](auto const& list) { return list[random_.next_u64() % std::size(list)]; };
    for (;;) {
        auto name = fmt::format("{}{}{}", pick(firsts), pick(joints), pick(seconds));
        auto die = random_.next_u64() % 5;
        if (die < 3) name += std::to_string(random_.next_u64() % (die == 0 ? 10 : 100));
        if (used_.insert(name).second) return name;
    }
}

}  // namespace roost::accounts
