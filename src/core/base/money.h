// money.h: an amount in cents with its currency.
#pragma once

#include <cstdint>
#include <string>

namespace roost {

/// Integer cents and an ISO 4217 code. Never a double; amounts of two currencies are never added.
struct Money {
    std::int64_t cents = 0;
    std::string currency = "USD";

    friend bool operator==(Money const&, Money const&) = default;
};

}  // namespace roost
