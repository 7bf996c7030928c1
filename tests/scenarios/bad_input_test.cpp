// bad_input_test.cpp: what every operation answers to a wrong body, id, query, method or version.
#include <set>

#include "support/agency.h"

namespace roost::testing {
namespace {

namespace bj = boost::json;

/// The served document, to know what each operation takes.
class Document {
public:
    explicit Document(TestServer& server) : document_(server.call("GET", "/api/openapi.json").json) {
        for (auto const& [path, methods] : document_.at("paths").as_object()) {
            for (auto const& [method, operation] : methods.as_object()) {
                if (method != "parameters")
                    operations_[std::string(operation.at("operationId").as_string())] = &operation;
            }
        }
    }
    bool has_parameter(std::string_view id, std::string_view name) const {
        auto const* parameters = operations_.at(std::string(id))->as_object().if_contains("parameters");
        if (!parameters) return false;
        return std::ranges::any_of(parameters->as_array(), [&](auto const& parameter) {
            auto const& seen = parameter.as_object();
            return seen.at(seen.contains("$ref") ? "$ref" : "name").as_string().ends_with(name);
        });
    }
    bj::object body_of(std::string_view id) const {
        auto const& content = operations_.at(std::string(id))->at("requestBody").at("content");
        return resolved(content.at("application/json").at("schema"));
    }
    bj::object resolved(bj::value const& schema) const {
        auto const* object = schema.if_object();
        if (!object) return {};
        auto const* reference = object->if_contains("$ref");
        if (!reference) return *object;
        auto name = std::string(reference->as_string());
        return document_.at("components").at("schemas").at(name.substr(name.rfind('/') + 1)).as_object();
    }

private:
    bj::value document_;
    std::map<std::string, bj::value const*> operations_;
};

/// Values that a schema does not allow: of another type, too small, too large, too long, not in the
/// list.
std::vector<bj::value> wrong_values(bj::object const& schema) {
    std::vector<bj::value> wrong;
    auto const* type = schema.if_contains("type");
    if (!type) return wrong;
    auto takes_object = bj::serialize(*type).find("object") != std::string::npos;
    wrong.push_back(takes_object ? bj::value(7) : bj::value(bj::object{{"of", "another type"}}));
    auto limit = [&](std::string_view name) { return schema.at(name).to_number<std::int64_t>(); };
    if (schema.contains("minimum")) wrong.emplace_back(limit("minimum") - 1);
    if (schema.contains("maximum")) wrong.emplace_back(limit("maximum") + 1);
    if (schema.contains("maxLength"))
        wrong.emplace_back(std::string(static_cast<std::size_t>(limit("maxLength")) + 1, 'x'));
    if (schema.contains("maxItems"))
        wrong.emplace_back(bj::array(static_cast<std::size_t>(limit("maxItems")) + 1, 1));
    if (schema.contains("enum")) wrong.emplace_back("no_such_value");
    return wrong;
}

class BadInput : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
        agency = std::make_unique<Agency>(*server, "zqown");
        agency->play(Phase::fill);
        agency->set("open_invitation", agency->word("invitation"));
        document = std::make_unique<Document>(*server);
    }
    void TearDown() override { server.reset(); }

    template <class Act>
    void for_each_operation(Act act) {
        std::set<std::string_view> done;
        for (auto const& operation : operations()) {
            if (operation.phase != Phase::apart && done.insert(operation.id).second) act(operation);
        }
    }

    Reply send_body(Operation const& operation, bj::value const& body) {
        auto prepared = prepare(operation, agency->words());
        prepared.body = bj::serialize(body);
        return send(*server, prepared, agency->token_for(operation));
    }

    void expect_refused(Operation const& operation, bj::value const& body, std::string_view field,
                        std::string_view code) {
        auto reply = send_body(operation, body);
        auto what = std::string(operation.id) + " with " + bj::serialize(body) + ": " + reply.answer.body;
        EXPECT_EQ(reply.status, 422) << what;
        if (reply.status != 422) return;
        auto const& errors = reply.at("errors").as_array();
        bool named = std::ranges::any_of(errors, [&](auto const& error) {
            bool is_code = code.empty() || error.at("code").as_string() == code;
            return error.at("field").as_string().starts_with(field) && is_code;
        });
        EXPECT_TRUE(named) << field << " is not named: " << what;
    }

