// roles_test.cpp: every route against every role and every scope, by the rules of IDN-5 and IDN-6.
#include <set>
#include "support/agency.h"
#include "support/web_socket.h"

namespace roost::testing {
namespace {

bool allows(Least least, Role role) {
    switch (least) {
        case Least::anyone:
        case Least::member:
            return true;
        case Least::reader:
            return role != Role::va;
        case Least::manager:
            return role == Role::owner || role == Role::manager;
        case Least::owner:
            return role == Role::owner;
        case Least::bot:
            break;
    }
    return false;
}

/// Whether a scope that reads is enough.
bool only_reads(Operation const& operation) {
    return operation.call.starts_with("GET ") &&
           (operation.least == Least::member || operation.least == Least::reader);
}

std::string scope(Area area, bool write) { return std::string(to_text(area)) + (write ? ":write" : ":read"); }

class Roles : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
        owner = server->register_owner();
        boost::json::object const body{{"name", "worker"}};
        bot = text_of(server->call("POST", "/api/bots", body, owner), "token");
    }
    void TearDown() override { server.reset(); }

    static std::string text_of(Reply const& reply, std::string_view path) {
        return std::string(reply.at(path).as_string());
    }

    std::string person(Role role) {
        if (role == Role::owner) return owner;
        auto email = std::string(to_text(role)) + "@roost.test";
        boost::json::object const made{
            {"email", email}, {"name", "N"}, {"password", "correct horse battery"}, {"role", to_text(role)}};
        EXPECT_EQ(server->call("POST", "/api/members", made, owner).status, 201);
        boost::json::object const login{{"email", email}, {"password", "correct horse battery"}};
        return text_of(server->call("POST", "/api/auth/login", login), "access_token");
    }

    std::string token_with(boost::json::array scopes) {
        boost::json::object const body{{"name", "script"}, {"scopes", std::move(scopes)}};
        return text_of(server->call("POST", "/api/tokens", body, owner), "token");
    }

    /// Asks with ids that nothing has and a body that says nothing: whoever is let in hears 404 or
    /// 422.
    Reply ask(Operation const& operation, std::string const& token) {
        Words nothing{{"m", "none"}};
        for (auto const& word : words_of(operation)) nothing[word] = "999999999";
        auto prepared = prepare({operation.id, operation.call, operation.least, operation.area}, nothing);
        if (!operation.body.empty()) {
            prepared.body = "{}";
            prepared.content_type = operation.body.front() == '@' ? "text/csv" : "application/json";
        }
        auto reply = send(*server, prepared, token);
        EXPECT_LT(reply.status, 500) << operation.id << ": " << reply.answer.body;
        return reply;
    }

    void expect(Operation const& operation, std::string const& token, std::string_view refusal,
                std::string who) {
        auto reply = ask(operation, token);
        who = std::string(operation.id) + " as " + who + ": " + reply.answer.body.substr(0, 300);
        if (refusal.empty()) {
            EXPECT_NE(reply.status, 401) << who;
            EXPECT_NE(reply.code(), "auth.forbidden") << who;
            EXPECT_NE(reply.code(), "auth.scope") << who;
        } else {
            EXPECT_EQ(reply.code(), refusal) << who;
            EXPECT_EQ(reply.status, refusal == "auth.required" ? 401 : 403) << who;
        }
    }

    /// Every operation once; what ends the session comes last.
    template <class Act>
    void for_each_operation(Act act) {
        std::set<std::string_view> done{"logout"};
        for (auto const& operation : operations()) {
            if (done.insert(operation.id).second) act(operation);
        }
        act(*find_operation("logout"));
    }

    std::unique_ptr<TestServer> server;
    std::string owner, bot;
};

