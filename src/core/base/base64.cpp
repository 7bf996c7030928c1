// base64.cpp: bytes as text.
#include "core/base/base64.h"

#include <array>
#include <cstdint>

namespace roost::text {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> reverse = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

}  // namespace

std::string base64_encode(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            three = (three << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0);
        }
        text.push_back(alphabet[three >> 18]);
        text.push_back(alphabet[(three >> 12) & 63]);
        text.push_back(i + 1 < bytes.size() ? alphabet[(three >> 6) & 63] : '=');
        text.push_back(i + 2 < bytes.size() ? alphabet[three & 63] : '=');
    }
    return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            bool padded = i + k >= text.size() - padding;
            int digit = padded ? 0 : reverse[static_cast<unsigned char>(text[i + k])];
            if (digit < 0) return std::nullopt;
            three = (three << 6) | static_cast<std::uint32_t>(digit);
        }
        bytes.push_back(static_cast<char>(three >> 16));
        bytes.push_back(static_cast<char>(three >> 8));
        bytes.push_back(static_cast<char>(three));
    }
    bytes.resize(bytes.size() - padding);
    if (base64_encode(bytes) != text) return std::nullopt;  // bits hidden beside the padding
    return bytes;
}

}  // namespace roost::text
