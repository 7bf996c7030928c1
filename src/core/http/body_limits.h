// body_limits.h: the lengths that the API's document states for JSON bodies, held for every route.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace roost::http {

/// Reads `maxLength` and `maxItems` of every JSON request body out of the OpenAPI document, so that what is
/// written there is what is enforced, whatever a handler looks at. Other rules of the document (types,
/// enumerations, ranges) are the handlers'. Thread-safe.
class BodyLimits {
public:
    /// `document` empty: no limits (tests of core/http itself). A broken document throws, it is a bug.
    explicit BodyLimits(std::string_view document);
    ~BodyLimits();

    /// Error request.invalid (422) that names every field that is too long (field.too_long) or has too many
    /// items (field.too_many). A body that is no JSON is left to its handler. Costs nothing for a body that
    /// is shorter than the smallest limit.
    Result<void> check(std::string const& operation, std::string_view body) const;

private:
    struct Limit;
    struct Finder;
    std::map<std::string, std::unique_ptr<Limit>, std::less<>> operations_;
};

}  // namespace roost::http
