// rules.cpp: what a model may be called.
#include "domains/models/rules.h"

#include <algorithm>

#include "core/base/text.h"

namespace roost::models::rules {

Result<Model> apply(Model before, Fields const& fields) {
    Model model = std::move(before);
    if (fields.name.present) model.name = std::string(text::trim(fields.name.value.value_or("")));
    if (fields.description.present) {
        model.description = std::string(text::trim(fields.description.value.value_or("")));
    }
    bool control =
        std::any_of(model.name.begin(), model.name.end(), [](unsigned char c) { return c < 0x20; });
    if (model.name.empty() || control || text::count_characters(model.name) > 100) {
        return roost::errors::invalid_field("name", "field.invalid",
                                            "A name has 1 to 100 characters on one line.");
    }
    if (text::count_characters(model.description) > 2000) {
        return roost::errors::invalid_field("description", "field.invalid",
                                            "A description has at most 2,000 characters.");
    }
    return model;
}

}  // namespace roost::models::rules
