// server_test.cpp: the program as a whole: what it answers before anybody did anything.
#include "support/server.h"

namespace roost::testing {
namespace {

class WholeServer : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
    }
    void TearDown() override { server.reset(); }
    std::unique_ptr<TestServer> server;
};

TEST_P(WholeServer, answers_its_health_its_document_and_a_first_owner_s_own_lists) {
    EXPECT_EQ(server->call("GET", "/healthz").status, 200);
    EXPECT_EQ(server->call("GET", "/readyz").status, 200);
    EXPECT_EQ(server->call("GET", "/metrics").status, 200);
    EXPECT_EQ(server->call("GET", "/api/openapi.json").at("openapi").as_string(), "3.1.0");
    EXPECT_EQ(server->call("GET", "/api/jobs").code(), "auth.required");
    auto token = server->register_owner();
    auto jobs = server->call("GET", "/api/jobs", nullptr, token);
    EXPECT_EQ(jobs.status, 200);
    EXPECT_EQ(server->call("GET", "/api/jobs/1", nullptr, token).code(), "jobs.not_found");
    EXPECT_EQ(server->call("DELETE", "/api/jobs/1", nullptr, token).code(), "jobs.not_found");
    EXPECT_EQ(server->call("POST", "/api/jobs/1/retry", nullptr, token).code(), "jobs.not_found");
    EXPECT_EQ(server->call("GET", "/api/live", nullptr, token).status, 426);
}

/// Every documented operation is a route, and every route is documented, with the same path
/// (RUN-11).
TEST_P(WholeServer, serves_exactly_what_its_document_describes) {
    auto document = server->call("GET", "/api/openapi.json").json.as_object();
    std::map<std::string, std::string> described, served;
    for (auto const& [path, methods] : document.at("paths").as_object()) {
        for (auto const& [method, operation] : methods.as_object()) {
            if (method == "parameters") continue;
            described[std::string(operation.at("operationId").as_string())] =
                std::string(method) + " " + std::string(path);
        }
    }
    for (auto const& route : server->program().server().routes()) {
        std::string path;
        for (std::size_t i = 0; i < route.path.size(); ++i) {
            if (route.path[i] != ':') {
                path += route.path[i];
                continue;
            }
            auto end = std::min(route.path.find('/', i), route.path.size());
            path += "{" + route.path.substr(i + 1, end - i - 1) + "}";
            i = end - 1;
        }
        auto method = std::string(http::method_name(route.method));
        for (auto& c : method) c = static_cast<char>(std::tolower(c));
        served[route.operation_id] = method + " " + path;
    }
    for (auto const& [id, where] : served)
        EXPECT_EQ(described[id], where) << id << " is served but described otherwise";
    for (auto const& [id, where] : described)
        EXPECT_TRUE(served.contains(id)) << id << " (" << where << ") is described but not served";
}

INSTANTIATE_ON_BOTH_ENGINES(WholeServer);

}  // namespace
}  // namespace roost::testing
