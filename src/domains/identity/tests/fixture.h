// fixture.h: identity over a fresh database with a clock that tests move.
#pragma once

#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "domains/identity/service.h"
#include "support/database.h"

namespace roost::identity::tests {

inline Secret<std::string> secret(std::string text) { return Secret<std::string>(std::move(text)); }

/// One identity service per test and engine; sign-up is open unless a test makes another service.
class IdentityTest : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        identity = another({.registration = Registration::open});
    }

    /// A further service on the same database: another process, or one configured otherwise.
    std::unique_ptr<Identity> another(Options options) {
        return std::make_unique<Identity>(db(), clock, random, keys, std::move(options));
    }

    LoggedIn sign_up(std::string const& email, std::string const& workspace = "Agency") {
        return identity->register_person({email, secret(password), "Somebody", workspace}, client).value();
    }

    /// The person of a log-in as an actor in the first workspace.
    static Actor actor(LoggedIn const& who) {
        auto const& ref = who.workspaces.front();
        return {.kind = ActorKind::user,
                .workspace = ref.id,
                .role = ref.role,
                .user = who.user.id,
                .name = who.user.email};
    }

    /// A further member of that owner's workspace.
    Actor member(Actor const& owner, std::string const& email, Role role) {
        auto made = identity->create_member(owner, {email, secret(password), "Member", ""}, role).value();
        return {.kind = ActorKind::user,
                .workspace = owner.workspace,
                .role = role,
                .user = made.id,
                .name = email};
    }

    std::string const password = "correct horse";
    Client const client{"203.0.113.7", "test"};
    FakeClock clock;
    SeededRandom random{7};
    crypto::Keyring keys{{secret(std::string(32, 'k'))}, random};
    std::unique_ptr<Identity> identity;
};

/// The code of an error, empty for success: what tests compare.
template <class T>
std::string code(Result<T> const& result) {
    return result.ok() ? "" : result.error().code;
}

}  // namespace roost::identity::tests
