// images.h: pictures as they are accepted: decoded, upright, without metadata, with a thumbnail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace roost::content {

inline constexpr std::int64_t image_bytes_max = 30 << 20;
inline constexpr int image_side_min = 64;
inline constexpr int image_side_max = 8192;
inline constexpr int image_aspect_max = 4;  // the longer side by the shorter
inline constexpr int thumbnail_side = 320;

/// Starts libvips, once in a process; check_image does it by itself.
void start_vips();

/// A picture that can be stored.
struct CheckedImage {
    std::string bytes;  // the upload itself when it had no metadata and stood upright
    std::string mime;
    int width = 0;
    int height = 0;
    std::string thumbnail;  // JPEG
};

/// Decodes the whole upload. JPEG, PNG and WebP only, told by their bytes. Errors say in words what
/// is wrong: content.unsupported_type (415), content.too_large (413), content.broken,
/// content.animated, content.too_small, content.too_many_pixels, content.aspect (422). Thread-safe;
/// at most two run at a time, further callers wait, because decoding takes memory.
Result<CheckedImage> check_image(std::string_view upload);

}  // namespace roost::content