    void expect_body_checked(Operation const& operation) {
        auto schema = document->body_of(operation.id);
        auto const good = bj::parse(prepare(operation, agency->words()).body).as_object();
        auto with = [&](std::string_view name, bj::value value) {
            auto body = good;
            body[name] = std::move(value);
            return body;
        };
        expect_refused(operation, with("no_such_field", 1), "no_such_field", "field.unknown");
        for (auto const& [name, value] : schema.at("properties").as_object()) {
            auto property = document->resolved(value);
            for (auto const& wrong : wrong_values(property))
                expect_refused(operation, with(name, wrong), name, "");
            auto const* inner = property.if_contains("properties");
            if (!inner) continue;
            auto prefix = std::string(name) + ".";
            expect_refused(operation, with(name, bj::object{{"no_such", 1}}), prefix + "no_such",
                           "field.unknown");
            for (auto const& [part, part_value] : inner->as_object()) {
                for (auto const& wrong : wrong_values(document->resolved(part_value)))
                    expect_refused(operation, with(name, bj::object{{part, wrong}}),
                                   prefix + std::string(part), "");
            }
        }
        auto const* required = schema.if_contains("required");
        for (auto const& name : required ? required->as_array() : bj::array{}) {
            auto body = good;
            body.erase(std::string_view(name.as_string()));
            expect_refused(operation, body, name.as_string(), "");
            body[std::string_view(name.as_string())] = nullptr;
            auto const& property = document->resolved(schema.at("properties").at(name.as_string()));
            bool takes_null =
                !property.contains("type") || bj::serialize(property).find("null") != std::string::npos;
            if (!takes_null) expect_refused(operation, body, name.as_string(), "");
        }
    }

    std::unique_ptr<TestServer> server;
    std::unique_ptr<Agency> agency;
    std::unique_ptr<Document> document;
};

TEST_P(BadInput, every_field_of_every_body_is_checked_and_named) {  // shows RUN-11
    for_each_operation([&](Operation const& operation) {
        auto prepared = prepare(operation, agency->words());
        auto token = agency->token_for(operation);
        if (operation.body.starts_with('@')) {
            prepared.content_type = "application/json";
            EXPECT_EQ(send(*server, prepared, token).status, 415) << operation.id;
            prepared.content_type = multipart_type;
            prepared.body = "no part begins here";
            EXPECT_EQ(send(*server, prepared, token).status, 400) << operation.id;
        }
        if (!operation.body.starts_with('{')) return;
        expect_body_checked(operation);
        auto unreadable = prepared;
        unreadable.body = "{";
        EXPECT_EQ(send(*server, unreadable, token).status, 400) << operation.id;
        auto repeated = prepared;
        repeated.body = R"({"x":1,"x":2})";
        EXPECT_EQ(send(*server, repeated, token).code(), "request.repeated_name") << operation.id;
        auto other_type = prepared;
        other_type.content_type = "text/plain";
        EXPECT_EQ(send(*server, other_type, token).status, 415) << operation.id;
    });
}

TEST_P(BadInput, what_is_no_id_is_not_there_and_a_body_too_large_is_not_read) {  // shows RUN-11
    for_each_operation([&](Operation const& operation) {
        for (auto const& word : words_of({operation.id, operation.call, operation.least, operation.area})) {
            if (word == "setup") continue;
            for (auto nonsense : {"abc", "0", "-1", "99999999999999999999", "1%2F2"}) {
                auto words = agency->words();
                words[word] = nonsense;
                auto reply = agency->send(operation, words);
                EXPECT_EQ(reply.status, 404) << operation.id << " " << nonsense << ": " << reply.answer.body;
            }
        }
    });
    for (auto const& route : server->program().server().routes()) {
        auto const* operation = find_operation(route.operation_id);
        if (route.body.kind != http::Body::Kind::json || !operation || operation->phase == Phase::apart)
            continue;
        auto prepared = prepare(*operation, agency->words());
        auto client = server->client();
        auto token = agency->token_for(*operation);
        auto credentials = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
        client.send(prepared.method + " " + prepared.target + " HTTP/1.1\r\nHost: roost.test\r\n" +
                    credentials + "Content-Length: " + std::to_string(route.body.bytes_max + (1 << 20)) +
                    "\r\n\r\n");
        auto answer = client.receive();
        ASSERT_TRUE(answer) << operation->id;
        EXPECT_EQ(answer->status, 413) << operation->id << ": " << answer->body;
    }
}

