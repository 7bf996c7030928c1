// proxy_line_fuzz.cpp: hostile lines of a proxy file; whatever is taken must be a legal address.
#include <cstdint>
#include <cstdlib>

#include "domains/proxies/rules.h"
#include "domains/proxies/rules_import.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    namespace rules = roost::proxies::rules;
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto first = text.substr(0, text.find('\n'));
    auto rest = first.size() < text.size() ? text.substr(first.size() + 1) : text;
    auto parsed = rules::parse_line(rest, rules::read_header(first), {});
    if (auto const* taken = std::get_if<rules::ParsedProxy>(&parsed)) {
        bool legal = taken->proxy.port >= 1 && taken->proxy.port <= 65535 &&
                     rules::normal_host(taken->proxy.host) == taken->proxy.host;
        if (!legal) std::abort();
    }
    return 0;
}
