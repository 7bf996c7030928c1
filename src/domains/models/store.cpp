// store.cpp: rows of models.
#include "domains/models/store.h"

#include "domains/models/api.h"
#include "domains/models/errors.h"
#include "domains/models/sql.h"

namespace roost::models {
namespace store {
namespace {

Model next_model(db::Columns& in) {
    Model model;
    model.id = in.next<ModelId>();
    model.name = in.next<std::string>();
    model.description = in.next<std::string>();
    model.photo_sha256 = in.next<std::optional<std::string>>();
    model.version = in.next<std::int64_t>();
    model.created_at = in.next<Instant>();
    model.updated_at = in.next<Instant>();
    model.archived_at = in.next<std::optional<Instant>>();
    return model;
}

}  // namespace

Model map_model(db::Row const& row) {
    db::Columns in{row};
    return next_model(in);
}

Card map_card(db::Row const& row) {
    db::Columns in{row};
    Card card;
    card.model = next_model(in);
    for (auto* count : {&card.accounts, &card.imported, &card.warming_up, &card.ready, &card.assigned,
                        &card.cleanup, &card.disabled, &card.requires_review, &card.without_proxy}) {
        *count = in.next<std::int64_t>();
    }
    return card;
}

Result<ModelId> insert(db::Tx& tx, WorkspaceId workspace, Model const& model) {
    return tx.scalar<ModelId>(sql::insert_model, {{"workspace_id", workspace},
                                                  {"name", model.name},
                                                  {"description", model.description},
                                                  {"now", model.created_at}});
}

Result<std::optional<Card>> find_card(db::Reader& reader, WorkspaceId workspace, ModelId id) {
    return reader.optional(sql::model_cards, {{"workspace_id", workspace}, {"id", id}, {"archived", "any"}},
                           map_card);
}

Result<void> update(db::Tx& tx, WorkspaceId workspace, Model const& model) {
    TRY(tx.execute(sql::update_model, {{"workspace_id", workspace},
                                       {"id", model.id},
                                       {"name", model.name},
                                       {"description", model.description},
                                       {"now", model.updated_at}}));
    return {};
}

Result<void> set_archived(db::Tx& tx, WorkspaceId workspace, ModelId id, std::optional<Instant> archived_at,
                          Instant now) {
    TRY(tx.execute(sql::set_model_archived,
                   {{"workspace_id", workspace}, {"id", id}, {"archived_at", archived_at}, {"now", now}}));
    return {};
}

Result<bool> set_photo(db::Tx& tx, WorkspaceId workspace, ModelId id,
                       std::optional<std::string> const& sha256, Instant now) {
    auto changed =
        TRY(tx.execute(sql::set_model_photo,
                       {{"workspace_id", workspace}, {"id", id}, {"photo_sha256", sha256}, {"now", now}}));
    return changed > 0;
}

}  // namespace store

Result<std::optional<Model>> find(db::Reader& reader, WorkspaceId workspace, ModelId id) {
    return reader.optional(sql::model_by_id, {{"workspace_id", workspace}, {"id", id}}, store::map_model);
}

Result<Model> require_active(db::Reader& reader, WorkspaceId workspace, ModelId id) {
    auto model = TRY(find(reader, workspace, id));
    if (!model) return errors::not_found();
    if (model->archived_at) return errors::archived();
    return *model;
}

Result<Model> require_active(db::Reader& reader, WorkspaceId workspace, ModelId id, std::string field) {
    auto model = require_active(reader, workspace, id);
    if (model.ok() || model.error().kind != ErrorKind::not_found) return model;
    return roost::errors::invalid_field(std::move(field), model.error().code, model.error().detail);
}

Result<bool> photo_in_use(db::Reader& reader, WorkspaceId workspace, std::string const& sha256) {
    auto models = TRY(reader.scalar<std::int64_t>(sql::count_with_photo,
                                                  {{"workspace_id", workspace}, {"photo_sha256", sha256}}));
    return models > 0;
}

}  // namespace roost::models
