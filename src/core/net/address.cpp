// address.cpp: the special-purpose ranges of IANA's registries.
#include "core/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace roost::net {
namespace {

struct Range {
    std::uint32_t base;
    int bits;
};

constexpr std::uint32_t ip(int a, int b, int c, int d) {
    return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
           static_cast<std::uint32_t>(c) << 8 | static_cast<std::uint32_t>(d);
}

constexpr Range special[] = {
    {ip(0, 0, 0, 0), 8},      {ip(10, 0, 0, 0), 8},     {ip(100, 64, 0, 0), 10}, {ip(127, 0, 0, 0), 8},
    {ip(169, 254, 0, 0), 16}, {ip(172, 16, 0, 0), 12},  {ip(192, 0, 0, 0), 24},  {ip(192, 0, 2, 0), 24},
    {ip(192, 88, 99, 0), 24}, {ip(192, 168, 0, 0), 16}, {ip(198, 18, 0, 0), 15}, {ip(198, 51, 100, 0), 24},
    {ip(203, 0, 113, 0), 24}, {ip(224, 0, 0, 0), 3},
};

bool is_public_v4(std::uint32_t address) {
    for (auto const& range : special) {
        if (address >> (32 - range.bits) == range.base >> (32 - range.bits)) return false;
    }
    return true;
}

std::uint32_t v4_at(unsigned char const* bytes) { return ip(bytes[0], bytes[1], bytes[2], bytes[3]); }

bool starts_with(unsigned char const* bytes, std::initializer_list<int> prefix) {
    for (int wanted : prefix) {
        if (*bytes++ != wanted) return false;
    }
    return true;
}

bool is_public_v6(unsigned char const* bytes) {
    bool mapped = starts_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff});
    bool translated = starts_with(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0});
    if (mapped || translated) return is_public_v4(v4_at(bytes + 12));
    if (starts_with(bytes, {0x20, 0x02})) return is_public_v4(v4_at(bytes + 2));  // 6to4
    if ((bytes[0] & 0xe0) != 0x20) return false;                                  // not 2000::/3
    if (starts_with(bytes, {0x20, 0x01}) && bytes[2] < 2) return false;  // 2001::/23, Teredo among them
    return !starts_with(bytes, {0x20, 0x01, 0x0d, 0xb8}) &&
           !starts_with(bytes, {0x3f, 0xff});  // documentation
}

}  // namespace

bool is_public(sockaddr const& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, &address, sizeof v4);
        return is_public_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6;
        std::memcpy(&v6, &address, sizeof v6);
        return is_public_v6(v6.sin6_addr.s6_addr);
    }
    return false;
}

std::optional<bool> is_public(std::string_view literal) {
    if (literal.starts_with('[') && literal.ends_with(']')) literal = literal.substr(1, literal.size() - 2);
    std::string text(literal.substr(0, literal.find('%')));
    in_addr v4;
    if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return is_public_v4(ntohl(v4.s_addr));
    in6_addr v6;
    if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) return is_public_v6(v6.s6_addr);
    return std::nullopt;
}

}  // namespace roost::net
