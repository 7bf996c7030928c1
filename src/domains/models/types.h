// types.h: a model, the person or brand that accounts work for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/id.h"
#include "core/base/instant.h"

namespace roost::models {

using ModelId = Id<struct ModelTag>;

struct Model {
    ModelId id;
    std::string name;
    std::string description;
    std::optional<std::string> photo_sha256;  // names the picture; its file belongs to content
    std::int64_t version = 1;                 // raised by every edit; the ETag
    Instant created_at;
    Instant updated_at;
    std::optional<Instant> archived_at;
};

/// A model with what its card shows: accounts outside the trash, per state, and what needs a person.
struct Card {
    Model model;
    std::int64_t accounts = 0;
    std::int64_t imported = 0;
    std::int64_t warming_up = 0;
    std::int64_t ready = 0;
    std::int64_t assigned = 0;
    std::int64_t cleanup = 0;
    std::int64_t disabled = 0;
    std::int64_t requires_review = 0;
    std::int64_t without_proxy = 0;
};

}  // namespace roost::models
