// body_limits.cpp: a tree of limits per operation, and the walk of a body along it.
#include "core/http/body_limits.h"

#include <algorithm>
#include <limits>

#include "core/base/json.h"
#include "core/base/text.h"

namespace roost::http {
namespace {

namespace bj = boost::json;

constexpr int depth_max = 32;

}  // namespace

/// What one place of a body may hold.
struct BodyLimits::Limit {
    std::optional<std::size_t> length, items;
    std::map<std::string, std::unique_ptr<Limit>, std::less<>> members;
    std::unique_ptr<Limit> others;   // members that have no name in the document
    std::unique_ptr<Limit> element;  // of a list

    /// No body shorter than this can break a limit.
    std::size_t smallest() const {
        auto least = std::min(length.value_or(none), items.value_or(none));
        for (auto const& [name, limit] : members) least = std::min(least, limit->smallest());
        for (auto const* limit : {others.get(), element.get()}) {
            if (limit) least = std::min(least, limit->smallest());
        }
        return least;
    }

    void check(bj::value const& value, std::string const& path, json::Problems& problems) const {
        if (auto const* text = value.if_string()) check_text(*text, path, problems);
        else if (auto const* list = value.if_array()) check_list(*list, path, problems);
        else if (auto const* object = value.if_object()) check_object(*object, path, problems);
    }

private:
    static constexpr auto none = std::numeric_limits<std::size_t>::max();

    void check_text(std::string_view text, std::string const& path, json::Problems& problems) const {
        if (!length || text.size() <= *length || text::count_characters(text) <= *length) return;
        problems.add(path, "field.too_long", "Must have at most " + std::to_string(*length) + " characters.");
    }
    void check_list(bj::array const& list, std::string const& path, json::Problems& problems) const {
        if (items && list.size() > *items)
            return problems.add(path, "field.too_many",
                                "Must have at most " + std::to_string(*items) + " items.");
        if (!element) return;
        for (std::size_t i = 0; i < list.size(); ++i)
            element->check(list[i], path + "[" + std::to_string(i) + "]", problems);
    }
    void check_object(bj::object const& object, std::string const& path, json::Problems& problems) const {
        for (auto const& [name, value] : object) {
            auto known = members.find(std::string_view(name));
            auto const* limit = known == members.end() ? others.get() : known->second.get();
            if (limit)
                limit->check(value, path.empty() ? std::string(name) : path + "." + std::string(name),
                             problems);
        }
    }
};

/// Builds the trees from a document.
struct BodyLimits::Finder {
    bj::object const& schemas;

    bj::value const& resolved(bj::value const& schema) const {
        auto const* object = schema.if_object();
        auto const* reference = object ? object->if_contains("$ref") : nullptr;
        if (!reference) return schema;
        std::string_view name = reference->as_string();
        return resolved(schemas.at(name.substr(name.rfind('/') + 1)));
    }

    std::unique_ptr<Limit> limit_of(bj::value const& written, int depth = 0) const {
        auto limit = std::make_unique<Limit>();
        auto const* schema = resolved(written).if_object();
        if (schema && depth < depth_max) add(*limit, *schema, depth);
        return limit;
    }

    void add(Limit& limit, bj::object const& schema, int depth) const {
        auto number = [&](std::string_view name) -> std::optional<std::size_t> {
            auto const* value = schema.if_contains(name);
            return value ? std::optional(value->to_number<std::size_t>()) : std::nullopt;
        };
        if (auto length = number("maxLength")) limit.length = length;
        if (auto items = number("maxItems")) limit.items = items;
        if (auto const* element = schema.if_contains("items")) limit.element = limit_of(*element, depth + 1);
        if (auto const* others = schema.if_contains("additionalProperties"); others && others->is_object())
            limit.others = limit_of(*others, depth + 1);
        if (auto const* members = schema.if_contains("properties")) {
            for (auto const& [name, member] : members->as_object())
                limit.members.insert_or_assign(std::string(name), limit_of(member, depth + 1));
        }
        for (auto word : {"allOf", "anyOf", "oneOf"}) {
            auto const* parts = schema.if_contains(word);
            for (auto const& part : parts ? parts->as_array() : bj::array{}) {
                if (auto const* inner = resolved(part).if_object()) add(limit, *inner, depth + 1);
            }
        }
    }
};

BodyLimits::BodyLimits(std::string_view document) {
    if (document.empty()) return;
    auto const parsed = bj::parse(document);
    Finder finder{parsed.at("components").at("schemas").as_object()};
    for (auto const& [path, methods] : parsed.at("paths").as_object()) {
        for (auto const& [method, operation] : methods.as_object()) {
            auto const* body =
                operation.is_object() ? operation.get_object().if_contains("requestBody") : nullptr;
            auto const* json =
                body ? body->at("content").as_object().if_contains("application/json") : nullptr;
            if (json)
                operations_.emplace(operation.at("operationId").as_string(),
                                    finder.limit_of(json->at("schema")));
        }
    }
}

BodyLimits::~BodyLimits() = default;

Result<void> BodyLimits::check(std::string const& operation, std::string_view body) const {
    auto found = operations_.find(operation);
    if (found == operations_.end() || body.size() <= found->second->smallest()) return {};
    bj::error_code unreadable;
    bj::parse_options options;
    options.max_depth = depth_max;
    auto value = bj::parse(body, unreadable, {}, options);
    if (unreadable) return {};
    json::Problems problems;
    found->second->check(value, "", problems);
    if (problems.fields.empty()) return {};
    auto const& first = problems.fields.front();
    return Error{.kind = ErrorKind::invalid,
                 .code = "request.invalid",
                 .detail = first.field + ": " + first.message,
                 .fields = problems.fields};
}

}  // namespace roost::http
