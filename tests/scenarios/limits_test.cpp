// limits_test.cpp: every field of every request has a limit in the API's document, and a hostile length is
// refused.
#include "support/agency.h"

namespace roost::testing {
namespace {

namespace bj = boost::json;

/// Finds the places of request schemas that say no limit.
class Unlimited {
public:
    explicit Unlimited(bj::value const& document)
        : schemas_(document.at("components").at("schemas").as_object()) {
        for (auto const& [path, methods] : document.at("paths").as_object()) {
            for (auto const& [method, operation] : methods.as_object()) {
                auto const* body =
                    operation.is_object() ? operation.get_object().if_contains("requestBody") : nullptr;
                if (!body) continue;
                for (auto const& [type, content] : body->at("content").as_object())
                    look(content.at("schema"),
                         std::string(operation.at("operationId").as_string()) + " " + std::string(type));
            }
        }
    }
    std::vector<std::string> places;
    int looked_at = 0;

private:
    bool has_any(bj::object const& schema, std::initializer_list<std::string_view> words) const {
        return std::ranges::any_of(words, [&](auto word) { return schema.contains(word); });
    }

    void look(bj::value const& written, std::string const& place) {
        if (!written.is_object()) return;
        auto const& schema = resolved(written);
        auto const* type = schema.if_contains("type");
        auto types = type ? bj::serialize(*type) : std::string();
        auto is = [&](std::string_view name) {
            return types.find('"' + std::string(name) + '"') != std::string::npos;
        };
        ++looked_at;
        bool text = is("string") && !has_any(schema, {"maxLength", "enum", "const", "pattern", "format"});
        bool list = is("array") && !schema.contains("maxItems");
        bool number = (is("integer") || is("number")) &&
                      !(schema.contains("minimum") && has_any(schema, {"maximum", "format"}));
        if (text || list || number) places.push_back(place);
        for (auto const* word : {"items", "additionalProperties"}) {
            if (auto const* inner = schema.if_contains(word)) look(*inner, place + "[]");
        }
        if (auto const* members = schema.if_contains("properties")) {
            for (auto const& [name, member] : members->as_object())
                look(member, place + "." + std::string(name));
        }
        for (auto const* word : {"allOf", "anyOf", "oneOf"}) {
            auto const* parts = schema.if_contains(word);
            for (auto const& part : parts ? parts->as_array() : bj::array{}) look(part, place);
        }
    }

    bj::object const& resolved(bj::value const& written) const {
        auto const* reference = written.as_object().if_contains("$ref");
        if (!reference) return written.as_object();
        std::string_view name = reference->as_string();
        return resolved(schemas_.at(name.substr(name.rfind('/') + 1)));
    }

    bj::object const& schemas_;
};

class Limits : public OnBothEngines {};

TEST_P(Limits, every_field_of_every_request_has_one) {  // shows REL-3
    TestServer server(database());
    auto const document = server.call("GET", "/api/openapi.json").json;
    Unlimited unlimited(document);
    EXPECT_GT(unlimited.looked_at, 200);
    for (auto const& place : unlimited.places)
        ADD_FAILURE() << place << " says neither length, list nor bounds";
}

TEST_P(Limits, a_hostile_length_is_refused_by_the_name_of_its_field) {  // shows REL-3
    TestServer server(database());
    auto token = server.register_owner();
    std::string const huge(900'000, 'x');
    struct Case {
        std::string_view method, path;
        bj::object body;
        std::string field;
    };
    std::vector<Case> const cases{
        {"POST", "/api/accounts", {{"username", "anna"}, {"password", huge}}, "password"},
        {"POST",
         "/api/accounts",
         {{"username", "anna"}, {"password", "p"}, {"extra", {{"two_factor", huge}}}},
         "extra.two_factor"},
        {"POST",
         "/api/accounts",
         {{"username", "anna"}, {"password", "p"}, {"tags", {"a", huge}}},
         "tags[1]"},
        {"POST", "/api/proxies", {{"host", "proxy.example"}, {"port", 8080}, {"password", huge}}, "password"},
        {"POST",
         "/api/auth/login",
         {{"email", "owner@roost.test"}, {"password", huge.substr(0, 15'000)}},
         "password"},
        {"POST", "/api/accounts/bulk", {{"action", "delete"}, {"filter", {{"q", huge}}}}, "filter.q"},
    };
    for (auto const& [method, path, body, field] : cases) {
        auto reply = server.call(method, std::string(path), body, path == "/api/auth/login" ? "" : token);
        EXPECT_EQ(reply.status, 422) << path << " " << field << reply.answer.body.substr(0, 500);
        ASSERT_TRUE(reply.json.is_object() && reply.json.get_object().contains("errors"))
            << path << " " << field;
        EXPECT_EQ(reply.at("errors.0.field").as_string(), field);
        EXPECT_EQ(reply.at("errors.0.code").as_string(), "field.too_long");
        EXPECT_LT(reply.answer.body.size(), 2'000u) << "it is not sent back";
    }
}

INSTANTIATE_ON_BOTH_ENGINES(Limits);

}  // namespace
}  // namespace roost::testing
