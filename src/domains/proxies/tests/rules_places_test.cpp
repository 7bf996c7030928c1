// rules_places_test.cpp: places as people write them, and addresses whose country is known.
#include "domains/proxies/rules_places.h"

#include <gtest/gtest.h>

namespace roost::proxies::rules {
namespace {

// shows PRX-1
TEST(Places, are_found_as_people_write_them) {
    struct Case {
        char const* text;
        Place place;
    };
    for (auto const& [text, place] :
         std::initializer_list<Case>{{"Berlin", {"Berlin", "Germany"}},
                                     {" berlin , DE ", {"Berlin", "Germany"}},
                                     {"Berlin, Germany", {"Berlin", "Germany"}},
                                     {"Valencia, ES", {"Valencia", "Spain"}},
                                     {"Frankfurt", {"Frankfurt", "Germany"}},
                                     {"New York, NY, USA", {"New York", "United States"}},
                                     {"Dallas | Texas, US", {"Dallas", "United States"}},
                                     {"Sao Paulo/Brazil", {"Sao Paulo", "Brazil"}},
                                     {"SÃO PAULO", {"Sao Paulo", "Brazil"}},
                                     {"London, UK", {"London", "United Kingdom"}},
                                     {"Deutschland", {"", "Germany"}},
                                     {"fra", {"", "France"}},
                                     {"Atlantis, Italy", {"", "Italy"}}}) {
        auto found = find_place(text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->country, place.country) << text;
        EXPECT_EQ(found->city, place.city) << text;
    }
}

// shows PRX-1: better no place than a wrong one
TEST(Places, are_left_open_when_the_text_does_not_decide) {
    for (auto text : {"", " , ", "Valencia", "rack 12", "DC-3", "\xff\xfe"})
        EXPECT_FALSE(find_place(text)) << text;
}

// shows PRX-1
TEST(Places, of_addresses_are_their_countries) {
    EXPECT_EQ(country_of_address("8.8.8.8"), "United States");
    EXPECT_EQ(country_of_address("2001:4860:4860::8888"), "United States");
    for (auto address : {"127.0.0.1", "10.0.0.1", "::1", "no address", ""})
        EXPECT_FALSE(country_of_address(address)) << address;
}

// shows PRX-1: what somebody wrote stays
TEST(Places, settle_only_what_is_empty) {
    EXPECT_EQ(settle_place({.location = "Berlin, DE"}).city, "Berlin");
    EXPECT_EQ(settle_place({.location = "Berlin, DE", .country = "Bavaria"}).country, "Bavaria");
    EXPECT_EQ(settle_place({.location = "Berlin, DE", .city = "Spandau"}).country, "");
}

}  // namespace
}  // namespace roost::proxies::rules
