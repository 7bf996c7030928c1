// keys.h: the table of keys: name, meaning, and how text becomes the value.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.h"

namespace roost::config {

/// One key. `set` returns what is wrong with the text, as the end of a sentence, or nothing.
struct Key {
    std::string name;
    std::string meaning;
    bool secret;
    std::function<std::string(Config&, std::string_view)> set;
    std::function<std::string(Config const&)> show;
};

std::vector<Key> const& keys();

/// `server.listen` → `ROOST_SERVER_LISTEN`.
std::string environment_name(std::string_view key);

/// The candidate with the fewest edits, if that is few enough to be a slip; else empty.
std::string nearest(std::string_view word, std::vector<std::string> const& candidates);

}  // namespace roost::config
