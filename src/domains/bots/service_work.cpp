// service_work.cpp: what bots do themselves: ask for a task, report it, send a sign of life or a picture.
#include <fstream>

#include "core/crypto/password.h"
#include "core/live/live.h"
#include "domains/bots/errors.h"
#include "domains/bots/rules.h"
#include "domains/bots/service.h"
#include "domains/bots/store.h"

namespace roost::bots {

namespace {

constexpr std::size_t evidence_bytes_max = 5 << 20;

/// All bytes of a sealed file. Error too_large when it is more than evidence.
Result<std::string> read_sealed(std::filesystem::path const& path, crypto::Keyring const& keys) {
    auto reader = TRY(crypto::SealedFileReader::open(path, keys));
    std::string bytes;
    for (;;) {
        auto piece = TRY(reader->next());
        if (piece.empty()) return bytes;
        bytes += piece;
        if (bytes.size() > evidence_bytes_max) {
            return Error{.kind = ErrorKind::too_large,
                         .code = "bots.evidence_too_large",
                         .detail = "A picture as evidence may have up to 5 MB."};
        }
    }
}

bool is_sha256(std::string const& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<std::optional<Actor>> Bots::find_by_token(std::string const& token) {
    auto workspace = rules::token_workspace(token);
    if (!workspace) return std::optional<Actor>{};
    auto hash = crypto::hex(crypto::sha256(token));
    auto bot = TRY(
        parts_.db.read([&](db::Reader& reader) { return store::find_by_token(reader, *workspace, hash); }));
    if (!bot || bot->revoked_at) return std::optional<Actor>{};
    Actor actor;
    actor.kind = ActorKind::bot;
    actor.workspace = *workspace;
    actor.bot = bot->id.value;
    actor.name = bot->bot_id;
    return std::optional(std::move(actor));
}

Result<Bot> Bots::acting(db::Reader& reader, Actor const& actor) {
    auto bot = TRY(store::find(reader, actor.workspace, BotRowId{actor.bot}));
    if (!bot || bot->revoked_at) return errors::not_found();
    return std::move(*bot);
}

Result<Bot> Bots::self(Actor const& actor, std::string const& bot_id) {
    if (bot_id != actor.name) return errors::not_found();
    return parts_.db.read([&](db::Reader& reader) { return acting(reader, actor); });
}

Result<accounts::NextTask> Bots::next_task(Actor const& actor) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<accounts::NextTask> {
        auto bot = TRY(acting(tx, actor));
        TRY(store::see(tx, actor.workspace, bot.id, parts_.clock.now()));
        return parts_.desk.next_task(tx, actor.workspace, bot.ref(), !bot.paused);
    });
}

Result<accounts::TaskContent> Bots::content(Actor const& actor, accounts::AccountId account,
                                            std::string const& task_id) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<accounts::TaskContent> {
        auto bot = TRY(acting(tx, actor));
        return parts_.desk.content(tx, actor.workspace, bot.ref(), account, task_id);
    });
}

/// A late report is refused only now, after its evidence was committed.
Result<boost::json::object> Bots::settle(Result<accounts::Reported> reported) {
    auto settled = TRY(std::move(reported));
    if (settled.late()) return accounts::errors::lease_lost();
    return std::move(*settled.answer);
}

Result<boost::json::object> Bots::complete(Actor const& actor, accounts::StepDone const& report) {
    return settle(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<accounts::Reported> {
        auto bot = TRY(acting(tx, actor));
        auto reported = TRY(parts_.desk.complete(tx, actor.workspace, bot.ref(), report));
        bool counts = !reported.late() && !reported.repeated;
        if (counts)
            TRY(store::count_report(tx, actor.workspace, bot.id, true, report.session_id,
                                    parts_.clock.now()));
        return reported;
    }));
}

Result<boost::json::object> Bots::fail(Actor const& actor, accounts::StepFailed const& report) {
    return settle(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<accounts::Reported> {
        auto bot = TRY(acting(tx, actor));
        auto reported = TRY(parts_.desk.fail(tx, actor.workspace, bot.ref(), report));
        bool counts = !reported.late() && !reported.repeated;
        if (counts)
            TRY(store::count_report(tx, actor.workspace, bot.id, false, report.session_id,
                                    parts_.clock.now()));
        return reported;
    }));
}

Result<std::optional<Instant>> Bots::heartbeat(Actor const& actor, Heartbeat const& heartbeat) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<std::optional<Instant>> {
        auto now = parts_.clock.now();
        auto bot = TRY(acting(tx, actor));
        bool news = bot.status != heartbeat.status || !rules::is_online(bot, online_window, now) ||
                    (heartbeat.version && heartbeat.version != bot.version);
        TRY(store::save_heartbeat(tx, actor.workspace, bot.id, heartbeat, now));
        if (news) TRY(announce(tx, actor.workspace, bot.id));
        return parts_.desk.keep_alive(tx, actor.workspace, bot.ref(), heartbeat.task_id);
    });
}

Result<HeldImage> Bots::image(Actor const& actor, content::ContentId id) {
    auto file = TRY(parts_.db.read([&](db::Reader& reader) -> Result<std::optional<content::ImageFile>> {
        auto task = TRY(parts_.desk.held_by(reader, actor.workspace, actor.bot));
        if (!task) return std::optional<content::ImageFile>{};
        return content::find_held_image(reader, actor.workspace, id, *task);
    }));
    if (!file) return errors::image_not_found();
    auto path = content::image_path(parts_.data_dir, actor.workspace, file->sha256);
    return HeldImage{std::move(*file), std::move(path)};
}

std::filesystem::path Bots::evidence_path(WorkspaceId workspace, std::string const& sha256) const {
    return parts_.data_dir / "evidence" / std::to_string(workspace.value) / (sha256 + ".sealed");
}

Result<accounts::Evidence> Bots::add_evidence(Actor const& actor, std::string const& task_id,
                                              std::filesystem::path const& sealed) {
    auto bytes = TRY(read_sealed(sealed, parts_.keys));
    auto type = rules::picture_type(bytes);
    if (!type) return errors::evidence_not_picture();
    accounts::Evidence evidence{crypto::hex(crypto::sha256(bytes)), std::string(*type),
                                static_cast<std::int64_t>(bytes.size())};
    auto path = evidence_path(actor.workspace, evidence.sha256);
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed)
        return roost::errors::unavailable("disk.io", "The picture could not be stored: " + failed.message());
    bool stored = std::filesystem::exists(path, failed);  // named by its bytes: the same picture once
    if (!stored) {
        auto writer = TRY(crypto::SealedFileWriter::create(path, parts_.keys, parts_.random));
        TRY(writer->write(bytes));
        TRY(writer->finish());
    }
    auto kept = parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto bot = TRY(acting(tx, actor));
        return parts_.desk.add_evidence(tx, actor.workspace, bot.ref(), task_id, evidence);
    });
    if (!kept.ok() && !stored) std::filesystem::remove(path, failed);
    TRY(std::move(kept));
    return evidence;
}

Result<std::string> Bots::evidence(WorkspaceId workspace, std::string const& sha256) {
    auto path = evidence_path(workspace, sha256);
    if (!is_sha256(sha256) || !std::filesystem::exists(path)) return errors::evidence_not_found();
    return read_sealed(path, parts_.keys);
}

}  // namespace roost::bots
