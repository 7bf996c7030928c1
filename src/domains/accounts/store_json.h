// store_json.h: writes the rows of a JSON array parameter without building a tree first.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/base/json.h"

namespace roost::accounts::store {

/// One object of the array in `out` (without the array's brackets); closed by its destructor.
/// Names are written as they are. Absent optionals are left out: SQL reads them as null.
class JsonRow {
public:
    explicit JsonRow(std::string& out) : out_(out) {
        if (!out_.empty()) out_.push_back(',');
        out_.push_back('{');
    }
    ~JsonRow() { out_.push_back('}'); }
    JsonRow(JsonRow const&) = delete;

    void add(std::string_view name, std::string_view value) {
        key(name);
        json::append_string(out_, value);
    }
    void add(std::string_view name, std::string const& value) { add(name, std::string_view(value)); }
    template <std::integral I>
    void add(std::string_view name, I value) {
        key(name);
        fmt::format_to(std::back_inserter(out_), "{}", value);
    }
    template <class Tag>
    void add(std::string_view name, Id<Tag> value) {
        add(name, value.value);
    }
    void add(std::string_view name, Instant value) { add(name, value.ms); }
    template <DescribedEnum E>
    void add(std::string_view name, E value) {
        add(name, to_text(value));
    }
    template <class T>
    void add(std::string_view name, std::optional<T> const& value) {
        if (value) add(name, *value);
    }

private:
    void key(std::string_view name) {
        if (!first_) out_.push_back(',');
        first_ = false;
        out_.push_back('"');
        out_.append(name);
        out_.append("\":");
    }

    std::string& out_;
    bool first_ = true;
};

}  // namespace roost::accounts::store
