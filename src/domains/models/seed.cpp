// seed.cpp: the models of the demonstration.
#include "domains/models/seed.h"

#include "domains/identity/api.h"
#include "domains/models/sql.h"
#include "domains/models/store.h"

namespace roost::models {
namespace {

struct Person {
    char const* name;
    char const* description;
};
constexpr Person people[] = {
    {"Mira Solane", "Slow travel: small towns, night trains, long breakfasts."},
    {"Tessa Varlund", "Strength training for people who sit all day."},
    {"Noor Elhami", "Home cooking from five cupboards and one pan."},
    {"Lio Castell", "Menswear second hand, worn in the city."},
    {"Studio Marrow", "Stoneware from a workshop of three. Drops on the first of the month."},
};

Result<std::vector<ModelId>> ids(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::seeded_models, {{"workspace_id", workspace}},
                       [](db::Row const& row) { return db::get<ModelId>(row, 0); });
}

}  // namespace

Result<std::vector<ModelId>> seed(db::Db& db, Clock const& clock, Actor const& actor) {
    return db.write(actor.workspace, [&](db::Tx& tx) -> Result<std::vector<ModelId>> {
        auto found = TRY(ids(tx, actor.workspace));
        if (!found.empty()) return found;
        for (auto const& person : people) {
            Model model;
            model.name = person.name;
            model.description = person.description;
            model.created_at = model.updated_at = clock.now();
            auto id = TRY(store::insert(tx, actor.workspace, model));
            TRY(identity::audit(tx, clock, actor,
                                {.action = "models.create",
                                 .object_type = "model",
                                 .object_id = id.value,
                                 .detail = {{"name", person.name}}}));
            found.push_back(id);
        }
        return found;
    });
}

}  // namespace roost::models
