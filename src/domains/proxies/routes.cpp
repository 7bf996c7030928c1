// routes.cpp: the HTTP routes of proxies.
#include "domains/proxies/routes.h"

#include "core/base/length.h"
#include "core/base/text.h"
#include "core/http/etag.h"
#include "core/http/job_response.h"
#include "core/http/list.h"
#include "domains/proxies/errors.h"
#include "domains/proxies/routes_costs.h"
#include "domains/proxies/service_bulk.h"
#include "domains/proxies/service_lists.h"
#include "domains/proxies/store.h"
#include "domains/proxies/store_import.h"
#include "domains/proxies/views.h"

namespace roost::proxies {
namespace {

void row_to_json(db::Row const& row, std::string& out) {
    out += boost::json::serialize(to_json(store::map_proxy(row)));
}

http::Response present(int status, Proxy const& proxy) {
    return http::Response::json(status, to_json(proxy))
        .with_header("ETag", http::version_etag(proxy.version));
}

Result<http::Response> list_proxies(Proxies& proxies, http::Request const& request) {
    return http::list_response(proxies.parts().db, request, proxy_list(),
                               {{"workspace_id", request.actor().workspace}}, row_to_json);
}

Result<http::Response> list_available(Proxies& proxies, http::Request const& request) {
    return http::list_response(proxies.parts().db, request, available_list(),
                               {{"workspace_id", request.actor().workspace}}, row_to_json);
}

Result<http::Response> create_proxy(Proxies& proxies, http::Request const& request) {
    auto fields = TRY(json::read<rules::Fields>(TRY(request.json_object())));
    return present(201, TRY(proxies.create(request.actor(), fields)));
}

Result<http::Response> get_proxy(Proxies& proxies, http::Request const& request) {
    return present(200, TRY(proxies.get(request.actor(), TRY(request.path_id<ProxyId>("id")))));
}

Result<http::Response> update_proxy(Proxies& proxies, http::Request const& request) {
    auto id = TRY(request.path_id<ProxyId>("id"));
    auto fields = TRY(json::read<rules::Fields>(TRY(request.json_object())));
    return present(200, TRY(proxies.update(request.actor(), id, fields, http::if_match_version(request))));
}

Result<http::Response> delete_proxy(Proxies& proxies, http::Request const& request) {
    auto id = TRY(request.path_id<ProxyId>("id"));
    std::optional<Vacate> choice;
    if (auto accounts = request.query_param("accounts")) {
        choice = from_text<Vacate>(*accounts);
        if (!choice) return roost::errors::invalid_field("accounts", "field.value", "Must be move or leave.");
    }
    TRY(proxies.remove(request.actor(), id, choice));
    return http::Response::no_content();
}

Result<http::Response> test_proxy(Proxies& proxies, http::Request const& request) {
    auto outcome = TRY(proxies.test(request.actor(), TRY(request.path_id<ProxyId>("id"))));
    return http::Response::ok({{"status", to_text(outcome.status)},
                               {"ok", outcome.ok},
                               {"latency_ms", json::write(outcome.latency_ms)},
                               {"exit_address", json::write(outcome.exit_address)},
                               {"error_message", json::write(outcome.error_message)},
                               {"tested_at", json::write(outcome.tested_at)}});
}

Result<http::Response> reveal_password(Proxies& proxies, http::Request const& request) {
    auto password = TRY(proxies.reveal(request.actor(), TRY(request.path_id<ProxyId>("id"))));
    boost::json::value shown = nullptr;
    if (!password.empty()) shown = boost::json::string(password.reveal());
    return http::Response::ok({{"password", shown}}).with_header("Cache-Control", "no-store");
}

struct AssignBody {
    std::int64_t account_id = 0;
    json::Patch<ProxyId> proxy_id;
};
BOOST_DESCRIBE_STRUCT(AssignBody, (), (account_id, proxy_id))

Result<http::Response> assign_proxy(Proxies& proxies, http::Request const& request) {
    auto body = TRY(json::read<AssignBody>(TRY(request.json_object())));
    if (body.account_id < 1)
        return roost::errors::invalid_field("account_id", "field.type", "Must be an id.");
    if (!body.proxy_id.present)
        return roost::errors::invalid_field("proxy_id", "field.required",
                                            "proxy_id is required; null takes the account off its proxy.");
    auto placed = TRY(proxies.assign(request.actor(), body.account_id, body.proxy_id.value));
    return http::Response::ok({{"account_id", placed.account_id},
                               {"proxy_id", json::write(placed.proxy_id)},
                               {"undo_id", json::write(placed.undo_id)}});
}

Result<http::Response> bulk_proxies(Proxies& proxies, live::Feed& feed, http::Request const& request) {
    auto body = TRY(json::read<BulkRequest>(TRY(request.json_object())));
    auto started = TRY(start_bulk(proxies, request.actor(), body));
    if (auto* done = std::get_if<boost::json::object>(&started)) return http::Response::ok(*done);
    return http::accepted(request, proxies.parts().db, feed, std::get<JobId>(started));
}

/// An option of an upload: a form field, else a query parameter, else nothing.
std::optional<std::string> option(http::Request const& request, std::string_view name) {
    auto field = request.form.find(name);
    if (field != request.form.end()) return field->second;
    auto parameter = request.query_param(name);
    return parameter ? std::optional<std::string>(*parameter) : std::nullopt;
}

/// A misspelt option must not turn a dry run into an import.
Result<void> refuse_unknown(std::string const& name) {
    static constexpr std::array<std::string_view, 5> known{"kind", "max_accounts", "dry_run", "provider",
                                                           "attest"};
    if (std::find(known.begin(), known.end(), name) != known.end()) return {};
    return roost::errors::invalid_field(name, "field.unknown", "There is no field '" + name + "' here.");
}

Result<ImportUpload> read_upload(http::Request const& request) {
    for (auto const& [name, value] : request.form) TRY(refuse_unknown(name));
    for (auto const& [name, value] : request.query) TRY(refuse_unknown(name));
    if (request.files.size() != 1)
        return roost::errors::invalid_field("file", "field.required", "Send one file.");
    auto const& file = request.files.front();
    ImportUpload upload{.file_name = file.file_name, .path = file.path};
    if (auto kind = option(request, "kind")) {
        auto known = from_text<ProxyKind>(*kind);
        if (!known) return roost::errors::invalid_field("kind", "field.value", "Must be http or socks5.");
        upload.defaults.kind = *known;
    }
    if (auto most = option(request, "max_accounts")) {
        upload.defaults.max_accounts = text::parse_int(*most).value_or(0);
        if (upload.defaults.max_accounts < 1 || upload.defaults.max_accounts > 100'000) {
            return roost::errors::invalid_field("max_accounts", "field.range", "Must be 1 to 100000.");
        }
    }
    auto dry_run = option(request, "dry_run").value_or("false");
    if (dry_run != "true" && dry_run != "false")
        return roost::errors::invalid_field("dry_run", "field.value", "Must be true or false.");
    upload.dry_run = dry_run == "true";
    upload.defaults.provider = option(request, "provider").value_or("");
    TRY(check_length("provider", upload.defaults.provider, 100));
    return upload;
}

Result<http::Response> import_proxies(Proxies& proxies, live::Feed& feed, http::Request const& request) {
    auto job = TRY(proxies.start_import(request.actor(), TRY(read_upload(request))));
    request.files.front().keep();
    return http::accepted(request, proxies.parts().db, feed, job);
}

/// A csv cell; messages are ours and begin with no formula sign.
std::string csv_cell(std::string_view text) {
    std::string cell = "\"";
    for (char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
    return cell + "\"";
}

Result<http::Response> import_report(Proxies& proxies, http::Request const& request) {
    auto id = TRY(request.path_id<store::ImportId>("id"));
    auto workspace = request.actor().workspace;
    auto& db = proxies.parts().db;
    if (!TRY(db.read([&](db::Reader& reader) { return store::find_import(reader, workspace, id); })))
        return errors::import_not_found();
    auto next = [&db, workspace, id, after = std::int64_t{-1}](std::string& chunk) mutable -> Result<bool> {
        if (after < 0) chunk += "line,outcome,code,message\r\n";
        auto lines = TRY(db.read(
            [&](db::Reader& reader) { return store::lines_after(reader, workspace, id, after, 1000); }));
        for (auto const& line : lines) {
            chunk +=
                fmt::format("{},{},{},{}\r\n", line.line, line.outcome, line.code, csv_cell(line.message));
        }
        after = lines.empty() ? 0 : lines.back().line;
        return lines.size() == 1000;
    };
    return http::Response::csv("proxy-import-" + std::to_string(id.value) + ".csv", next);
}

}  // namespace

http::Routes routes(Proxies& proxies, live::Feed& feed) {
    using enum http::Method;
    auto to = [&proxies](auto handler) {
        return [&proxies, handler](http::Request const& request) { return handler(proxies, request); };
    };
    auto to_job = [&proxies, &feed](auto handler) {
        return [&proxies, &feed, handler](http::Request const& request) {
            return handler(proxies, feed, request);
        };
    };
    auto const area = Area::proxies;
    auto const read = http::Permission::read;
    auto const manage = http::Permission::manage;
    auto const none = http::Body::none();
    auto const file = http::Body::upload(1LL << 30);
    return {
        {get, "/api/proxies", "list_proxies", area, read, http::Rate::read, to(list_proxies), none},
        {post, "/api/proxies", "create_proxy", area, manage, http::Rate::write, to(create_proxy)},
        {get, "/api/proxies/available", "list_available_proxies", area, read, http::Rate::read,
         to(list_available), none},
        {post, "/api/proxies/assign", "assign_proxy", area, manage, http::Rate::write, to(assign_proxy)},
        {get, "/api/proxies/utilization", "get_proxy_utilization", area, read, http::Rate::read,
         to(get_utilization), none},
        {get, "/api/proxies/costs", "get_proxy_costs", area, read, http::Rate::read, to(get_costs), none},
        {post, "/api/proxies/bulk", "bulk_proxies", area, manage, http::Rate::heavy, to_job(bulk_proxies)},
        {post, "/api/proxies/import", "import_proxies", area, manage, http::Rate::heavy,
         to_job(import_proxies), file},
        {get, "/api/proxies/imports/:id/report", "get_proxy_import_report", area, manage, http::Rate::read,
         to(import_report), none},
        {get, "/api/proxies/:id", "get_proxy", area, read, http::Rate::read, to(get_proxy), none},
        {put, "/api/proxies/:id", "update_proxy", area, manage, http::Rate::write, to(update_proxy)},
        {del, "/api/proxies/:id", "delete_proxy", area, manage, http::Rate::write, to(delete_proxy), none},
        {post, "/api/proxies/:id/test", "test_proxy", area, manage, http::Rate::heavy, to(test_proxy), none},
        {post, "/api/proxies/:id/reveal", "reveal_proxy_password", area, manage, http::Rate::write,
         to(reveal_password), none, http::Repeat::afresh},
        {get, "/api/proxies/:id/costs", "list_proxy_costs", area, read, http::Rate::read, to(list_costs),
         none},
    };
}

}  // namespace roost::proxies
