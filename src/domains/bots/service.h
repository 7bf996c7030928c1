// service.h: bots for people (make, pause, revoke) and for themselves (task, report, heartbeat).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/sealed_file.h"
#include "core/db/db.h"
#include "domains/accounts/api.h"
#include "domains/bots/types.h"
#include "domains/content/api.h"
#include "domains/identity/api.h"

namespace roost::bots {

/// A bot is online while it was heard of in this time.
inline constexpr Millis online_window{90'000};

/// What the service is made of.
struct BotsParts {
    db::Db& db;
    Clock& clock;
    Random& random;
    crypto::Keyring& keys;
    accounts::WarmupDesk& desk;
    std::filesystem::path data_dir;
};

/// A picture a bot may fetch.
struct HeldImage {
    content::ImageFile file;
    std::filesystem::path path;
};

/// Bots and what they do. Thread-safe.
class Bots final : public identity::BotTokens {
public:
    explicit Bots(BotsParts parts) : parts_(std::move(parts)) {}

    // --- for people; all but find need manage ---
    /// Errors: bots.invalid_name.
    Result<NewToken> create(Actor const& actor, std::string const& name);
    /// By row id or `bot_…`. Error bots.not_found.
    Result<Bot> find(WorkspaceId workspace, std::string const& id);
    /// Renames, pauses or resumes. A paused bot keeps its task but gets no new one. Errors:
    /// bots.not_found, bots.invalid_name, bots.revoked.
    Result<Bot> update(Actor const& actor, std::string const& id, std::optional<std::string> const& name,
                       std::optional<bool> paused);
    /// A new token; the old one is dead at once. Errors: bots.not_found, bots.revoked.
    Result<NewToken> rotate(Actor const& actor, std::string const& id);
    /// Its token is dead and its task returns to the queue. Again is no error. Error bots.not_found.
    Result<void> revoke(Actor const& actor, std::string const& id);
    Result<std::vector<accounts::HeldTask>> held_tasks(WorkspaceId workspace);

    // --- for bots; the actor is of kind bot ---
    Result<std::optional<Actor>> find_by_token(std::string const& token) override;
    /// The bot itself; bots.not_found when `bot_id` names another one.
    Result<Bot> self(Actor const& actor, std::string const& bot_id);
    Result<accounts::NextTask> next_task(Actor const& actor);
    Result<accounts::TaskContent> content(Actor const& actor, accounts::AccountId account,
                                          std::string const& task_id);
    /// Errors: bots.lease_lost after the late report was kept; bots.task_not_found.
    Result<boost::json::object> complete(Actor const& actor, accounts::StepDone const& report);
    Result<boost::json::object> fail(Actor const& actor, accounts::StepFailed const& report);
    /// The end of the bot's lease, extended when it names its task; nothing without one.
    Result<std::optional<Instant>> heartbeat(Actor const& actor, Heartbeat const& heartbeat);
    /// The picture if the bot's task holds it. Error bots.image_not_found.
    Result<HeldImage> image(Actor const& actor, content::ContentId id);
    /// Keeps the picture at `sealed` (an upload) as evidence. Errors: bots.evidence_not_picture,
    /// bots.task_not_found, bots.too_much_evidence.
    Result<accounts::Evidence> add_evidence(Actor const& actor, std::string const& task_id,
                                            std::filesystem::path const& sealed);
    /// The bytes of a picture that some task of the workspace has as evidence. Error
    /// bots.evidence_not_found.
    Result<std::string> evidence(WorkspaceId workspace, std::string const& sha256);

    BotsParts const& parts() const { return parts_; }

private:
    Result<Bot> require(db::Reader& reader, WorkspaceId workspace, std::string const& id);
    Result<Bot> acting(db::Reader& reader, Actor const& actor);
    Result<void> announce(db::Tx& tx, WorkspaceId workspace, BotRowId id);
    std::filesystem::path evidence_path(WorkspaceId workspace, std::string const& sha256) const;
    Result<boost::json::object> settle(Result<accounts::Reported> reported);

    BotsParts parts_;
};

}  // namespace roost::bots
