// server.cpp: the program in process, and its client that records what it hears.
#include "support/server.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "core/base/text.h"
#include "core/http/url.h"

namespace roost::testing {
namespace {

http::Method method_of(std::string_view name) {
    for (auto method : {http::Method::get, http::Method::head, http::Method::post, http::Method::put,
                        http::Method::patch, http::Method::del}) {
        if (http::method_name(method) == name) return method;
    }
    throw std::logic_error("no method " + std::string(name));
}

template <class T>
T must(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    return std::move(*result);
}

}  // namespace

boost::json::value const& Reply::at(std::string_view path) const {
    auto const* value = &json;
    while (!path.empty()) {
        auto dot = std::min(path.find('.'), path.size());
        auto const name = path.substr(0, dot);
        auto const* next = value->is_object() ? value->get_object().if_contains(name) : nullptr;
        if (value->is_array()) {
            auto const index = static_cast<std::size_t>(text::parse_int(name).value_or(-1));
            next = value->get_array().if_contains(index);
        }
        if (!next)
            throw std::runtime_error("no " + std::string(path) + " in " +
                                     boost::json::serialize(json).substr(0, 500));
        value = next;
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return *value;
}

std::string Reply::code() const {
    auto const* object = json.if_object();
    auto const* code = object ? object->if_contains("code") : nullptr;
    return code && code->is_string() ? std::string(code->get_string()) : "";
}

TestServer::TestServer(TestDatabase& database, Change const& change)
    : database_(database), keys_({Secret<std::string>(std::string(32, 'm'))}, random_) {
    data_dir_ = std::filesystem::temp_directory_path() / ("roost-test-" + SystemRandom().hex(8));
    std::filesystem::create_directories(data_dir_);
    config_.server.listen = "127.0.0.1:0";
    config_.server.threads = 2;
    config_.server.roles = {config::ServerRole::web};
    config_.identity.registration = config::Registration::open;
    config_.data.dir = data_dir_.string();
    if (change) change(config_);
    program_ = std::make_unique<app::Program>(
        app::ProgramParts{config_, data_dir_, clock_, random_, keys_, database_.db()});
    address_ = must(program_->start());
    for (auto const& route : program_->server().routes()) router_.add(route);
}

TestServer::~TestServer() {
    client_.reset();
    program_->stop(Millis{5'000});
    program_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(data_dir_, ignored);
}

Reply TestServer::call(std::string_view method, std::string const& path, boost::json::value const& body,
                       std::string const& token, Headers const& headers) {
    auto all = headers;
    if (body.is_null()) return send(method, path, "", token, std::move(all));
    all.emplace_back("Content-Type", "application/json");
    return send(method, path, boost::json::serialize(body), token, std::move(all));
}

std::string multipart(std::map<std::string, std::string> const& fields, std::string const& file_name,
                      std::string const& content) {
    std::string const boundary =
        std::string(multipart_type).substr(std::string_view(multipart_type).find('=') + 1);
    std::string body;
    for (auto const& [name, value] : fields) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
        body += "\r\n";
    }
    return body + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
           file_name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--" +
           boundary + "--\r\n";
}

Reply TestServer::upload(std::string const& path, std::map<std::string, std::string> const& fields,
                         std::string const& file_name, std::string const& content, std::string const& token) {
    return send("POST", path, multipart(fields, file_name, content), token,
                {{"Content-Type", multipart_type}});
}

Reply TestServer::send(std::string_view method, std::string const& path, std::string const& body,
                       std::string const& token, Headers headers) {
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    if (!client_) client_ = std::make_unique<HttpClient>(address_);
    Reply reply;
    reply.answer = client_->request(method, path, headers, body);
    if (reply.answer.header("connection") == "close") client_.reset();
    reply.status = reply.answer.status;
    if (reply.answer.header("content-type").find("json") != std::string::npos) {
        reply.json = boost::json::parse(reply.answer.body);
    }
    record(method, path, reply);
    return reply;
}

void TestServer::record(std::string_view method, std::string const& path, Reply const& reply) const {
    auto const* file = std::getenv("ROOST_TEST_EXCHANGES");
    if (file == nullptr || *file == '\0') return;
    static std::ofstream out(file, std::ios::trunc);  // one record per run of a test program
    auto target = http::parse_target(path);
    if (!target.ok()) return;
    auto match = router_.find(method_of(method), target->segments);
    boost::json::object line{{"operation_id", match.route ? match.route->operation_id : ""},
                             {"method", method},
                             {"path", path},
                             {"status", reply.status},
                             {"content_type", reply.answer.header("content-type")},
                             {"bytes", reply.answer.body.size()},
                             {"body", reply.json}};
    out << boost::json::serialize(line) << "\n" << std::flush;
}

std::string TestServer::register_owner(std::string const& email, std::string const& workspace) {
    auto reply = call("POST", "/api/auth/register",
                      {{"email", email},
                       {"password", "correct horse battery"},
                       {"name", "Olga Owner"},
                       {"workspace", workspace}});
    if (reply.status != 201) throw std::runtime_error("register: " + reply.answer.body);
    return std::string(reply.at("access_token").as_string());
}

int TestServer::run_jobs() { return must(program_->runner().run_until_idle()); }

}  // namespace roost::testing
