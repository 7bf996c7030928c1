// service_preferences.cpp: what a person likes, and the views they saved.
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/store_preferences.h"

namespace roost::identity {
namespace {

constexpr std::size_t value_bytes_most = 64 * 1024;
constexpr int preferences_most = 200;
constexpr int views_most = 200;

store::Owner owner_of(Actor const& actor) { return {actor.workspace, actor.user}; }

Result<void> check_size(boost::json::value const& value, std::string const& field) {
    if (boost::json::serialize(value).size() <= value_bytes_most) return {};
    return roost::errors::invalid_field(field, "field.too_long", "Must be at most 64 KiB of JSON.");
}

Result<void> check_view(Actor const& actor, SavedView& view) {
    json::Problems problems;
    view.name = rules::check_name(view.name, "name", problems);
    view.list = rules::check_name(view.list, "list", problems);
    if (view.list.size() > 50) problems.add("list", "field.too_long", "Must have at most 50 characters.");
    TRY(rules::settled(std::move(problems)));
    TRY(check_size(view.definition, "definition"));
    bool may_share = actor.role == Role::owner || actor.role == Role::manager;
    if (view.shared && !may_share) return errors::may_not_share();
    return {};
}

}  // namespace

Result<std::vector<Preference>> Identity::preferences(Actor const& actor) {
    return db_.read([&](db::Reader& reader) { return store::preferences(reader, owner_of(actor)); });
}

Result<Preference> Identity::preference(Actor const& actor, std::string const& key) {
    TRY(rules::check_key(key));
    auto found =
        TRY(db_.read([&](db::Reader& reader) { return store::preference(reader, owner_of(actor), key); }));
    return found.value_or(Preference{.key = key});
}

Result<Preference> Identity::put_preference(Actor const& actor, std::string const& key,
                                            boost::json::value value) {
    TRY(rules::check_key(key));
    TRY(check_size(value, "value"));
    Preference preference{key, std::move(value), clock_.now()};
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<Preference> {
        if (TRY(store::other_preferences(tx, owner_of(actor), key)) >= preferences_most) {
            return errors::too_many("preferences.too_many", "At most 200 preferences are kept; delete one.");
        }
        TRY(store::put_preference(tx, owner_of(actor), preference));
        return preference;
    });
}

Result<void> Identity::delete_preference(Actor const& actor, std::string const& key) {
    TRY(rules::check_key(key));
    return db_.write(actor.workspace,
                     [&](db::Tx& tx) { return store::delete_preference(tx, owner_of(actor), key); });
}

Result<std::vector<SavedView>> Identity::views(Actor const& actor, std::string const& list) {
    return db_.read([&](db::Reader& reader) { return store::views(reader, owner_of(actor), list); });
}

Result<SavedView> Identity::create_view(Actor const& actor, SavedView view) {
    TRY(check_view(actor, view));
    view.updated_at = clock_.now();
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<SavedView> {
        if (TRY(store::views_of(tx, owner_of(actor))) >= views_most) {
            return errors::too_many("views.too_many", "A person has at most 200 views; delete one.");
        }
        auto made = view;
        made.id = TRY(store::insert_view(tx, owner_of(actor), made));
        return made;
    });
}

Result<SavedView> Identity::update_view(Actor const& actor, ViewId id, ViewChange const& change) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<SavedView> {
        auto view = TRY(store::own_view(tx, owner_of(actor), id));
        if (!view) return errors::view_not_found();
        if (change.name) view->name = *change.name;
        if (change.shared) view->shared = *change.shared;
        if (change.definition) view->definition = *change.definition;
        view->updated_at = clock_.now();
        TRY(check_view(actor, *view));
        TRY(store::update_view(tx, owner_of(actor), *view));
        return std::move(*view);
    });
}

Result<void> Identity::delete_view(Actor const& actor, ViewId id) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        if (!TRY(store::delete_view(tx, owner_of(actor), id))) return errors::view_not_found();
        return {};
    });
}

}  // namespace roost::identity
