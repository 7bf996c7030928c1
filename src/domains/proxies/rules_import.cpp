// rules_import.cpp: one line of a proxy file.
#include "domains/proxies/rules_import.h"

#include <algorithm>

#include "core/base/text.h"
#include "domains/proxies/rules.h"

namespace roost::proxies::rules {
namespace {

using Fault = std::optional<LineProblem>;

/// What a line says before anything is checked.
struct RawLine {
    std::string kind, host, port, username, password;
    std::vector<std::pair<std::string, std::string>> more;
};

LineProblem bad_format() {
    return {"unknown_format", "Expected host:port:user:pass, a proxy URL, or csv with a header."};
}

/// Cuts one csv line; quotes may hold delimiters and doubled quotes.
std::variant<std::vector<std::string>, LineProblem> cut_csv(std::string_view line, char delimiter) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back().push_back('"');
            ++i;
        } else if (c == '"' && (quoted || text::trim(cells.back()).empty())) {
            quoted = !quoted;
        } else if (c == delimiter && !quoted) {
            cells.emplace_back();
        } else {
            cells.back().push_back(c);
        }
    }
    if (quoted) return LineProblem{"unclosed_quote", "A quote is opened and never closed."};
    for (auto& cell : cells) cell = std::string(text::trim(cell));
    return cells;
}

/// `host:port` or `[v6]:port` at the front of `text`; what follows is left in it.
Fault take_address(std::string_view& text, RawLine& line) {
    std::size_t host_end = text.find(':');
    if (text.starts_with('[')) {
        auto close = text.find(']');
        host_end = close == std::string_view::npos ? close : close + 1;
    }
    if (host_end == std::string_view::npos || host_end >= text.size() || text[host_end] != ':')
        return bad_format();
    line.host = std::string(text.substr(0, host_end));
    text.remove_prefix(host_end + 1);
    auto port_end = std::min(text.find(':'), text.size());
    line.port = std::string(text.substr(0, port_end));
    text.remove_prefix(port_end);
    return std::nullopt;
}

/// `user:pass`, with the colons after the first one in the password.
void take_login(std::string_view text, RawLine& line) {
    auto colon = std::min(text.find(':'), text.size());
    line.username = std::string(text.substr(0, colon));
    line.password = colon < text.size() ? std::string(text.substr(colon + 1)) : "";
}

Fault read_url(std::string_view text, RawLine& line) {
    auto scheme_end = text.find("://");
    line.kind = text::lower_ascii(text.substr(0, scheme_end));
    if (line.kind == "socks5h") line.kind = "socks5";
    if (line.kind != "http" && line.kind != "socks5") {
        return LineProblem{"unsupported_scheme", "Only http:// and socks5:// are supported."};
    }
    text.remove_prefix(scheme_end + 3);
    if (text.ends_with('/')) text.remove_suffix(1);
    auto at = text.rfind('@');
    if (at != std::string_view::npos) {
        take_login(text.substr(0, at), line);
        auto username = text::percent_decode(line.username);
        auto password = text::percent_decode(line.password);
        if (!username || !password || !text::valid_utf8(*username + *password)) {
            return LineProblem{"invalid_login", "The percent escapes of username and password are broken."};
        }
        line.username = *username;
        line.password = *password;
        text.remove_prefix(at + 1);
    }
    if (auto fault = take_address(text, line)) return fault;
    return text.empty() ? std::nullopt : Fault(bad_format());
}

/// `host:port[:user[:pass]]`, or `user:pass@host:port`.
Fault read_plain(std::string_view text, RawLine& line) {
    auto rest = text;
    auto fault = take_address(rest, line);
    auto at = text.rfind('@');
    if (at != std::string_view::npos && (fault || !text::parse_int(line.port))) {
        take_login(text.substr(0, at), line);
        rest = text.substr(at + 1);
        if (auto broken = take_address(rest, line)) return broken;
        return rest.empty() ? std::nullopt : Fault(bad_format());
    }
    if (fault) return fault;
    if (!rest.empty()) take_login(rest.substr(1), line);
    return std::nullopt;
}

Fault read_csv(std::string_view text, Columns const& columns, RawLine& line) {
    auto cut = cut_csv(text, columns.delimiter);
    if (auto* problem = std::get_if<LineProblem>(&cut)) return *problem;
    auto& cells = std::get<std::vector<std::string>>(cut);
    while (cells.size() > columns.names.size() && cells.back().empty()) cells.pop_back();
    if (cells.size() > columns.names.size()) {
        return LineProblem{"too_many_columns", "The line has " + std::to_string(cells.size()) +
                                                   " columns, the header " +
                                                   std::to_string(columns.names.size()) + "."};
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const& name = columns.names[i];
        if (name == "host") line.host = cells[i];
        else if (name == "port") line.port = cells[i];
        else if (name == "username") line.username = cells[i];
        else if (name == "password") line.password = cells[i];
        else if (name == "kind") line.kind = text::lower_ascii(cells[i]);
        else if (!cells[i].empty()) line.more.emplace_back(name, cells[i]);
    }
    return std::nullopt;
}

