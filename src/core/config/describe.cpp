// describe.cpp: the keys in words, for --help and docs/configuration.md.
#include "core/config/keys.h"

namespace roost::config {

std::vector<KeyInfo> describe() {
    std::vector<KeyInfo> list;
    Config defaults;
    for (auto const& key : keys()) {
        list.push_back({.name = key.name,
                        .environment = environment_name(key.name),
                        .default_value = key.show(defaults),
                        .meaning = key.meaning,
                        .secret = key.secret});
    }
    return list;
}

std::string describe_markdown() {
    std::string text =
        "# Configuration\n\n"
        "Built-in defaults < `roost.toml` < environment < flags. Every key `section.name` is also the "
        "variable\n"
        "`ROOST_SECTION_NAME`; lists are separated by commas. An unknown key or a bad value stops the start "
        "with its place\n"
        "and the fix. Keys marked *secret* may be given by a file: `section.name_file` or "
        "`ROOST_SECTION_NAME_FILE`.\n";
    std::string section;
    for (auto const& key : describe()) {
        auto of = key.name.substr(0, key.name.find('.'));
        if (of != section) {
            section = of;
            text += fmt::format("\n## {}\n\n| key | default | meaning |\n|---|---|---|\n", section);
        }
        auto shown = key.default_value.empty() ? "" : "`" + key.default_value + "`";
        text += fmt::format("| `{}`{} | {} | {} |\n", key.name, key.secret ? " *secret*" : "", shown,
                            key.meaning);
    }
    return text;
}

}  // namespace roost::config
