// rules.h: the platform's limits of texts, and which step needs what. Pure.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "domains/content/types.h"

namespace roost::content::rules {

/// Hashtags (`#word`) and mentions (`@name`) of a text.
std::size_t count_hashtags(std::string_view text);
std::size_t count_mentions(std::string_view text);

/// Error content.invalid_text naming the limit: at most `characters_max`, 30 hashtags, 20 mentions.
Result<void> check_text(std::string_view text, std::size_t characters_max);
/// 150 for a bio, 2,200 for the others.
std::size_t characters_max(TextType type);

/// The warm-up steps (1–5) a picture of this type can be used for.
std::vector<int> steps_of(ContentType type);

/// The fields of PUT; what is absent stays.
struct ItemFields {
    json::Patch<ContentType> content_type;
    json::Patch<std::string> text_content;
    json::Patch<std::int64_t> order_priority;
    json::Patch<bool> is_template;
};
BOOST_DESCRIBE_STRUCT(ItemFields, (), (content_type, text_content, order_priority, is_template))
Result<Item> apply(Item before, ItemFields const& fields);

/// The fields of POST and PUT; a new text must have a type and at least one character.
struct TextFields {
    json::Patch<TextType> content_type;
    json::Patch<std::string> text_content;
    json::Patch<std::int64_t> order_priority;
    json::Patch<bool> is_template;
};
BOOST_DESCRIBE_STRUCT(TextFields, (), (content_type, text_content, order_priority, is_template))
Result<Text> apply(Text before, TextFields const& fields);

}  // namespace roost::content::rules
