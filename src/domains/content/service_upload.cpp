// service_upload.cpp: pictures come in: content of a model, and its photo.
#include "core/crypto/password.h"
#include "core/crypto/sealed_file.h"
#include "domains/content/errors.h"
#include "domains/content/service.h"
#include "domains/content/store.h"

namespace roost::content {

Result<UploadResult> Content::upload(Actor const& actor, ModelId model,
                                     std::vector<SealedUpload> const& uploads,
                                     rules::ItemFields const& fields) {
    auto item = TRY(rules::apply(Item{}, fields));
    item.model_id = model;
    TRY(db_.read([&](db::Reader& reader) { return models::require_active(reader, actor.workspace, model); }));
    if (uploads.empty()) return errors::no_file();
    UploadResult result;
    for (auto const& upload : uploads) {
        auto taken = take(actor, item, upload);
        if (taken.ok()) result.items.push_back(*taken);
        else if (taken.error().kind == ErrorKind::internal || taken.error().kind == ErrorKind::unavailable)
            return taken.error();
        else result.rejected.push_back({upload.file_name, taken.error()});
    }
    return result;
}

/// One picture: judged and stored outside the transaction, because both take time.
Result<Item> Content::take(Actor const& actor, Item item, SealedUpload const& upload) {
    auto bytes = TRY(read(upload));
    auto image = TRY(check_image(bytes));
    auto upload_sha256 = crypto::hex(crypto::sha256(bytes));
    item.sha256 = TRY(files_.put(actor.workspace, image));
    item.file_name = upload.file_name.substr(0, 255);
    item.mime = image.mime;
    item.width = image.width;
    item.height = image.height;
    item.bytes = static_cast<std::int64_t>(image.bytes.size());
    item.created_at = item.updated_at = clock_.now();
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Item> {
        auto existing = TRY(store::find_upload(tx, actor.workspace, item.model_id, upload_sha256));
        if (existing) return errors::duplicate(existing->value);
        if (!files_.exists(actor.workspace, item.sha256)) {  // a sweep of the same bytes came between
            return roost::errors::unavailable("content.try_again",
                                              "The picture could not be kept. Send it again.");
        }
        auto id = TRY(store::insert(tx, actor.workspace, item, upload_sha256));
        TRY(record(tx, actor, {"content.upload", "content", id.value}));
        return *TRY(store::find_item(tx, actor.workspace, item.model_id, id));
    });
}

Result<std::string> Content::read(SealedUpload const& upload) {
    std::string bytes;
    auto file = TRY(crypto::SealedFileReader::open(upload.path, keys_));
    while (static_cast<std::int64_t>(bytes.size()) <= image_bytes_max) {
        auto piece = TRY(file->next());
        if (piece.empty()) break;
        bytes += piece;
    }
    return bytes;
}

Result<std::string> Content::set_photo(Actor const& actor, ModelId model, SealedUpload const& upload) {
    TRY(db_.read([&](db::Reader& reader) { return models::require_active(reader, actor.workspace, model); }));
    auto image = TRY(check_image(TRY(read(upload))));
    auto sha256 = TRY(files_.put(actor.workspace, image));
    auto before = TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<std::optional<std::string>> {
        auto found = TRY(models::require_active(tx, actor.workspace, model));
        if (!files_.exists(actor.workspace, sha256)) {
            return roost::errors::unavailable("content.try_again",
                                              "The photo could not be kept. Send it again.");
        }
        TRY(models::set_photo(tx, clock_, actor, model, sha256));
        return found.photo_sha256;
    }));
    if (before && *before != sha256) {
        TRY(db_.write(actor.workspace, [&](db::Tx& tx) { return drop_file(tx, actor.workspace, *before); }));
    }
    return sha256;
}

Result<void> Content::remove_photo(Actor const& actor, ModelId model) {
    auto before = TRY(db_.write(actor.workspace, [&](db::Tx& tx) -> Result<std::optional<std::string>> {
        auto found = TRY(models::require_active(tx, actor.workspace, model));
        TRY(models::set_photo(tx, clock_, actor, model, std::nullopt));
        return found.photo_sha256;
    }));
    if (!before) return {};
    return db_.write(actor.workspace, [&](db::Tx& tx) { return drop_file(tx, actor.workspace, *before); });
}

Result<std::filesystem::path> Content::photo(Actor const& actor, ModelId model) {
    auto found =
        TRY(db_.read([&](db::Reader& reader) { return models::find(reader, actor.workspace, model); }));
    if (!found) return roost::errors::not_found("models.not_found", "There is no such model.");
    if (!found->photo_sha256) return errors::photo_not_found();
    return files_.thumbnail(actor.workspace, *found->photo_sha256);
}

}  // namespace roost::content
