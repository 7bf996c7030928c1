// service.h: what people do with pictures and texts of a model.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/content/image_files.h"
#include "domains/content/rules.h"

namespace roost::content {

/// A file as it was uploaded, sealed on disk.
struct SealedUpload {
    std::string file_name;
    std::filesystem::path path;
    std::int64_t bytes = 0;
};

/// What became of an upload of several files.
struct UploadResult {
    struct Rejected {
        std::string file;
        Error error;
    };
    std::vector<Item> items;
    std::vector<Rejected> rejected;
};

/// Whether a thing that a bot holds may be deleted.
enum class Held { refuse, force };

/// Thread-safe. Changes are audited and published on topic `content`.
class Content {
public:
    Content(db::Db& db, Clock& clock, crypto::Keyring& keys, std::filesystem::path data_dir)
        : db_(db), clock_(clock), keys_(keys), files_(std::move(data_dir)) {}

    /// Takes each file by itself. Errors only when no file could be judged: models.not_found,
    /// models.archived, bad fields, content.no_file.
    Result<UploadResult> upload(Actor const& actor, ModelId model, std::vector<SealedUpload> const& uploads,
                                rules::ItemFields const& fields);
    Result<Item> get(Actor const& actor, ModelId model, ContentId id);
    /// With `version`, precondition_failed when it is no longer that one.
    Result<Item> update(Actor const& actor, ModelId model, ContentId id, rules::ItemFields const& fields,
                        std::optional<std::int64_t> version);
    /// Conflict content.in_use while bots hold it, unless forced.
    Result<void> remove(Actor const& actor, ModelId model, ContentId id, Held held);

    Result<Text> add_text(Actor const& actor, ModelId model, rules::TextFields const& fields);
    /// Adds what the model does not have yet, in the file's order; how many that were. All or nothing.
    Result<std::int64_t> import_texts(Actor const& actor, ModelId model, std::vector<Text> const& texts);
    Result<Text> update_text(Actor const& actor, ModelId model, TextId id, rules::TextFields const& fields,
                             std::optional<std::int64_t> version);
    Result<void> remove_text(Actor const& actor, ModelId model, TextId id, Held held);

    /// The model's photo: its SHA-256, or nothing when it was taken away.
    Result<std::string> set_photo(Actor const& actor, ModelId model, SealedUpload const& upload);
    Result<void> remove_photo(Actor const& actor, ModelId model);
    /// Where the photo's thumbnail lies. Errors models.not_found, content.photo_not_found.
    Result<std::filesystem::path> photo(Actor const& actor, ModelId model);

    /// Removes what was deleted and is no longer held, with its files.
    Result<void> sweep(WorkspaceId workspace);
    Result<void> sweep_all();

    /// models.not_found unless it is a model of the actor's workspace; for lists.
    Result<void> check_model(Actor const& actor, ModelId model);
    ImageFiles const& files() const { return files_; }
    db::Db& db() { return db_; }

private:
    struct Change {
        std::string_view action;
        std::string_view object_type;
        std::int64_t id;
    };
    Result<void> record(db::Tx& tx, Actor const& actor, Change const& change);
    Result<Item> take(Actor const& actor, Item item, SealedUpload const& upload);
    Result<std::string> read(SealedUpload const& upload);
    Result<void> drop_file(db::Reader& reader, WorkspaceId workspace, std::string const& sha256);

    db::Db& db_;
    Clock& clock_;
    crypto::Keyring& keys_;
    ImageFiles files_;
};

}  // namespace roost::content
