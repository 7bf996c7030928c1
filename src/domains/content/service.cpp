// service.cpp: what people do with pictures and texts of a model.
#include "domains/content/service.h"

#include "core/jobs/jobs.h"
#include "core/live/live.h"
#include "domains/content/errors.h"
#include "domains/content/store.h"
#include "domains/content/views.h"
#include "domains/identity/api.h"

namespace roost::content {
namespace {

Result<Item> access_item(db::Reader& reader, Actor const& actor, ModelId model, ContentId id) {
    auto item = TRY(store::find_item(reader, actor.workspace, model, id));
    if (!item) return errors::not_found();
    return *item;
}

Result<Text> access_text(db::Reader& reader, Actor const& actor, ModelId model, TextId id) {
    auto text = TRY(store::find_text(reader, actor.workspace, model, id));
    if (!text) return errors::text_not_found();
    return *text;
}

Result<void> enqueue_sweep(db::Tx& tx, Clock const& clock, WorkspaceId workspace) {
    auto key = "content.sweep/" + std::to_string(workspace.value);
    TRY(jobs::enqueue(tx, clock, {.workspace = workspace, .kind = "content.sweep", .unique_key = key}));
    return {};
}

}  // namespace

Result<void> Content::check_model(Actor const& actor, ModelId model) {
    return db_.read([&](db::Reader& reader) -> Result<void> {
        if (!TRY(models::find(reader, actor.workspace, model))) {
            return roost::errors::not_found("models.not_found", "There is no such model.");
        }
        return {};
    });
}

Result<Item> Content::get(Actor const& actor, ModelId model, ContentId id) {
    return db_.read([&](db::Reader& reader) { return access_item(reader, actor, model, id); });
}

Result<Item> Content::update(Actor const& actor, ModelId model, ContentId id, rules::ItemFields const& fields,
                             std::optional<std::int64_t> version) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Item> {
        auto before = TRY(access_item(tx, actor, model, id));
        if (version && *version != before.version) return errors::changed_meanwhile(to_json(before));
        auto after = TRY(rules::apply(before, fields));
        after.updated_at = clock_.now();
        TRY(store::update(tx, actor.workspace, after));
        TRY(record(tx, actor, {"content.update", "content", id.value}));
        return access_item(tx, actor, model, id);
    });
}

Result<void> Content::remove(Actor const& actor, ModelId model, ContentId id, Held held) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto item = TRY(access_item(tx, actor, model, id));
        if (item.reserved_count > 0 && held == Held::refuse) return errors::in_use(item.reserved_count);
        TRY(store::remove(tx, actor.workspace, id, clock_.now()));
        TRY(enqueue_sweep(tx, clock_, actor.workspace));
        return record(tx, actor, {"content.delete", "content", id.value});
    });
}

Result<Text> Content::add_text(Actor const& actor, ModelId model, rules::TextFields const& fields) {
    auto text = TRY(rules::apply(Text{}, fields));
    text.model_id = model;
    text.created_at = text.updated_at = clock_.now();
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Text> {
        TRY(models::require_active(tx, actor.workspace, model));
        auto id = TRY(store::insert(tx, actor.workspace, text));
        TRY(record(tx, actor, {"content.create_text", "text", id.value}));
        return access_text(tx, actor, model, id);
    });
}

Result<std::int64_t> Content::import_texts(Actor const& actor, ModelId model,
                                           std::vector<Text> const& texts) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<std::int64_t> {
        TRY(models::require_active(tx, actor.workspace, model));
        auto imported = TRY(store::insert_new(tx, actor.workspace, model, texts, clock_.now()));
        if (imported > 0) TRY(record(tx, actor, {"content.import_texts", "model", model.value}));
        return imported;
    });
}

Result<Text> Content::update_text(Actor const& actor, ModelId model, TextId id,
                                  rules::TextFields const& fields, std::optional<std::int64_t> version) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Text> {
        auto before = TRY(access_text(tx, actor, model, id));
        if (version && *version != before.version) return errors::changed_meanwhile(to_json(before));
        auto after = TRY(rules::apply(before, fields));
        after.updated_at = clock_.now();
        TRY(store::update(tx, actor.workspace, after));
        TRY(record(tx, actor, {"content.update_text", "text", id.value}));
        return access_text(tx, actor, model, id);
    });
}

Result<void> Content::remove_text(Actor const& actor, ModelId model, TextId id, Held held) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto text = TRY(access_text(tx, actor, model, id));
        if (text.reserved_count > 0 && held == Held::refuse) return errors::in_use(text.reserved_count);
        TRY(store::remove(tx, actor.workspace, id, clock_.now()));
        TRY(enqueue_sweep(tx, clock_, actor.workspace));
        return record(tx, actor, {"content.delete_text", "text", id.value});
    });
}

Result<void> Content::record(db::Tx& tx, Actor const& actor, Change const& change) {
    TRY(identity::audit(
        tx, clock_, actor,
        {.action = change.action, .object_type = change.object_type, .object_id = change.id}));
    auto kind = change.action.find("delete") != std::string_view::npos   ? live::ChangeKind::deleted
                : change.action.find("update") != std::string_view::npos ? live::ChangeKind::updated
                                                                         : live::ChangeKind::created;
    return live::publish(
        tx, clock_, {.workspace = actor.workspace, .topic = "content", .kind = kind, .ids = {change.id}});
}

Result<void> Content::drop_file(db::Reader& reader, WorkspaceId workspace, std::string const& sha256) {
    if (TRY(store::count_with_file(reader, workspace, sha256)) > 0) return {};
    if (TRY(models::photo_in_use(reader, workspace, sha256))) return {};
    files_.remove(workspace, sha256);
    return {};
}

Result<void> Content::sweep(WorkspaceId workspace) {
    while (true) {
        // The files go inside the closure, before the rows: an upload of the same bytes cannot come
        // between, and after a crash the rows are still there to do it again.
        auto swept = TRY(db_.write(workspace, [&](db::Tx& tx) -> Result<std::size_t> {
            auto rows = TRY(store::to_sweep(tx, workspace));
            for (auto const& row : rows) {
                TRY(drop_file(tx, workspace, row.sha256));
                TRY(store::purge(tx, workspace, row.id));
            }
            TRY(store::purge_texts(tx, workspace));
            return rows.size();
        }));
        if (swept == 0) return {};
    }
}

Result<void> Content::sweep_all() {
    auto workspaces = TRY(db_.read([](db::Reader& reader) { return store::workspaces_to_sweep(reader); }));
    for (auto workspace : workspaces) TRY(sweep(workspace));
    return {};
}

}  // namespace roost::content
