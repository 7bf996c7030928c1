// rules_import.h: one line of a proxy file. Pure; fed with hostile bytes by the fuzzer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domains/proxies/types.h"

namespace roost::proxies::rules {

/// Why a line was not taken, with a sentence for a person.
struct LineProblem {
    std::string code;
    std::string message;
};

/// What lines leave open.
struct ImportDefaults {
    ProxyKind kind = ProxyKind::http;
    std::int64_t max_accounts = 3;
    std::string provider;
};

/// A proxy as a line describes it.
struct ParsedProxy {
    Proxy proxy;
    Secret<std::string> password;
};

/// The columns of a csv file, from its header; empty for the other forms.
struct Columns {
    char delimiter = ',';
    std::vector<std::string> names;
};

/// The columns if `line` is a header (it names host or ip, and port), else nothing. A header of
/// colons only says that the lines are host:port:user:pass: names is empty then.
std::optional<Columns> read_header(std::string_view line);

/// One line with data: `host:port[:user:pass]`, `[v6]:port…`, `user:pass@host:port`, a URL, or csv.
std::variant<ParsedProxy, LineProblem> parse_line(std::string_view line,
                                                  std::optional<Columns> const& columns,
                                                  ImportDefaults const& defaults);

}  // namespace roost::proxies::rules
