// store_preferences.cpp: preferences and saved views.
#include "domains/identity/store_preferences.h"

#include "domains/identity/sql.h"

namespace roost::identity::store {
namespace {

Preference read_preference(db::Row const& row) {
    return {db::get<std::string>(row, 0), boost::json::parse(db::get<std::string_view>(row, 1)),
            db::get<Instant>(row, 2)};
}

SavedView read_view(db::Row const& row, UserId viewer) {
    db::Columns in{row};
    SavedView found;
    found.id = in.next<ViewId>();
    found.list = in.next<std::string>();
    found.name = in.next<std::string>();
    found.shared = in.next<bool>();
    found.own = in.next<UserId>() == viewer;
    found.definition = boost::json::parse(in.next<std::string_view>()).as_object();
    found.updated_at = in.next<Instant>();
    return found;
}

}  // namespace

Result<std::vector<Preference>> preferences(db::Reader& reader, Owner owner) {
    return reader.list(sql::preferences_of_user, {{"workspace_id", owner.workspace}, {"user_id", owner.user}},
                       read_preference);
}

Result<std::optional<Preference>> preference(db::Reader& reader, Owner owner, std::string const& key) {
    return reader.optional(sql::preference_by_name,
                           {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"name", key}},
                           read_preference);
}

Result<std::int64_t> other_preferences(db::Reader& reader, Owner owner, std::string const& key) {
    return reader.scalar<std::int64_t>(
        sql::preferences_count_others,
        {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"name", key}});
}

Result<void> put_preference(db::Tx& tx, Owner owner, Preference const& preference) {
    auto value = boost::json::serialize(preference.value);
    TRY(tx.execute(sql::preference_put, {{"workspace_id", owner.workspace},
                                         {"user_id", owner.user},
                                         {"name", preference.key},
                                         {"value", value},
                                         {"now", preference.updated_at}}));
    return {};
}

Result<void> delete_preference(db::Tx& tx, Owner owner, std::string const& key) {
    TRY(tx.execute(sql::preference_delete,
                   {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"name", key}}));
    return {};
}

Result<std::vector<SavedView>> views(db::Reader& reader, Owner owner, std::string const& list) {
    return reader.list(sql::views_visible,
                       {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"list", list}},
                       [&](db::Row const& row) { return read_view(row, owner.user); });
}

Result<std::optional<SavedView>> own_view(db::Reader& reader, Owner owner, ViewId view) {
    return reader.optional(sql::view_by_id,
                           {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"id", view}},
                           [&](db::Row const& row) { return read_view(row, owner.user); });
}

Result<std::int64_t> views_of(db::Reader& reader, Owner owner) {
    return reader.scalar<std::int64_t>(sql::views_of_user_count,
                                       {{"workspace_id", owner.workspace}, {"user_id", owner.user}});
}

Result<ViewId> insert_view(db::Tx& tx, Owner owner, SavedView const& view) {
    auto definition = boost::json::serialize(view.definition);
    return tx.scalar<ViewId>(sql::view_insert, {{"workspace_id", owner.workspace},
                                                {"user_id", owner.user},
                                                {"list", view.list},
                                                {"name", view.name},
                                                {"shared", view.shared},
                                                {"definition", definition},
                                                {"now", view.updated_at}});
}

Result<void> update_view(db::Tx& tx, Owner owner, SavedView const& view) {
    auto definition = boost::json::serialize(view.definition);
    TRY(tx.execute(sql::view_update, {{"workspace_id", owner.workspace},
                                      {"user_id", owner.user},
                                      {"id", view.id},
                                      {"name", view.name},
                                      {"shared", view.shared},
                                      {"definition", definition},
                                      {"now", view.updated_at}}));
    return {};
}

Result<bool> delete_view(db::Tx& tx, Owner owner, ViewId view) {
    return TRY(tx.execute(sql::view_delete,
                          {{"workspace_id", owner.workspace}, {"user_id", owner.user}, {"id", view}})) > 0;
}

}  // namespace roost::identity::store
