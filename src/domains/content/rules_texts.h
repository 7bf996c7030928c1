// rules_texts.h: a CSV of texts for the pools of a model. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/content/rules.h"

namespace roost::content::rules {

/// A line that was not taken, and why.
struct RejectedText {
    std::int64_t line = 0;  // of the file, from 1, where the record begins
    std::string code;
    std::string message;
};

struct TextFile {
    std::int64_t lines = 0;  // records with data
    std::vector<Text> texts;
    std::int64_t duplicates = 0;  // of a text before it in the file
    std::vector<RejectedText> rejected;
};

/// Reads `type,text` records, or those of a header with text_content, content_type, order_priority and
/// is_template in any order. Delimiter comma, semicolon or tab; texts in quotes may have line ends. `type`:
/// of records that name none; then a line without a header is one text. A bad record never stops the file.
TextFile read_texts(std::string_view csv, std::optional<TextType> type);

}  // namespace roost::content::rules
