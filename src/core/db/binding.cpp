// binding.cpp: parameters by name become parameters by position, checked the same for both engines.
#include "core/db/binding.h"

#include <algorithm>
#include <cstring>

#include "core/db/failures.h"

namespace roost::db {

namespace {

/// Length of the well-formed UTF-8 sequence at `s`, or 0.
std::size_t sequence_length(unsigned char const* s, std::size_t left) {
    auto tail = [&](std::size_t i) { return i < left && (s[i] & 0xC0) == 0x80; };
    if (s[0] >= 0xC2 && s[0] <= 0xDF) return tail(1) ? 2 : 0;
    if ((s[0] & 0xF0) == 0xE0) {
        bool overlong = s[0] == 0xE0 && left > 1 && s[1] < 0xA0;
        bool surrogate = s[0] == 0xED && left > 1 && s[1] > 0x9F;
        return !overlong && !surrogate && tail(1) && tail(2) ? 3 : 0;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        bool overlong = s[0] == 0xF0 && left > 1 && s[1] < 0x90;
        bool too_high = s[0] == 0xF4 && left > 1 && s[1] > 0x8F;
        return !overlong && !too_high && tail(1) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

/// Eight bytes of ASCII without a NUL; most text is nothing else.
bool plain_block(unsigned char const* s) {
    std::uint64_t block;
    std::memcpy(&block, s, sizeof block);
    constexpr std::uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    return ((block | (block - ones)) & high) == 0;
}

bool storable(Value const& value) {
    if (auto const* text = std::get_if<std::string_view>(&value.storage())) return storable_text(*text);
    if (auto const* rows = std::get_if<SomeRows>(&value.storage())) return rows->rows->storable();
    return true;
}

std::string named(Query const& query, std::string_view parameter) {
    return std::string(query.name) + ": parameter '" + std::string(parameter) + "' ";
}

}  // namespace

bool storable_text(std::string_view text) {
    auto const* s = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t i = 0;
    while (i < text.size()) {
        if (i + 8 <= text.size() && plain_block(s + i)) {
            i += 8;
        } else if (s[i] != 0 && s[i] < 0x80) {
            ++i;
        } else {
            auto length = s[i] == 0 ? 0 : sequence_length(s + i, text.size() - i);
            if (length == 0) return false;
            i += length;
        }
    }
    return true;
}

Result<Bound> bind(Query const& query, Params params) {
    Bound bound;
    bound.count = query.params.size();
    if (bound.count > Bound::max) {
        return roost::errors::internal(named(query, query.params[Bound::max]) + "is one too many");
    }
    for (std::size_t i = 0; i < bound.count; ++i) {
        auto same = [&](Param const& p) { return p.name == query.params[i]; };
        auto found = std::find_if(params.begin(), params.end(), same);
        if (found == params.end()) {
            return roost::errors::internal(named(query, query.params[i]) + "is missing");
        }
        if (!storable(found->value)) {
            return failures::bad_text(named(query, query.params[i]) +
                                      "is not UTF-8 or holds a NUL character");
        }
        bound.values[i] = &found->value;
    }
    if (params.size() == bound.count) return bound;
    for (auto const& param : params) {
        if (std::find(query.params.begin(), query.params.end(), param.name) == query.params.end()) {
            return roost::errors::internal(named(query, param.name) + "is unknown");
        }
    }
    return roost::errors::internal(std::string(query.name) + ": a parameter is given twice");
}

}  // namespace roost::db
