// story_test.cpp: every operation succeeds once, and what was asked with a key is answered again
// alike.
#include "app/services.h"
#include "support/agency.h"
#include "support/web_socket.h"

namespace roost::testing {
namespace {

class Story : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
    }
    void TearDown() override { server.reset(); }

    /// The same POST under the same key is the first answer again; another request under it is 422.
    void expect_replay(Prepared prepared, std::string const& token, Headers const& key, Reply const& first) {
        auto again = send(*server, prepared, token, key);
        EXPECT_EQ(again.status, first.status) << prepared.target;
        EXPECT_EQ(again.answer.header("idempotent-replayed"), "true") << prepared.target;
        EXPECT_EQ(again.answer.body, first.answer.body) << prepared.target;
        auto other = another(std::move(prepared));
        auto refused = send(*server, other, token, key);
        EXPECT_EQ(refused.status, 422) << other.target;
        EXPECT_EQ(refused.code(), "idempotency.key_reused") << other.target;
    }

    /// A reveal is done and audited each time, whatever its key.
    void expect_afresh(Prepared const& prepared, std::string const& token, Headers const& key) {
        auto audited = [&] {
            auto log = server->call("GET", "/api/audit-log?filter[action]=contains:reveal", nullptr, token);
            return log.at("total").as_int64();
        };
        auto before = audited();
        auto again = send(*server, prepared, token, key);
        EXPECT_EQ(again.status, 200) << prepared.target;
        EXPECT_EQ(again.answer.header("idempotent-replayed"), "") << prepared.target;
        EXPECT_EQ(audited(), before + 1) << prepared.target;
    }

    bool reveals(std::string_view id) const {
        return std::ranges::any_of(server->program().server().routes(), [&](http::Route const& route) {
            return route.operation_id == id && route.repeat == http::Repeat::afresh;
        });
    }

    /// Another request to the same operation: a byte more in the body or, in a form, in its file
    /// (what stands behind a form's last boundary belongs to no part of it).
    static Prepared another(Prepared prepared) {
        if (prepared.body.empty()) prepared.target += "?other=1";
        else if (prepared.content_type == multipart_type)
            prepared.body.insert(prepared.body.rfind("\r\n--"), " ");
        else prepared.body += " ";
        return prepared;
    }

    std::unique_ptr<TestServer> server;
};

TEST_P(Story, every_operation_succeeds_and_every_post_is_replayed_under_its_key) {  // shows RUN-11
    Agency agency(*server, "zqown");
    int step = 0;
    for (auto phase : {Phase::fill, Phase::end}) {
        for (auto const& operation : operations()) {
            if (operation.phase != phase) continue;
            Headers const key{{"Idempotency-Key", "story-" + std::to_string(++step)}};
            auto prepared = prepare(operation, agency.words());
            auto token = agency.token_for(operation);
            auto first = agency.play(operation, key);
            bool ends_session = operation.id == "logout" || operation.id == "change_password";
            if (prepared.method != "POST" || ends_session) continue;
            if (reveals(operation.id)) expect_afresh(prepared, token, key);
            else expect_replay(prepared, token, key, first);
        }
    }
}

/// The operations of Phase::apart: each needs a beginning of its own.
TEST_P(Story, the_first_owner_comes_by_a_link_others_join_and_follow) {  // shows IDN-1, IDN-5
    Agency agency(*server, "zqown");
    auto link = server->program().services().identity.setup_token();
    ASSERT_TRUE(link.ok() && *link);
    agency.set("setup", (*link)->reveal());
    auto owner = agency.play(*find_operation("setup"));
    agency.set("token", std::string(owner.at("access_token").as_string()));
    EXPECT_EQ(agency.send(*find_operation("setup"), agency.words()).code(), "auth.link_invalid");

    auto invitation = server->call("POST", "/api/invitations", {{"role", "va"}}, agency.token());
    auto other = server->register_owner("other@roost.test", "Elsewhere");
    boost::json::object const body{{"token", invitation.at("token")}};
    auto joined = server->call("POST", "/api/auth/join", body, other);
    EXPECT_EQ(joined.status, 200);
    EXPECT_EQ(joined.at("role"), "va");
    EXPECT_EQ(server->call("POST", "/api/auth/join", body, other).code(), "auth.link_invalid");

    EXPECT_EQ(agency.send(*find_operation("open_live"), agency.words()).status, 426);
    WebSocket socket(server->address(), {{"Authorization", "Bearer " + agency.token()}});
    ASSERT_EQ(socket.answer.status, 101);
    Reply opened;
    opened.status = 101;
    opened.answer = socket.answer;
    server->record("GET", "/api/live", opened);
}

INSTANTIATE_ON_BOTH_ENGINES(Story);

}  // namespace
}  // namespace roost::testing
