// secrets.cpp: seals and opens an account's password and extra fields.
#include "domains/accounts/secrets.h"

#include <fmt/format.h>

#include "core/base/base64.h"

namespace roost::accounts {

namespace {

std::string context(std::string_view column, WorkspaceId workspace, std::string_view username) {
    return fmt::format("accounts.{}/{}/{}", column, workspace.value, username);
}

Result<Secret<std::string>> open_box(crypto::Keyring const& keys, std::optional<std::string> const& box,
                                     std::string const& context) {
    if (!box) return Secret<std::string>{};
    auto bytes = text::base64_decode(*box);
    if (!bytes) return errors::internal("a sealed box of " + context + " is no base64");
    return keys.open(*bytes, context);
}

}  // namespace

std::string password_context(WorkspaceId workspace, std::string_view username) {
    return context("password", workspace, username);
}

std::string extra_context(WorkspaceId workspace, std::string_view username) {
    return context("extra", workspace, username);
}

std::string seal_password(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                          Secret<std::string> const& password) {
    return text::base64_encode(keys.seal(password.reveal(), password_context(workspace, username)));
}

std::string seal_extra(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                       Secret<std::string> const& extra) {
    return text::base64_encode(keys.seal(extra.reveal(), extra_context(workspace, username)));
}

Result<Secrets> open_secrets(crypto::Keyring const& keys, WorkspaceId workspace, std::string_view username,
                             std::optional<std::string> const& password_box,
                             std::optional<std::string> const& extra_box) {
    Secrets secrets;
    secrets.password = TRY(open_box(keys, password_box, password_context(workspace, username)));
    secrets.extra = TRY(open_box(keys, extra_box, extra_context(workspace, username)));
    if (secrets.extra.empty()) secrets.extra = Secret<std::string>("{}");
    return secrets;
}

}  // namespace roost::accounts
