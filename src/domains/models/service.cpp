// service.cpp: what people do with models.
#include "domains/models/service.h"

#include "core/live/live.h"
#include "domains/identity/api.h"
#include "domains/models/errors.h"
#include "domains/models/store.h"
#include "domains/models/views.h"

namespace roost::models {
namespace {

Result<Card> access_model(db::Reader& reader, Actor const& actor, ModelId id) {
    auto card = TRY(store::find_card(reader, actor.workspace, id));
    if (!card) return errors::not_found();
    return *card;
}

Result<void> record(db::Tx& tx, Clock const& clock, Actor const& actor, ModelId id, std::string_view action) {
    TRY(identity::audit(tx, clock, actor, {.action = action, .object_type = "model", .object_id = id.value}));
    auto kind = action == "models.create" ? live::ChangeKind::created : live::ChangeKind::updated;
    return live::publish(tx, clock,
                         {.workspace = actor.workspace, .topic = "models", .kind = kind, .ids = {id.value}});
}

}  // namespace

Result<Card> Models::create(Actor const& actor, rules::Fields const& fields) {
    auto model = TRY(rules::apply(Model{}, fields));
    model.created_at = model.updated_at = clock_.now();
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Card> {
        auto id = TRY(store::insert(tx, actor.workspace, model));
        TRY(record(tx, clock_, actor, id, "models.create"));
        return access_model(tx, actor, id);
    });
}

Result<Card> Models::get(Actor const& actor, ModelId id) {
    return db_.read([&](db::Reader& reader) { return access_model(reader, actor, id); });
}

Result<Card> Models::update(Actor const& actor, ModelId id, rules::Fields const& fields,
                            std::optional<std::int64_t> version) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Card> {
        auto before = TRY(access_model(tx, actor, id));
        if (version && *version != before.model.version) return errors::changed_meanwhile(to_json(before));
        auto after = TRY(rules::apply(before.model, fields));
        after.updated_at = clock_.now();
        TRY(store::update(tx, actor.workspace, after));
        TRY(record(tx, clock_, actor, id, "models.update"));
        return access_model(tx, actor, id);
    });
}

Result<void> Models::archive(Actor const& actor, ModelId id, OnAccounts choice) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto card = TRY(access_model(tx, actor, id));
        if (card.model.archived_at) return {};
        auto accounts = TRY(accounts_.count(tx, actor.workspace, id));
        if (accounts > 0 && choice == OnAccounts::refuse) return errors::in_use(accounts);
        if (accounts > 0) TRY(accounts_.unassign_all(tx, actor, id));
        TRY(store::set_archived(tx, actor.workspace, id, clock_.now(), clock_.now()));
        return record(tx, clock_, actor, id, "models.archive");
    });
}

Result<Card> Models::restore(Actor const& actor, ModelId id) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Card> {
        auto card = TRY(access_model(tx, actor, id));
        if (!card.model.archived_at) return card;
        TRY(store::set_archived(tx, actor.workspace, id, std::nullopt, clock_.now()));
        TRY(record(tx, clock_, actor, id, "models.restore"));
        return access_model(tx, actor, id);
    });
}

Result<void> set_photo(db::Tx& tx, Clock const& clock, Actor const& actor, ModelId id,
                       std::optional<std::string> const& sha256) {
    if (!TRY(store::set_photo(tx, actor.workspace, id, sha256, clock.now()))) return errors::not_found();
    return record(tx, clock, actor, id, "models.photo");
}

}  // namespace roost::models
