// views.cpp: a model as the API shows it.
#include "domains/models/views.h"

#include "core/base/json.h"

namespace roost::models {

boost::json::object to_json(Card const& card) {
    auto const& model = card.model;
    boost::json::value photo_url = nullptr;
    if (model.photo_sha256) {
        // The digits make browsers fetch a new photo at once and keep an old one for good.
        photo_url = "/api/models/" + std::to_string(model.id.value) + "/photo?v=" + model.photo_sha256->substr(0, 12);
    }
    return {{"id", model.id.value},
            {"name", model.name},
            {"description", model.description},
            {"photo_url", photo_url},
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