TEST_P(Roles, every_route_lets_in_whom_it_should_and_nobody_else) {  // shows IDN-5
    for_each_operation([&](Operation const& operation) {
        expect(operation, "", operation.least == Least::anyone ? "" : "auth.required", "nobody");
        bool for_bots = operation.least == Least::bot || operation.least == Least::anyone;
        expect(operation, bot, for_bots ? "" : "auth.forbidden", "a bot");
    });
    for (auto role : {Role::va, Role::viewer, Role::manager, Role::owner}) {
        auto token = person(role);
        for_each_operation([&](Operation const& operation) {
            expect(operation, token, allows(operation.least, role) ? "" : "auth.forbidden",
                   to_text(role).data());
        });
    }
}

TEST_P(Roles, a_token_reaches_what_its_scopes_name_and_nothing_else) {  // shows IDN-6
    std::map<std::string, std::string> only, all_but;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Area>>([&](auto const& enumerator) {
        for (bool write : {false, true}) {
            auto name = scope(enumerator.value, write);
            boost::json::array others;
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<Area>>([&](auto const& other) {
                if (other.value != enumerator.value) others.emplace_back(scope(other.value, true));
            });
            if (write) others.emplace_back(scope(enumerator.value, false));
            only[name] = token_with({boost::json::value(name)});
            all_but[name] = token_with(others);
        }
    });
    for (auto const& operation : operations()) {
        if (operation.least == Least::anyone || operation.least == Least::bot) continue;
        auto needed = scope(operation.area, !only_reads(operation));
        expect(operation, only[needed], "", "a token with " + needed);
        expect(operation, only[scope(operation.area, true)], "", "a token that writes");
        bool about_itself = operation.least == Least::member && only_reads(operation);
        expect(operation, all_but[needed], about_itself ? "" : "auth.scope", "a token without " + needed);
    }
}

TEST_P(Roles, only_those_who_manage_export_and_a_va_sees_nothing_of_others) {  // shows IDN-5
    auto viewer = person(Role::viewer);
    auto manager = person(Role::manager);
    auto va = person(Role::va);
    Headers const csv{{"Accept", "text/csv"}};
    for (auto path : {"/api/accounts", "/api/models", "/api/proxies", "/api/proxies/available", "/api/bots",
                      "/api/members", "/api/jobs", "/api/accounts/imports", "/api/accounts/warmup-steps",
                      "/api/accounts/warmup-queue"}) {
        EXPECT_EQ(server->call("GET", path, nullptr, viewer, csv).code(), "list.export_forbidden") << path;
        auto exported = server->call("GET", path, nullptr, manager, csv);
        EXPECT_EQ(exported.status, 200) << path << exported.answer.body;
        EXPECT_TRUE(exported.answer.header("content-type").starts_with("text/csv")) << path;
    }
    auto job = server->upload("/api/proxies/import", {}, "p.txt", "203.0.113.1:80\n", owner);
    server->run_jobs();
    auto url = text_of(job, "status_url");
    EXPECT_EQ(server->call("GET", url, nullptr, viewer).status, 200);
    EXPECT_EQ(server->call("DELETE", url, nullptr, viewer).code(), "auth.forbidden");
    EXPECT_EQ(server->call("GET", url, nullptr, va).code(), "jobs.not_found");
    EXPECT_EQ(server->call("DELETE", url, nullptr, va).code(), "jobs.not_found");
    EXPECT_EQ(server->call("GET", "/api/jobs", nullptr, va).at("total"), 0);

    WebSocket socket(server->address(), {{"Authorization", "Bearer " + va}});
    auto own_job = "jobs/" + std::to_string(job.at("job_id").as_int64());
    for (auto const& topic : {std::string("accounts"), std::string("jobs"), own_job}) {
        socket.send(R"({"op":"subscribe","topics":[")" + topic + "\"]}");
        EXPECT_NE(socket.receive().find("live.forbidden_topic"), std::string::npos) << topic;
    }
}

INSTANTIATE_ON_BOTH_ENGINES(Roles);

}  // namespace
}  // namespace roost::testing
