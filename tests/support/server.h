// server.h: the whole program in process over a real socket, with a fake clock, on a TestDatabase.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/program.h"
#include "core/clock/fake_clock.h"
#include "core/http/router.h"
#include "support/database.h"
#include "support/http_client.h"

namespace roost::testing {

/// An answer of the program with its body parsed, when it is JSON.
struct Reply {
    int status = 0;
    boost::json::value json;
    Answer answer;
    /// A member of the body by dotted path (`result.imported`, `items.0.id`); throws when there is
    /// none.
    boost::json::value const& at(std::string_view path) const;
    /// The problem's code, empty without one.
    std::string code() const;
};

/// The body of a multipart upload with form fields and one file, and its content type.
std::string multipart(std::map<std::string, std::string> const& fields, std::string const& file_name,
                      std::string const& content);
inline constexpr char const* multipart_type = "multipart/form-data; boundary=roost-test-boundary-7f3a";

/// Registration is open, jobs run when a test says so (run_jobs). Not thread-safe; make more
/// clients with client(). Every exchange of call() and upload() is appended as a JSON line to the
/// file that ROOST_TEST_EXCHANGES names, for scripts/validate_exchanges.py.
class TestServer {
public:
    using Change = std::function<void(config::Config&)>;
    explicit TestServer(TestDatabase& database, Change const& change = {});
    ~TestServer();
    TestServer(TestServer const&) = delete;

    /// `body` null: none. `token` empty: no credentials. Further headers as given.
    Reply call(std::string_view method, std::string const& path, boost::json::value const& body = nullptr,
               std::string const& token = "", Headers const& headers = {});
    /// A multipart upload of one file with form fields.
    Reply upload(std::string const& path, std::map<std::string, std::string> const& fields,
                 std::string const& file_name, std::string const& content, std::string const& token);
    /// Any body; its type stands in `headers`.
    Reply send(std::string_view method, std::string const& path, std::string const& body,
               std::string const& token = "", Headers headers = {});

    /// Registers a person with a new workspace; an access token of its owner.
    std::string register_owner(std::string const& email = "owner@roost.test",
                               std::string const& workspace = "Agency");
    /// Runs every job that is due; waits for what they start until nothing is.
    int run_jobs();

    HttpClient client() const { return HttpClient(address_); }
    std::string const& address() const { return address_; }
    FakeClock& clock() { return clock_; }
    app::Program& program() { return *program_; }
    db::Db& db() { return database_.db(); }

    /// Writes down an exchange that another client had.
    void record(std::string_view method, std::string const& path, Reply const& reply) const;

private:
    TestDatabase& database_;
    FakeClock clock_;
    SeededRandom random_{42};
    crypto::Keyring keys_;
    config::Config config_;
    std::filesystem::path data_dir_;
    std::unique_ptr<app::Program> program_;
    http::Router router_;  // to know the operation of a path
    std::string address_;
    std::unique_ptr<HttpClient> client_;
};

}  // namespace roost::testing
