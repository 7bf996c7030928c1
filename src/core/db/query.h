// query.h: a named SQL text for both engines, and the values bound to its parameters.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/db/rows.h"

namespace roost::db {

enum class Engine { sqlite, postgres };
BOOST_DESCRIBE_ENUM(Engine, sqlite, postgres)

/// A query from a `.sql` file, generated at build time into `<folder>/sql.h`. `:name` parameters
/// have become $1…$n in the order of `params`.
struct Query {
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;
    std::span<std::string_view const> params;

    std::string_view text(Engine engine) const { return engine == Engine::sqlite ? sqlite : postgres; }
};

/// Raw bytes, so that a BLOB is never confused with text.
struct Bytes {
    std::string_view data;
};

/// What can be bound. Views must outlive the call that binds them.
class Value {
public:
    using Storage = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes, SomeRows>;

    Value(std::nullptr_t) {}
    Value(std::nullopt_t) {}
    Value(bool v) : storage_(static_cast<std::int64_t>(v)) {}
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    Value(I v) : storage_(static_cast<std::int64_t>(v)) {}
    Value(double v) : storage_(v) {}
    Value(char const* v) : storage_(std::string_view(v)) {}
    Value(std::string_view v) : storage_(v) {}
    Value(std::string const& v) : storage_(std::string_view(v)) {}
    Value(Bytes v) : storage_(v) {}
    Value(SomeRows v) : storage_(v) {}
    Value(Instant v) : storage_(v.ms) {}
    template <class Tag>
    Value(Id<Tag> v) : storage_(v.value) {}
    template <DescribedEnum E>
    Value(E v) : storage_(to_text(v)) {}
    template <class T>
    Value(std::optional<T> const& v) {
        if (v) storage_ = Value(*v).storage_;
    }

    Storage const& storage() const { return storage_; }

private:
    Storage storage_;
};

/// One named parameter: `{"workspace_id", actor.workspace}`.
struct Param {
    std::string_view name;
    Value value;
};

/// Every parameter of the query by name, in any order; a missing or unknown one is a bug and is
/// reported as errors::internal naming the query.
using Params = std::span<Param const>;

}  // namespace roost::db
