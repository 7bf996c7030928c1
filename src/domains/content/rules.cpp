// rules.cpp: the platform's limits of texts, and which step needs what.
#include "domains/content/rules.h"

#include "core/base/text.h"

namespace roost::content::rules {
namespace {

constexpr std::int64_t priority_max = 1'000'000;

/// Words that start with `mark` and go on with a letter, digit, _ or a byte of a longer character.
std::size_t count_words(std::string_view text, char mark) {
    auto goes_on = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 || c == '_'; };
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        bool inside_word = i > 0 && goes_on(static_cast<unsigned char>(text[i - 1]));
        if (text[i] == mark && !inside_word && goes_on(static_cast<unsigned char>(text[i + 1]))) ++count;
    }
    return count;
}

Error bad_text(std::string message) {
    return roost::errors::invalid_field("text_content", "content.invalid_text", std::move(message));
}

Result<void> check_priority(std::int64_t priority) {
    if (priority >= -priority_max && priority <= priority_max) return {};
    return roost::errors::invalid_field("order_priority", "field.range", "Must be -1,000,000 to 1,000,000.");
}

/// A patch of something that cannot be null.
template <class T>
Result<void> replace(json::Patch<T> const& patch, T& value, std::string_view field) {
    if (!patch.present) return {};
    if (!patch.value)
        return roost::errors::invalid_field(std::string(field), "field.type", "Must not be null.");
    value = *patch.value;
    return {};
}

}  // namespace

std::size_t count_hashtags(std::string_view text) { return count_words(text, '#'); }
std::size_t count_mentions(std::string_view text) { return count_words(text, '@'); }

Result<void> check_text(std::string_view text, std::size_t max) {
    if (!text::valid_utf8(text)) return bad_text("The text is not UTF-8.");
    if (text::count_characters(text) > max) {
        return bad_text("The text has " + std::to_string(text::count_characters(text)) +
                        " characters; at most " + std::to_string(max) + " are allowed.");
    }
    if (count_hashtags(text) > 30) return bad_text("The text has more than 30 hashtags.");
    if (count_mentions(text) > 20) return bad_text("The text has more than 20 mentions.");
    return {};
}

std::size_t characters_max(TextType type) { return type == TextType::bio ? 150 : 2200; }

std::vector<int> steps_of(ContentType type) {
    switch (type) {
        case ContentType::pfp:
            return {1};
        case ContentType::highlight:
            return {3};
        case ContentType::story:
            return {4};
        case ContentType::post:
            return {5};
        case ContentType::any:
            return {1, 3, 4, 5};
    }
    return {};
}

Result<Item> apply(Item before, ItemFields const& fields) {
    Item item = std::move(before);
    TRY(replace(fields.content_type, item.content_type, "content_type"));
    TRY(replace(fields.order_priority, item.order_priority, "order_priority"));
    TRY(replace(fields.is_template, item.is_template, "is_template"));
    TRY(check_priority(item.order_priority));
    if (fields.text_content.present) {
        item.text_content = fields.text_content.value;
        if (item.text_content && text::trim(*item.text_content).empty()) item.text_content.reset();
    }
    if (item.text_content) TRY(check_text(*item.text_content, 2200));
    return item;
}

Result<Text> apply(Text before, TextFields const& fields) {
    Text text = std::move(before);
    if (!text.id && !fields.content_type.value) {
        return roost::errors::invalid_field("content_type", "field.required", "content_type is required.");
    }
    TRY(replace(fields.content_type, text.content_type, "content_type"));
    TRY(replace(fields.text_content, text.text_content, "text_content"));
    TRY(replace(fields.order_priority, text.order_priority, "order_priority"));
    TRY(replace(fields.is_template, text.is_template, "is_template"));
    TRY(check_priority(text.order_priority));
    if (text::trim(text.text_content).empty()) return bad_text("The text is empty.");
    TRY(check_text(text.text_content, characters_max(text.content_type)));
    return text;
}

}  // namespace roost::content::rules
