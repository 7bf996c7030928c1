// isolation_test.cpp: no request reads or changes what belongs to another workspace (IDN-5).
#include <set>

#include "support/agency.h"
#include "support/web_socket.h"

namespace roost::testing {
namespace {

/// Words that are no ids of things, so that another workspace's are not tried in their place.
bool is_plain(std::string_view word) { return word == "m" || word == "setup" || word == "invite_token"; }

/// Bulk answers what it found of the ids: nothing.
bool is_bulk(Operation const& operation) { return operation.id.starts_with("bulk_"); }

bool names(std::string_view text, std::string const& word) {
    return text.find("<" + word + ">") != std::string_view::npos;
}

/// A call with its parameters left out: `GET /api/models/*`.
std::string shape_of(std::string_view call) {
    std::string shape;
    call = call.substr(0, call.find('?'));
    while (!call.empty()) {
        auto end = std::min(call.find('/', 1), call.size());
        auto part = call.substr(0, end);
        shape +=
            part.starts_with("/:") || part.starts_with("/<") || part == "/grid" ? "/*" : std::string(part);
        call.remove_prefix(end);
    }
    return shape;
}

TEST(Operations, every_route_is_in_the_table_and_the_table_has_no_other) {  // shows IDN-5
    TestDatabase database(db::Engine::sqlite);
    TestServer server(database);
    std::set<std::string, std::less<>> served;
    for (auto const& route : server.program().server().routes()) {
        served.insert(route.operation_id);
        auto const* operation = find_operation(route.operation_id);
        ASSERT_NE(operation, nullptr) << route.operation_id << " needs a row in tests/support/operations.cpp";
        auto call = std::string(http::method_name(route.method)) + " " + route.path;
        EXPECT_EQ(shape_of(call), shape_of(operation->call)) << route.operation_id;
    }
    for (auto const& operation : operations())
        EXPECT_TRUE(served.contains(operation.id)) << operation.id << " is no route any more";
}

class Isolation : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
        ours = std::make_unique<Agency>(*server, "zqours");
        victim = std::make_unique<Agency>(*server, "zqvictim");
        ours->play(Phase::fill);
        victim->play(Phase::fill);
        victims_workspace = victim->workspace();
        before = dump_workspace(database(), victims_workspace);
        ASSERT_GT(before.size(), 50u) << "the dump misses rows";
    }
    void TearDown() override {
        expect_victim_unchanged();
        server.reset();
    }

    void expect_victim_unchanged() {
        auto after = dump_workspace(database(), victims_workspace);
        std::string changed;
        for (auto const& row : after) {
            if (std::find(before.begin(), before.end(), row) == before.end()) changed += "now  " + row + "\n";
        }
        for (auto const& row : before) {
            if (std::find(after.begin(), after.end(), row) == after.end()) changed += "gone " + row + "\n";
        }
        EXPECT_EQ(changed, "");
    }

    void expect_no_trace(Reply const& reply, std::string const& what) {
        EXPECT_EQ(reply.answer.body.find("zqvictim"), std::string::npos) << what << ": " << reply.answer.body;
        for (auto const& [name, value] : reply.answer.all_headers)
            EXPECT_EQ(value.find("zqvictim"), std::string::npos) << what << ": " << name;
        EXPECT_LT(reply.status, 500) << what << ": " << reply.answer.body;
    }

    /// An operation of ours in which some ids are the victim's.
    void expect_hidden(Operation const& operation, std::vector<std::string> const& foreign) {
        auto words = ours->words();
        std::string what(operation.id);
        for (auto const& word : foreign) {
            ASSERT_NE(words[word], victim->word(word)) << word;
            words[word] = victim->word(word);
            what += " with another's " + word;
        }
        auto reply = ours->send(operation, words);
        expect_no_trace(reply, what);
        if (operation.id == "bot_heartbeat" && foreign == std::vector<std::string>{"task"}) {
            EXPECT_TRUE(reply.at("lease_expires_at").is_null()) << "as for a task that does not exist";
        } else if (is_bulk(operation)) {
            for (auto const& refused : reply.at("refused_items").as_array())
                EXPECT_TRUE(refused.at("code").as_string().ends_with(".not_found")) << what;
            EXPECT_LE(reply.at("changed").as_int64(), std::ssize(words_of(operation)) - std::ssize(foreign))
                << what;
        } else if (foreign == std::vector<std::string>{"model"} && !names(operation.call, "model")) {
            ASSERT_EQ(reply.status, 422) << what << ": " << reply.answer.body;
            EXPECT_EQ(reply.code(), "models.not_found") << what;
            EXPECT_TRUE(reply.at("errors").at(0).at("field").as_string().ends_with("model_id"))
                << what << ": " << reply.answer.body;
        } else {
            EXPECT_EQ(reply.status, 404) << what << ": " << reply.answer.body;
        }
    }

    void expect_bulk_by_filter_finds_nothing() {
        for (std::string path : {"/api/accounts/bulk", "/api/proxies/bulk"}) {
            auto id = victim->word(path == "/api/accounts/bulk" ? "account" : "proxy");
            for (boost::json::object filter : {boost::json::object{{"id", id}}, {{"q", "zqvictim"}}}) {
                boost::json::object body{{"action", "delete"}, {"filter", filter}};
                auto reply = server->call("POST", path, body, ours->token());
                expect_no_trace(reply, path);
                if (reply.status == 202) {
                    server->run_jobs();
                    auto url = std::string(reply.at("status_url").as_string());
                    reply.json = server->call("GET", url, nullptr, ours->token()).at("result");
                }
                EXPECT_EQ(reply.at("matched"), 0) << path << reply.answer.body;
            }
        }
    }

