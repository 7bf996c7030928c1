// service_links.h: tokens as they are shown once and as they are kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.h"
#include "core/base/secret.h"
#include "core/base/text.h"
#include "core/crypto/password.h"
#include "core/crypto/random.h"

namespace roost::identity {

/// `rs_<256 bits>` of a session or owner link; `rt_<workspace>_<256 bits>` of an API token and
/// `ri_…` of an invitation, so that the look-up knows its workspace.
inline Secret<std::string> make_token(Random& random, std::string_view kind, WorkspaceId workspace = {}) {
    std::string text(kind);
    if (workspace) text += std::to_string(workspace.value) + "_";
    return Secret<std::string>(text + random.hex(32));
}

/// What is stored of a token.
inline std::string token_hash(std::string_view token) { return crypto::hex(crypto::sha256(token)); }

/// The workspace that a token of `kind` names; nothing when it is no such token.
inline std::optional<WorkspaceId> token_workspace(std::string_view token, std::string_view kind) {
    if (!token.starts_with(kind)) return std::nullopt;
    token.remove_prefix(kind.size());
    auto id = text::parse_int(token.substr(0, token.find('_')));
    if (!id || *id <= 0) return std::nullopt;
    return WorkspaceId{*id};
}

}  // namespace roost::identity
