// types.h: pictures and texts of a model, and what a task holds of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "domains/models/api.h"

namespace roost::content {

using ContentId = Id<struct ContentTag>;
using TextId = Id<struct TextTag>;
using models::ModelId;

/// What a picture is for; `any` fits every step after the exact ones are considered.
enum class ContentType { pfp, post, highlight, story, any };
BOOST_DESCRIBE_ENUM(ContentType, pfp, post, highlight, story, any)

enum class TextType { bio, post, story, highlight };
BOOST_DESCRIBE_ENUM(TextType, bio, post, story, highlight)

/// A row of `content_items`.
struct Item {
    ContentId id;
    ModelId model_id;
    ContentType content_type = ContentType::any;
    std::string file_name;
    std::string sha256;
    std::string mime;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t bytes = 0;
    std::optional<std::string> text_content;
    std::int64_t order_priority = 0;
    std::int64_t usage_count = 0;
    std::int64_t reserved_count = 0;
    std::optional<std::int64_t> template_id;
    bool is_template = false;
    std::int64_t version = 1;  // raised by every edit; the ETag
    Instant created_at;
    Instant updated_at;
};

/// A row of `content_texts`.
struct Text {
    TextId id;
    ModelId model_id;
    TextType content_type = TextType::bio;
    std::string text_content;
    std::int64_t order_priority = 0;
    std::int64_t usage_count = 0;
    std::int64_t reserved_count = 0;
    std::optional<std::int64_t> template_id;
    bool is_template = false;
    std::int64_t version = 1;  // raised by every edit; the ETag
    Instant created_at;
    Instant updated_at;
};

}  // namespace roost::content
