// seed_texts.h: the words of the demonstration's models.
#pragma once

#include <vector>

#include "domains/content/types.h"

namespace roost::content {

/// A text of one pool.
struct SeedText {
    TextType type;
    char const* words;
};

/// What one model says; `model` counts from 0 to 4.
std::vector<SeedText> const& seed_texts(std::size_t model);

}  // namespace roost::content
