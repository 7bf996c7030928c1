// address.h: which addresses lie in the public internet.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string_view>

namespace roost::net {

/// Whether the address may be connected to on behalf of a user: global unicast only, so no loopback,
/// private, link-local (cloud metadata), shared, test or multicast range, nor an IPv6 form of one.
bool is_public(sockaddr const& address);

/// The same for a literal IPv4 or IPv6 (with or without brackets); nothing when it is a name.
std::optional<bool> is_public(std::string_view literal);

}  // namespace roost::net
