// seed_pictures.h: draws portraits and scenes for the demonstration; nothing in them is from
// anywhere.
#pragma once

#include <string>

#include "core/base/result.h"
#include "domains/content/types.h"

namespace roost::content {

/// A JPEG: a portrait for pfp, else a scene of the model's world. The same every time for the same
/// arguments. `model` counts from 0 to 4.
Result<std::string> draw_picture(ContentType type, std::size_t model, int number);

}  // namespace roost::content