TEST_P(BadInput, a_method_an_address_does_not_have_is_405_with_those_it_has) {  // shows RUN-11
    struct Address {
        std::string path;
        std::set<std::string> methods;
    };
    std::map<std::string, Address> addresses;  // by their shape: `/api/accounts/*`
    for (auto const& route : server->program().server().routes()) {
        auto const* operation = find_operation(route.operation_id);
        if (!operation || operation->phase == Phase::apart) continue;
        std::string shape;
        for (std::size_t i = 0; i < route.path.size(); ++i) {
            shape += route.path[i];
            if (route.path[i] == ':') i = std::min(route.path.find('/', i), route.path.size()) - 1;
        }
        auto prepared = prepare(*operation, agency->words());
        addresses[shape].path = prepared.target.substr(0, prepared.target.find('?'));
        addresses[shape].methods.insert(prepared.method);
    }
    for (auto const& [shape, address] : addresses) {
        auto const& [path, known] = address;
        for (std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            if (known.contains(method)) continue;
            auto reply = server->send(method, path, "", agency->token());
            if (reply.status == 404 && method == "GET")
                continue;  // a page of the application may have the address
            EXPECT_EQ(reply.code(), "request.method_not_allowed")
                << method << " " << path << reply.answer.body;
            for (auto const& allowed : known)
                EXPECT_NE(reply.answer.header("allow").find(allowed), std::string::npos)
                    << method << " " << path;
        }
    }
}

TEST_P(BadInput,
       a_list_refuses_what_it_does_not_know_and_pages_without_gap) {  // shows RUN-11, ACC-10
    for_each_operation([&](Operation const& operation) {
        if (!document->has_parameter(operation.id, "Filter")) return;
        auto path = prepare(operation, agency->words()).target;
        auto get = [&](std::string const& query) {
            return server->call("GET", path + query, nullptr, agency->token());
        };
        for (auto bad :
             {"?limit=0", "?limit=1001", "?limit=-1", "?limit=many", "?offset=-1", "?sort=no_such_column",
              "?filter[no_such_column]=1", "?cursor=nonsense", "?no_such_parameter=1", "?filter[id]=one"}) {
            auto reply = get(bad);
            EXPECT_EQ(reply.status, 422) << path << bad << ": " << reply.answer.body;
            EXPECT_NE(reply.code(), "") << path << bad;
        }
        auto all = get("?sort=id&limit=1000").at("items").as_array();
        bj::array paged;
        for (std::string query = "?sort=id&limit=1"; paged.size() <= all.size();) {
            auto page = get(query);
            ASSERT_EQ(page.status, 200) << path << query << page.answer.body;
            for (auto const& item : page.at("items").as_array()) paged.push_back(item);
            if (page.at("next_cursor").is_null()) break;
            query = "?sort=id&limit=1&cursor=" + std::string(page.at("next_cursor").as_string());
        }
        EXPECT_EQ(paged, all) << path;
    });
}

/// The first characters of all cells.
std::vector<std::string> cells_of(std::string const& csv) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char c : csv) {
        if (c == '"') quoted = !quoted;
        else if (!quoted && (c == ',' || c == '\n')) cells.emplace_back();
        else cells.back() += c;
    }
    return cells;
}

TEST_P(BadInput, an_export_holds_no_formula) {  // shows ACC-10, IDN-7
    int with_text = 0;
    for_each_operation([&](Operation const& operation) {
        if (!document->has_parameter(operation.id, "Filter")) return;
        auto reply = agency->send(operation, agency->words(), {{"Accept", "text/csv"}});
        ASSERT_EQ(reply.status, 200) << operation.id << reply.answer.body;
        EXPECT_TRUE(reply.answer.header("content-type").starts_with("text/csv")) << operation.id;
        if (reply.answer.body.find("'=zqown") != std::string::npos) ++with_text;
        for (auto const& cell : cells_of(reply.answer.body)) {
            bool is_number =
                cell.size() > 1 && cell[0] == '-' && std::isdigit(static_cast<unsigned char>(cell[1]));
            bool is_formula =
                !cell.empty() && std::string_view("=+-@\t|").find(cell[0]) != std::string_view::npos;
            EXPECT_TRUE(is_number || !is_formula) << operation.id << ": " << cell;
        }
    });
    EXPECT_GE(with_text, 4) << "the exports hold the texts that look like formulas";
}

TEST_P(BadInput, a_lost_race_is_412_with_the_object_as_it_is) {  // shows RUN-11
    for_each_operation([&](Operation const& operation) {
        if (!document->has_parameter(operation.id, "If-Match")) return;
        auto lost = agency->send(operation, agency->words(), {{"If-Match", "\"no-such-version\""}});
        EXPECT_EQ(lost.status, 412) << operation.id << ": " << lost.answer.body;
        ASSERT_TRUE(lost.json.is_object() && lost.json.get_object().contains("current")) << lost.answer.body;
        EXPECT_TRUE(lost.at("current").is_object()) << operation.id;
        auto won = agency->send(operation, agency->words());
        auto tag = won.answer.header("etag");
        EXPECT_NE(tag, "") << operation.id;
        EXPECT_EQ(agency->send(operation, agency->words(), {{"If-Match", tag}}).status, 200) << operation.id;
    });
}

INSTANTIATE_ON_BOTH_ENGINES(BadInput);

}  // namespace
}  // namespace roost::testing
