// rules_places.h: which town and country a proxy's location means, from the gazetteer that comes with the
// program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domains/proxies/types.h"

namespace roost::proxies::rules {

/// A place as it is stored; the city is empty when only a country was meant.
struct Place {
    std::string city;
    std::string country;  // its English name, as ICU has it: "Germany", "United States"
    friend bool operator==(Place const&, Place const&) = default;
};

/// The place that people mean by `text`: "Berlin", "Berlin, DE", "New York / USA", "Deutschland". A
/// country may stand as a code (ISO 3166, two or three letters) or by its English or own name. Of
/// several towns of a name it is the one in the country that stands beside it, else one with at
/// least five times as many people as the next; nothing when no town is that much better known.
/// Thread-safe; the first call reads the gazetteer (7,000 towns of Natural Earth).
std::optional<Place> find_place(std::string_view text);

/// The country that an address was assigned to, as of the geoip-database package; nothing for
/// addresses it does not know and for what is no address. Thread-safe.
std::optional<std::string> country_of_address(std::string const& address);

/// `proxy` with city and country from its location, where both are empty and the place is known.
Proxy settle_place(Proxy proxy);

}  // namespace roost::proxies::rules
