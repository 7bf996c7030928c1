// agency.cpp: plays the story of operations.cpp against a server.
#include "support/agency.h"

#include <fstream>
#include <sstream>

#include "core/base/text.h"

namespace roost::testing {
namespace {

std::string picture() {
    std::ifstream file("tests/fault/picture.jpg", std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (bytes.str().empty()) throw std::runtime_error("tests/fault/picture.jpg cannot be read from here");
    return bytes.str();
}

std::string file_content(std::string_view name, Words const& words) {
    if (name == "picture.jpg")
        return picture() + words.at("m");  // behind the picture's end: bytes of its own
    if (name == "accounts.csv")
        return fill_in(
            "username,password,email\n<m>.three,<m>-imported,\n<m>.four,<m>-imported,\nno name!,x,\n", words);
    if (name == "proxies.txt") return fill_in("203.0.113.20:8000:user:<m>-imported\nnonsense\n", words);
    throw std::logic_error("no file " + std::string(name));
}

/// The words of a text between blanks.
std::vector<std::string> split(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::vector<std::string> parts;
    for (std::string part; in >> part;) parts.push_back(part);
    return parts;
}

std::pair<std::string, std::string> halves(std::string const& text) {
    auto at = text.find('=');
    return {text.substr(0, at), text.substr(at + 1)};
}

std::string plain(boost::json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

}  // namespace

std::string fill_in(std::string_view text, Words const& words) {
    std::string filled;
    while (!text.empty()) {
        auto at = std::min(text.find('<'), text.size());
        filled += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        auto end = text.find('>');
        auto found = words.find(text.substr(1, end - 1));
        if (found == words.end())
            throw std::logic_error("no word for " + std::string(text.substr(0, end + 1)));
        filled += found->second;
        text.remove_prefix(end + 1);
    }
    return filled;
}

std::vector<std::string> words_of(Operation const& operation) {
    std::vector<std::string> names;
    for (auto text : {operation.call, operation.body}) {
        for (auto at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
            std::string name(text.substr(at + 1, text.find('>', at) - at - 1));
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
        }
    }
    return names;
}

Prepared prepare(Operation const& operation, Words const& words) {
    auto call = fill_in(operation.call, words);
    auto blank = call.find(' ');
    Prepared prepared{call.substr(0, blank), call.substr(blank + 1), "", ""};
    if (operation.body.empty()) return prepared;
    auto body = fill_in(operation.body, words);
    if (body.front() != '@') {
        prepared.body = std::move(body);
        prepared.content_type = "application/json";
        return prepared;
    }
    auto parts = split(body.substr(1));
    std::map<std::string, std::string> fields;
    for (auto part = parts.begin() + 1; part != parts.end(); ++part) fields.insert(halves(*part));
    prepared.body = multipart(fields, parts.front(), file_content(parts.front(), words));
    prepared.content_type = multipart_type;
    return prepared;
}

Reply send(TestServer& server, Prepared const& prepared, std::string const& token, Headers headers) {
    if (!prepared.content_type.empty()) headers.emplace_back("Content-Type", prepared.content_type);
    return server.send(prepared.method, prepared.target, prepared.body, token, std::move(headers));
}

std::string Agency::token_for(Operation const& operation) const {
    if (operation.least == Least::anyone) return "";
    return word(operation.least == Least::bot ? "bot_token" : "token");
}

Reply Agency::send(Operation const& operation, Words const& words, Headers const& headers) {
    return testing::send(server_, prepare(operation, words), token_for(operation), headers);
}

void Agency::play(Phase phase) {
    for (auto const& operation : operations()) {
        if (operation.phase == phase) play(operation);
    }
    server_.run_jobs();
}

Reply Agency::play(Operation const& operation, Headers const& headers) {
    auto reply = send(operation, words_, headers);
    if (reply.status != operation.status) {
        throw std::runtime_error(std::string(operation.id) + " was answered " + std::to_string(reply.status) +
                                 ": " + reply.answer.body.substr(0, 500));
    }
    keep(operation, reply);
    return reply;
}

void Agency::keep(Operation const& operation, Reply const& reply) {
    Reply job;
    if (reply.status == 202) {
        server_.run_jobs();
        job = server_.call("GET", std::string(reply.at("status_url").as_string()), nullptr, token());
        if (job.at("state") != "succeeded") {
            throw std::runtime_error(std::string(operation.id) + " did not succeed: " + job.answer.body);
        }
    }
    for (auto const& item : split(operation.keep)) {
        auto [name, path] = halves(item);
        words_[name] = plain(path.starts_with("result.") ? job.at(path) : reply.at(path));
    }
}

WorkspaceId Agency::workspace() const {
    auto me = server_.call("GET", "/api/auth/me", nullptr, token());
    return WorkspaceId{me.at("workspace.id").as_int64()};
}

std::vector<std::string> dump_workspace(TestDatabase& database, WorkspaceId workspace) {
    auto read = [&](std::string const& sqlite, std::string const& postgres) {
        db::Query const query{"test.dump", sqlite, postgres, {}};
        auto rows = database->read([&](db::Reader& reader) {
            return reader.list(query, {}, [](db::Row const& row) { return db::get<std::string>(row, 0); });
        });
        if (!rows.ok()) throw std::runtime_error(rows.error().detail);
        return std::move(*rows);
    };
    auto tables = read(
        "SELECT t.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND c.name = 'workspace_id' ORDER BY 1",
        "SELECT CAST(table_name AS text) FROM information_schema.columns "
        "WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY 1");
    auto const id = std::to_string(workspace.value);
    std::map<std::string, std::string> conditions;
    for (auto const& table : tables) conditions[table] = "workspace_id = " + id;
    auto const people = "(SELECT user_id FROM members WHERE workspace_id = " + id + ")";
    conditions["users"] = "id IN " + people;
    conditions["sessions"] = "user_id IN " + people;
    std::vector<std::string> dump;
    for (auto const& [table, condition] : conditions) {
        auto columns =
            read("SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info('" +
                     table + "')",
                 "SELECT 'CAST(t AS text)'");
        auto text = "SELECT '" + table + ": ' || " + columns.front() + " FROM " + table + " AS t WHERE " +
                    condition + " ORDER BY 1";
        for (auto& row : read(text, text)) dump.push_back(std::move(row));
    }
    return dump;
}

}  // namespace roost::testing
