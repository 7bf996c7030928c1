// text.h: writes metrics in the text format of Prometheus (0.0.4).
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/metrics/meters.h"

namespace roost::metrics {

enum class Kind { counter, gauge, histogram };

struct Label {
    std::string_view name;
    std::string_view value;
};
using Labels = std::initializer_list<Label>;

/// Collects families one after the other. Not thread-safe.
class Text {
public:
    /// Begins a family; the samples that follow are its own. Each name once.
    void family(std::string_view name, Kind kind, std::string_view help);
    void sample(Labels labels, double value);
    void sample(Labels labels, Histogram const& histogram);

    /// A family of one sample without labels.
    void single(std::string_view name, Kind kind, std::string_view help, double value) {
        family(name, kind, help);
        sample({}, value);
    }

    std::string take() { return std::move(out_); }

private:
    void line(std::string_view suffix, Labels labels, Label const* extra, double value);

    std::string out_;
    std::string name_;
};

}  // namespace roost::metrics
