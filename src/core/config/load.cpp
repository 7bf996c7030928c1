// load.cpp: defaults < file < environment < flags, every mistake named with its place and the fix.
#include <unistd.h>

#include <fstream>
#include <sstream>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "core/config/config.h"
#include "core/config/keys.h"

extern char** environ;

namespace roost::config {
namespace {

/// A value with the place it stands at: `roost.toml:3`, `ROOST_SERVER_LISTEN`, `--listen`.
struct Setting {
    std::string name;  // as written there: the key, or the variable
    std::string place;
    std::string value;
    bool path = false;  // the value is the path of the file that holds the real one
};

class Loader {
public:
    Result<void> apply_file(std::filesystem::path const& path);
    void apply_environment(std::map<std::string, std::string> const& variables);
    void apply_flags(std::vector<Flag> const& flags);
    Result<Config> finish();

private:
    void apply_table(toml::table const& section, std::string const& prefix, std::string const& file);
    void apply_node(toml::node const& node, std::string const& name, std::string const& place);
    void apply(Key const& key, Setting const& setting);
    void unknown(std::string const& name, std::string const& place, bool environment);
    void problem(std::string const& key, std::string const& sentence) {
        problems_.push_back({key, "config.invalid", sentence});
    }

    Config config_;
    std::map<std::string, std::string> seen_;  // key → place, within the present source
    std::vector<FieldError> problems_;
};

std::vector<std::string> known_names(bool environment) {
    std::vector<std::string> names;
    for (auto const& key : keys()) {
        names.push_back(environment ? environment_name(key.name) : key.name);
        if (key.secret) names.push_back(names.back() + (environment ? "_FILE" : "_file"));
    }
    return names;
}

/// The key of that name in a file (or variable), and whether it is the variant that names a file.
std::pair<Key const*, bool> find_key(std::string_view name, bool environment) {
    for (auto const& key : keys()) {
        auto known = environment ? environment_name(key.name) : key.name;
        if (name == known) return {&key, false};
        if (key.secret && name == known + (environment ? "_FILE" : "_file")) return {&key, true};
    }
    return {nullptr, false};
}

/// The text of a TOML value, lists joined by commas; nothing for what no key takes (dates, floats).
std::optional<std::string> text_of(toml::node const& node) {
    if (auto text = node.value_exact<std::string>()) return *text;
    if (auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
    if (auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
    auto const* list = node.as_array();
    if (!list) return std::nullopt;
    std::string joined;
    for (auto const& item : *list) {
        auto text = item.is_array() ? std::nullopt : text_of(item);
        if (!text || text->find(',') != text->npos) return std::nullopt;
        joined += (joined.empty() ? "" : ",") + *text;
    }
    return joined;
}

std::optional<std::string> read_text_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    if (!in || !(text << in.rdbuf())) return std::nullopt;
    auto value = std::move(text).str();
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    return value;
}

void Loader::apply(Key const& key, Setting const& setting) {
    if (auto [twin, first] = seen_.try_emplace(key.name, setting.place); !first) {
        return problem(key.name, setting.place + ": " + setting.name + " is given twice (also at " +
                                     twin->second + "); keep one.");
    }
    auto value = setting.value;
    if (setting.path) {
        auto content = read_text_file(setting.value);
        if (!content || content->empty()) {
            return problem(key.name, setting.place + ": the file " + setting.value + " that " + setting.name +
                                         " names " + (content ? "is empty." : "cannot be read."));
        }
        value = std::move(*content);
    }
    auto wrong = key.set(config_, value);
    if (!wrong.empty()) {
        auto shown = key.secret ? "" : ", not '" + value + "'";
        return problem(key.name, setting.place + ": " + setting.name + " must " + wrong + shown + ".");
    }
    config_.origins[key.name] = setting.place;
}

void Loader::unknown(std::string const& name, std::string const& place, bool environment) {
    auto fix = nearest(name, known_names(environment));
    problem(name,
            place + ": " + name + " is unknown" +
                (fix.empty() ? "; see docs/configuration.md for every key." : "; did you mean " + fix + "?"));
}

void Loader::apply_node(toml::node const& node, std::string const& name, std::string const& place) {
    auto [key, path] = find_key(name, false);
    if (!key) return unknown(name, place, false);
    auto text = text_of(node);
    if (!text)
        return problem(
            name, place + ": " + name + " must be text, a whole number, true, false or a list of these.");
    apply(*key, {.name = name, .place = place, .value = *text, .path = path});
}

void Loader::apply_table(toml::table const& section, std::string const& prefix, std::string const& file) {
    for (auto const& [word, node] : section) {
        auto name = prefix + std::string(word.str());
        auto place = file + ":" + std::to_string(node.source().begin.line);
        if (node.is_table()) {
            apply_table(*node.as_table(), name + ".", file);
        } else {
            apply_node(node, name, place);
        }
    }
}

Result<void> Loader::apply_file(std::filesystem::path const& path) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) {
        return Error{.kind = ErrorKind::invalid,
                     .code = "config.unreadable",
                     .detail = "The configuration file " + path.string() + " cannot be read."};
    }
    auto parsed = toml::parse_file(path.string());
    if (!parsed) {
        auto line = parsed.error().source().begin.line;
        problem("", fmt::format("{}:{}: {}", path.string(), line, parsed.error().description()));
        return {};
    }
    seen_.clear();
    apply_table(parsed.table(), "", path.string());
    return {};
}

void Loader::apply_environment(std::map<std::string, std::string> const& variables) {
    seen_.clear();
    for (auto const& [name, value] : variables) {
        auto [key, path] = find_key(name, true);
        if (key) {
            apply(*key, {.name = name, .place = "environment", .value = value, .path = path});
            if (auto origin = config_.origins.find(key->name); origin != config_.origins.end())
                origin->second = name;
        } else {
            unknown(name, "environment", true);
        }
    }
}

void Loader::apply_flags(std::vector<Flag> const& flags) {
    seen_.clear();
    for (auto const& flag : flags) {
        auto [key, path] = find_key(flag.key, false);
        if (key) apply(*key, {.name = flag.key, .place = flag.name, .value = flag.value, .path = path});
        else unknown(flag.key, flag.name, false);
    }
}

Result<Config> Loader::finish() {
    if (config_.clock.offset != Seconds{0} && config_.server.mode != Mode::development) {
        problem("clock.offset", config_.origins["clock.offset"] +
                                    ": clock.offset works in development mode only; set server.mode to "
                                    "development or leave it out.");
    }
    if (problems_.empty()) return std::move(config_);
    std::string detail;
    for (auto const& one : problems_) detail += (detail.empty() ? "" : "\n") + one.message;
    return Error{.kind = ErrorKind::invalid,
                 .code = "config.invalid",
                 .detail = std::move(detail),
                 .fields = std::move(problems_)};
}

}  // namespace

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry; ++entry) {
        std::string_view text = *entry;
        auto equals = text.find('=');
        if (!text.starts_with("ROOST_") || text.starts_with("ROOST_TEST_") || equals == text.npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<Config> load(Sources const& sources) {
    Loader loader;
    loader.apply_flags(sources.defaults);
    if (sources.file) TRY(loader.apply_file(*sources.file));
    loader.apply_environment(sources.environment);
    loader.apply_flags(sources.flags);
    return loader.finish();
}

}  // namespace roost::config
