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
    std::string text((bytes.size() + 2) / 3 * 4, '=');
    auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    };
    char* to = text.data();
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        auto const three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        *to++ = alphabet[three >> 18];
        *to++ = alphabet[(three >> 12) & 63];
        *to++ = alphabet[(three >> 6) & 63];
        *to++ = alphabet[three & 63];
    }
    if (i == bytes.size()) return text;
    bool const two = i + 2 == bytes.size();
    auto const rest = byte(i) << 16 | (two ? byte(i + 1) << 8 : 0);
    to[0] = alphabet[rest >> 18];
    to[1] = alphabet[(rest >> 12) & 63];
    if (two) to[2] = alphabet[(rest >> 6) & 63];
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