/// The csv column of that name as we call it; empty for one that is not ours.
std::string known_column(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> others[] = {
        {"ip", "host"},       {"address", "host"},   {"server", "host"},
        {"user", "username"}, {"login", "username"}, {"pass", "password"},
        {"type", "kind"},     {"protocol", "kind"},  {"scheme", "kind"}};
    constexpr std::string_view ours[] = {
        "host",    "port", "username",           "password", "kind",         "provider",      "location",
        "country", "city", "monthly_cost_cents", "currency", "max_accounts", "max_concurrent"};
    auto lower = text::lower_ascii(name);
    for (auto const& [theirs, our] : others) {
        if (lower == theirs) return std::string(our);
    }
    return std::find(std::begin(ours), std::end(ours), lower) == std::end(ours) ? "" : lower;
}

void set_number(json::Patch<std::int64_t>& field, std::string const& text, std::string_view name,
                Fault& fault) {
    field = {.present = true, .value = text::parse_int(text)};
    if (!field.value)
        fault = LineProblem{"invalid_" + std::string(name), std::string(name) + " must be a whole number."};
}

/// The further csv columns as the fields of a request.
Fault fill_more(RawLine const& line, Fields& fields) {
    Fault fault;
    for (auto const& [name, value] : line.more) {
        if (name == "provider") fields.provider = {true, value};
        else if (name == "location") fields.location = {true, value};
        else if (name == "country") fields.country = {true, value};
        else if (name == "city") fields.city = {true, value};
        else if (name == "currency") fields.currency = {true, value};
        else if (name == "monthly_cost_cents") set_number(fields.monthly_cost_cents, value, name, fault);
        else if (name == "max_accounts") set_number(fields.max_accounts, value, name, fault);
        else if (name == "max_concurrent") set_number(fields.max_concurrent, value, name, fault);
    }
    return fault;
}

/// Checks a line by the rules of POST /api/proxies.
std::variant<ParsedProxy, LineProblem> check(RawLine const& line, ImportDefaults const& defaults) {
    if (line.host.empty()) return LineProblem{"empty_host", "The line names no host."};
    auto port = text::parse_int(text::trim(line.port));
    if (!port || *port < 1 || *port > 65535) {
        return LineProblem{"invalid_port",
                           "The port must be a number from 1 to 65535 (an IPv6 host stands in brackets)."};
    }
    Fields fields;
    fields.kind = {true, defaults.kind};
    if (!line.kind.empty()) {
        fields.kind.value = from_text<ProxyKind>(line.kind);
        if (!fields.kind.value) return LineProblem{"invalid_kind", "The kind must be http or socks5."};
    }
    fields.host = {true, line.host};
    fields.port = {true, *port};
    fields.username = {true, line.username};
    fields.password = {true, Secret(line.password)};
    fields.provider = {true, defaults.provider};
    fields.max_accounts = {true, defaults.max_accounts};
    if (auto fault = fill_more(line, fields)) return *fault;
    auto proxy = apply(Proxy{}, fields);
    if (proxy.ok()) return ParsedProxy{*proxy, Secret(line.password)};
    auto const& field = proxy.error().fields.front();
    return LineProblem{"invalid_" + field.field, field.field + ": " + field.message};
}

}  // namespace

std::optional<Columns> read_header(std::string_view line) {
    for (char delimiter : {',', ';', '\t', '|', ':'}) {
        auto cut = cut_csv(line, delimiter);
        auto* cells = std::get_if<std::vector<std::string>>(&cut);
        if (cells == nullptr || cells->size() < 2) continue;
        Columns columns{.delimiter = delimiter};
        for (auto const& cell : *cells) columns.names.push_back(known_column(cell));
        auto has = [&](std::string_view name) {
            return std::find(columns.names.begin(), columns.names.end(), name) != columns.names.end();
        };
        if (!has("host") || !has("port")) continue;
        if (delimiter == ':') columns.names.clear();
        return columns;
    }
    return std::nullopt;
}

std::variant<ParsedProxy, LineProblem> parse_line(std::string_view text,
                                                  std::optional<Columns> const& columns,
                                                  ImportDefaults const& defaults) {
    text = text::trim(text);
    RawLine line;
    Fault fault;
    bool csv = columns && !columns->names.empty();
    auto delimiter = text.find_first_of(",;\t|");
    if (csv) {
        fault = read_csv(text, *columns, line);
    } else if (text.find("://") != std::string_view::npos) {
        fault = read_url(text, line);
    } else if (delimiter != std::string_view::npos && text.find(':') > delimiter) {
        fault = read_csv(text, {text[delimiter], {"host", "port", "username", "password"}}, line);
    } else {
        fault = read_plain(text, line);
    }
    if (fault) return *fault;
    return check(line, defaults);
}

}  // namespace roost::proxies::rules
