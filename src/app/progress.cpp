// progress.cpp: a bar that is drawn over itself, or a line per stage.
#include "app/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace roost::app {

void Progress::show(std::string_view stage, std::int64_t done, std::int64_t total) {
    constexpr std::int64_t width = 30;
    bool news = stage_ != stage;
    stage_ = stage;
    if (!::isatty(STDERR_FILENO)) {
        if (news) fmt::print(stderr, "{}\n", stage);
        return;
    }
    auto filled = total > 0 ? std::clamp<std::int64_t>(done * width / total, 0, width) : 0;
    auto bar = std::string(static_cast<std::size_t>(filled), '#');
    fmt::print(stderr, "\r\033[K{:14} [{:<{}}] {}", stage, bar, width, done);
    std::fflush(stderr);
    bar_drawn_ = true;
}

Progress::~Progress() {
    if (bar_drawn_) fmt::print(stderr, "\n");
}

}  // namespace roost::app
