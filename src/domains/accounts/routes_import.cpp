// routes_import.cpp: uploads, previews, starts and reports of imports of accounts.
#include "core/base/text.h"
#include "core/http/job_response.h"
#include "core/http/list.h"
#include "domains/accounts/routes.h"
#include "domains/accounts/service_lists.h"
#include "domains/accounts/views.h"

namespace roost::accounts {

namespace {

using http::Request;
using http::Response;

constexpr std::int64_t upload_bytes_max = 1LL << 30;
constexpr int report_lines_per_piece = 1000;

/// An option of an upload: a form field, else a query parameter, else nothing.
std::optional<std::string> option(Request const& request, std::string_view name) {
    auto const field = request.form.find(name);
    if (field != request.form.end()) return field->second;
    auto const parameter = request.query_param(name);
    return parameter ? std::optional<std::string>(*parameter) : std::nullopt;
}

Result<bool> flag(Request const& request, std::string_view name) {
    auto const text = option(request, name).value_or("false");
    if (text != "true" && text != "false")
        return roost::errors::invalid_field(std::string(name), "field.value", "Must be true or false.");
    return text == "true";
}

Result<rules::ImportOptions> format_of(std::optional<std::string> const& delimiter,
                                       std::optional<std::string> const& columns) {
    rules::ImportOptions options;
    if (delimiter && !delimiter->empty()) {
        options.delimiter = rules::parse_delimiter(*delimiter);
        if (!options.delimiter)
            return roost::errors::invalid_field("delimiter", "import.delimiter",
                                                "Must be a comma, colon, semicolon, pipe or tab.");
    }
    if (columns && !columns->empty()) options.columns = TRY(rules::parse_columns(*columns));
    return options;
}

/// A misspelt option must not turn a dry run into an import.
Result<void> refuse_unknown(std::string const& name) {
    static constexpr std::array<std::string_view, 5> known{"model_id", "dry_run", "delimiter", "columns",
                                                           "attest"};
    if (std::find(known.begin(), known.end(), name) != known.end()) return {};
    return roost::errors::invalid_field(name, "field.unknown", "There is no field '" + name + "' here.");
}

Result<ImportStart> start_of(Request const& request) {
    for (auto const& [name, value] : request.form) TRY(refuse_unknown(name));
    for (auto const& [name, value] : request.query) TRY(refuse_unknown(name));
    ImportStart start{.format = TRY(format_of(option(request, "delimiter"), option(request, "columns"))),
                      .dry_run = TRY(flag(request, "dry_run")),
                      .attest = TRY(flag(request, "attest"))};
    if (auto const model = option(request, "model_id"); model && !model->empty()) {
        auto const id = text::parse_int(*model);
        if (!id || *id <= 0) return roost::errors::invalid_field("model_id", "field.type", "Must be an id.");
        start.model_id = ModelId{*id};
    }
    return start;
}

Result<ImportId> accept(Accounts& accounts, Request const& request) {
    if (request.files.empty() && request.header("content-type").starts_with("text/"))
        return errors::import_empty();  // a body without a byte
    if (request.files.size() != 1)
        return roost::errors::invalid_field("file", "field.required", "Send one file.");
    auto const& file = request.files.front();
    auto const id = TRY(accounts.accept_upload(request.actor(), {file.file_name, file.path, file.bytes}));
    file.keep();
    return id;
}

Result<Response> import_file(Accounts& accounts, live::Feed& feed, Request const& request) {
    auto const start = TRY(start_of(request));
    if (!start.attest) return errors::attest_required();
    auto const id = TRY(accept(accounts, request));
    auto const job = accounts.start_import(request.actor(), id, start);
    if (!job.ok()) {  // nobody was told the import's id: nobody could start it later
        TRY(accounts.drop_upload(request.actor(), id));
        return job.error();
    }
    return http::accepted(request, accounts.db(), feed, *job);
}

Result<Response> preview_file(Accounts& accounts, Request const& request) {
    auto const start = TRY(start_of(request));
    auto const id = TRY(accept(accounts, request));
    return Response::ok(TRY(accounts.preview(request.actor(), id, start.format)))
        .with_header("Cache-Control", "no-store");
}

Result<Response> preview_upload(Accounts& accounts, Request const& request) {
    auto const id = TRY(request.path_id<ImportId>("id"));
    auto const format = TRY(format_of(option(request, "delimiter"), option(request, "columns")));
    return Response::ok(TRY(accounts.preview(request.actor(), id, format)))
        .with_header("Cache-Control", "no-store");
}

struct StartBody {
    std::optional<ModelId> model_id;
    std::optional<bool> dry_run;
    std::optional<std::string> delimiter;
    std::optional<std::string> columns;
    std::optional<bool> attest;
};
BOOST_DESCRIBE_STRUCT(StartBody, (), (model_id, dry_run, delimiter, columns, attest))

Result<Response> start_upload(Accounts& accounts, live::Feed& feed, Request const& request) {
    auto const id = TRY(request.path_id<ImportId>("id"));
    auto const body = TRY(json::read<StartBody>(TRY(request.json_object())));
    ImportStart const start{.format = TRY(format_of(body.delimiter, body.columns)),
                            .model_id = body.model_id,
                            .dry_run = body.dry_run.value_or(false),
                            .attest = body.attest.value_or(false),
                            .keep_upload = true};
    return http::accepted(request, accounts.db(), feed,
                          TRY(accounts.start_import(request.actor(), id, start)));
}

Result<Response> list_imports(Accounts& accounts, Request const& request) {
    return http::list_response(accounts.db(), request, import_list(),
                               {{"workspace_id", request.actor().workspace}}, append_import);
}

/// Usernames have no character that a spreadsheet could take for a formula, messages none that need
/// quotes.
Result<Response> import_report(Accounts& accounts, Request const& request) {
    auto const id = TRY(request.path_id<ImportId>("id"));
    auto const workspace = request.actor().workspace;
    TRY(accounts.get_import(request.actor(), id));
    auto next = [&db = accounts.db(), workspace, id,
                 after = std::int64_t{-1}](std::string& chunk) mutable -> Result<bool> {
        if (after < 0) chunk += "line,outcome,code,message,username\r\n";
        auto const lines = TRY(db.read([&](db::Reader& reader) {
            return store::lines_after(reader, workspace, id, after, report_lines_per_piece);
        }));
        for (auto const& line : lines) {
            auto const outcome = store::is_duplicate(line.code) ? "duplicate" : "rejected";
            chunk += fmt::format("{},{},{},\"{}\",{}\r\n", line.line, outcome, to_text(line.code),
                                 rules::message_of(line.code), line.username);
        }
        after = lines.empty() ? 0 : lines.back().line;
        return lines.size() == report_lines_per_piece;
    };
    return Response::csv("account-import-" + std::to_string(id.value) + ".csv", next);
}

}  // namespace

http::Routes import_routes(Accounts& accounts, live::Feed& feed) {
    using enum http::Method;
    auto to = [&accounts](auto handler) {
        return [&accounts, handler](Request const& r) { return handler(accounts, r); };
    };
    auto to_job = [&accounts, &feed](auto handler) {
        return [&accounts, &feed, handler](Request const& r) { return handler(accounts, feed, r); };
    };
    auto const area = Area::accounts;
    auto const manage = http::Permission::manage;
    auto const none = http::Body::none();
    auto const file = http::Body::upload(upload_bytes_max);
    return {
        {post, "/api/accounts/import", "import_accounts", area, manage, http::Rate::heavy,
         to_job(import_file), file},
        {post, "/api/accounts/import/preview", "preview_account_import", area, manage, http::Rate::heavy,
         to(preview_file), file},
        {get, "/api/accounts/imports", "list_account_imports", area, http::Permission::read, http::Rate::read,
         to(list_imports), none},
        {get, "/api/accounts/imports/:id/preview", "preview_account_upload", area, manage, http::Rate::read,
         to(preview_upload), none},
        {post, "/api/accounts/imports/:id/start", "start_account_import", area, manage, http::Rate::heavy,
         to_job(start_upload)},
        {get, "/api/accounts/imports/:id/report", "account_import_report", area, manage, http::Rate::read,
         to(import_report), none},
    };
}

}  // namespace roost::accounts
