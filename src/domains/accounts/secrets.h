// secrets.h: the sealed boxes of an account: how its password and extra fields are closed and opened.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/crypto/seal.h"

namespace roost::accounts {

/// Both in plain, for a reveal or a bot's task.
struct Secrets {
    Secret<std::string> password;  // empty when there is none
    Secret<std::string> extra;     // a JSON object, `{}` when there is none
};

/// Boxes are bound to workspace and username, because an import seals before rows have ids: who
/// changes a username seals again. Base64 of the sealed bytes.
std::string seal_password(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                          Secret<std::string> const& password);
std::string seal_extra(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                       Secret<std::string> const& extra);

/// What the boxes are bound to.
std::string password_context(WorkspaceId workspace, std::string_view username);
std::string extra_context(WorkspaceId workspace, std::string_view username);

/// Opens what there is. Error crypto.cannot_open.
Result<Secrets> open_secrets(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                             std::optional<std::string> const& password_box,
                             std::optional<std::string> const& extra_box);

}  // namespace roost::accounts
