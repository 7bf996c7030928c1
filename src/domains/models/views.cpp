// views.cpp: a model as the API shows it.
#include "domains/models/views.h"

#include "core/base/json.h"
#include "domains/models/api.h"

namespace roost::models {

std::string photo_url(ModelId id, std::string const& sha256) {
    return "/api/models/" + std::to_string(id.value) + "/photo?v=" + sha256.substr(0, 12);
}

boost::json::object to_json(Card const& card) {
    auto const& model = card.model;
    boost::json::value photo = nullptr;
    if (model.photo_sha256) photo = photo_url(model.id, *model.photo_sha256);
    return {{"id", model.id.value},
            {"name", model.name},
            {"description", model.description},
            {"photo_url", photo},
            {"accounts", card.accounts},
            {"counts",
             {{"imported", card.imported},
              {"warming_up", card.warming_up},
              {"ready", card.ready},
              {"assigned", card.assigned},
              {"cleanup", card.cleanup},
              {"disabled", card.disabled}}},
            {"alerts", {{"requires_review", card.requires_review}, {"without_proxy", card.without_proxy}}},
            {"created_at", json::write(model.created_at)},
            {"updated_at", json::write(model.updated_at)},
            {"archived_at", json::write(model.archived_at)}};
}

}  // namespace roost::models
