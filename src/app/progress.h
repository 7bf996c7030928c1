// progress.h: how a long command tells how far it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace roost::app {

/// A bar on a terminal, one plain line per stage elsewhere; on standard error. Not thread-safe.
class Progress {
public:
    /// `total` 0: unknown.
    void show(std::string_view stage, std::int64_t done, std::int64_t total);
    /// Ends the bar's line.
    ~Progress();

private:
    std::string stage_;
    bool bar_drawn_ = false;
};

}  // namespace roost::app
