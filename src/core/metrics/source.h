// source.h: something that has counted and can tell.
#pragma once

#include "core/metrics/text.h"

namespace roost::metrics {

/// Implemented beside the interface of what does the work. Thread-safe.
class Source {
public:
    virtual ~Source() = default;
    virtual void measure(Text& out) const = 0;
};

/// Lets `thing` tell what it has counted, if it counts.
template <class T>
void measure(T const& thing, Text& out) {
    if (auto const* source = dynamic_cast<Source const*>(&thing)) source->measure(out);
}

}  // namespace roost::metrics