    std::unique_ptr<TestServer> server;
    std::unique_ptr<Agency> ours, victim;
    WorkspaceId victims_workspace;
    std::vector<std::string> before;
};

TEST_P(Isolation, no_operation_takes_another_workspace_s_ids) {  // shows IDN-5
    std::set<std::string_view> tried;
    for (auto const& operation : operations()) {
        if (operation.phase == Phase::apart || !tried.insert(operation.id).second) continue;
        auto words = words_of(operation);
        std::erase_if(words, is_plain);
        std::erase_if(words, [&](auto const& word) { return !victim->words().contains(word); });
        for (auto const& word : words) expect_hidden(operation, {word});
        if (words.size() > 1) expect_hidden(operation, words);
    }
}

TEST_P(Isolation, lists_exports_filters_and_bulk_find_our_own_only) {  // shows IDN-5, ACC-10
    for (auto const& operation : operations()) {
        if (!operation.call.starts_with("GET ") || operation.phase != Phase::fill) continue;
        auto list = ours->send(operation, ours->words());
        expect_no_trace(list, std::string(operation.id));
        expect_no_trace(ours->send(operation, ours->words(), {{"Accept", "text/csv"}}),
                        std::string(operation.id));
        for (auto filter : {"q=zqvictim", "filter[model_id]=<model>"}) {
            auto target = std::string(operation.call.substr(4));
            target = fill_in(target + (target.find('?') == std::string::npos ? "?" : "&"), ours->words()) +
                     fill_in(filter, victim->words());
            auto found = server->call("GET", target, nullptr, ours->token_for(operation));
            expect_no_trace(found, target);
            bool is_list = found.status == 200 && found.json.is_object() &&
                           found.json.get_object().contains("total_is_estimate");
            if (is_list) EXPECT_EQ(found.at("total"), 0) << target;
        }
    }
    auto one =
        server->call("GET", "/api/accounts?filter[id]=" + victim->word("account"), nullptr, ours->token());
    EXPECT_EQ(one.at("total"), 0);
    expect_victim_unchanged();
    expect_bulk_by_filter_finds_nothing();
}

TEST_P(Isolation, neither_a_key_nor_a_header_reaches_into_another_workspace) {  // shows IDN-5
    boost::json::object body{{"name", "Shared name"}};
    Headers const key{{"Idempotency-Key", "the-same-key"}};
    auto theirs = server->call("POST", "/api/models", body, victim->token(), key);
    ASSERT_EQ(theirs.status, 201);
    before = dump_workspace(database(), victims_workspace);
    auto made = server->call("POST", "/api/models", body, ours->token(), key);
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.answer.header("idempotent-replayed"), "");
    EXPECT_NE(made.at("id"), theirs.at("id"));

    Headers const header{{"X-Workspace-Id", std::to_string(victims_workspace.value)}};
    for (auto const& operation : operations()) {
        if (operation.phase != Phase::fill || operation.least == Least::anyone) continue;
        if (operation.call.find("/api/auth/") != std::string_view::npos)
            continue;  // a person's own, in no workspace
        auto reply = ours->send(operation, victim->words(), header);
        EXPECT_EQ(reply.status, 404) << operation.id << ": " << reply.answer.body;
        expect_no_trace(reply, std::string(operation.id));
    }
    auto me = server->call("GET", "/api/auth/me", nullptr, ours->token(), header);
    expect_no_trace(me, "me");
    EXPECT_TRUE(me.at("workspace").is_null());
}

TEST_P(Isolation, live_topics_bring_our_own_changes_only) {  // shows IDN-5
    WebSocket socket(server->address(), {{"Authorization", "Bearer " + ours->token()}});
    auto account = victim->word("account");
    socket.send(fill_in(
        R"({"op":"subscribe","after":0,"topics":["accounts","models","proxies","jobs","bots","imports",)"
        R"("content","review","notices","jobs/<job>","accounts/<account>"]})",
        victim->words()));
    victim->play(*find_operation("update_model"));
    victim->play(*find_operation("update_account"));
    before = dump_workspace(database(), victims_workspace);
    auto mine =
        ours->play(*find_operation("create_text"));  // the mark after which nothing of before may come
    auto frames = std::string();
    for (std::string frame; frame.find("\"topic\":\"content\"") == std::string::npos ||
                            frame.find(ours->word("text")) == std::string::npos;) {
        frame = socket.receive();
        frames += frame + "\n";
    }
    EXPECT_EQ(frames.find("zqvictim"), std::string::npos) << frames;
    auto updated = R"("topic":"models","kind":"updated","ids":[)";
    EXPECT_NE(frames.find(updated + ours->word("model") + "]"), std::string::npos) << frames;
    EXPECT_EQ(frames.find(updated + victim->word("model") + "]"), std::string::npos) << frames;
    EXPECT_EQ(frames.find("jobs/" + victim->word("job")), std::string::npos) << frames;
    EXPECT_EQ(frames.find("accounts/" + account), std::string::npos) << frames;
}

INSTANTIATE_ON_BOTH_ENGINES(Isolation);

}  // namespace
}  // namespace roost::testing
