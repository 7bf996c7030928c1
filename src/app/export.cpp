// export.cpp: pages through the list routes as the command line and writes what they answer.
#include "app/export.h"

#include <fcntl.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/services.h"
#include "core/crypto/disk_file.h"
#include "core/http/csv.h"

namespace roost::app {
namespace fs = std::filesystem;
namespace bj = boost::json;
namespace {

struct List {
    std::string_view name;
    std::string_view operation;
    std::string_view param = "";  // a parameter without which the list is not whole
    std::string_view value = "";
};
constexpr List lists[] = {{"models", "list_models", "archived", "any"},
                          {"accounts", "list_accounts"},
                          {"trash", "list_accounts", "trashed", "true"},
                          {"proxies", "list_proxies"},
                          {"warmup_steps", "list_warmup_steps"},
                          {"bots", "list_bots"},
                          {"members", "list_members"},
                          {"audit_log", "list_audit_log"}};

http::Route const& route_of(Program& program, std::string_view operation) {
    auto const& routes = program.server().routes();
    return *std::ranges::find(routes, operation, &http::Route::operation_id);
}

Result<bj::object> page_of(http::Route const& route, List const& list, Actor const& actor,
                           std::string const& cursor) {
    http::Request request;
    request.path = route.path;
    request.query = {{"limit", "1000"}};
    if (!list.param.empty()) request.query.emplace_back(list.param, list.value);
    if (!cursor.empty()) request.query.emplace_back("cursor", cursor);
    request.maybe_actor = actor;
    auto response = TRY(route.handler(request));
    return bj::parse(response.body).as_object();
}

/// Opens the secrets of one row, which is a reveal like any other.
Result<void> add_secrets(Services& services, Actor const& actor, List const& list, bj::object& row) {
    auto id = row.at("id").is_int64() ? row.at("id").as_int64() : 0;
    if (list.operation == "list_accounts") {
        auto secrets = TRY(services.accounts.reveal(actor, accounts::AccountId{id}));
        row["password"] = secrets.password.reveal();
        row["extra"] = bj::parse(secrets.extra.reveal());
    } else if (list.operation == "list_proxies") {
        row["password"] = TRY(services.proxies.reveal(actor, proxies::ProxyId{id})).reveal();
    }
    return {};
}

/// Rows as they come, in the format asked for. Not thread-safe.
class RowsFile {
public:
    static Result<RowsFile> create(fs::path path, ExportFormat format) {
        auto file = TRY(crypto::DiskFile::open(std::move(path), O_WRONLY | O_CREAT | O_EXCL));
        return RowsFile(std::move(file), format);
    }

    void add(bj::object const& row) {
        if (format_ == ExportFormat::csv) {
            if (rows_ == 0) http::append_csv_head(text_, row);
            http::append_csv_row(text_, row);
        } else {
            (text_ += rows_ == 0 ? "[\n" : ",\n") += bj::serialize(row);
        }
        ++rows_;
    }

    Result<void> flush() {
        TRY(file_.write(text_));
        text_.clear();
        return {};
    }

    Result<std::int64_t> finish() {
        if (format_ == ExportFormat::json) text_ += rows_ == 0 ? "[]\n" : "\n]\n";
        TRY(flush());
        TRY(file_.sync());
        return rows_;
    }

private:
    RowsFile(crypto::DiskFile file, ExportFormat format) : file_(std::move(file)), format_(format) {}

    crypto::DiskFile file_;
    ExportFormat format_;
    std::string text_;
    std::int64_t rows_ = 0;
};

Result<ExportedFile> export_list(Program& program, Actor const& actor, List const& list,
                                 fs::path const& folder, ExportOptions const& options, Progress& progress) {
    auto name = fmt::format("{}.{}", list.name, to_text(options.format));
    auto file = TRY(RowsFile::create(folder / name, options.format));
    auto const& route = route_of(program, list.operation);
    std::string cursor;
    std::int64_t done = 0;
    do {
        auto page = TRY(page_of(route, list, actor, cursor));
        for (auto& item : page.at("items").as_array()) {
            auto& row = item.as_object();
            if (options.secrets == ExportSecrets::included)
                TRY(add_secrets(program.services(), actor, list, row));
            file.add(row);
            ++done;
        }
        TRY(file.flush());
        auto const* total = page.if_contains("total");
        progress.show(list.name, done, total && total->is_int64() ? total->as_int64() : 0);
        auto const* next = page.if_contains("next_cursor");
        cursor = next && next->is_string() ? std::string(next->get_string()) : std::string();
    } while (!cursor.empty());
    return ExportedFile{name, TRY(file.finish())};
}

Result<void> check(ExportOptions const& options) {
    auto known = export_lists();
    for (auto const& name : options.only) {
        if (std::ranges::find(known, name) != known.end()) continue;
        return errors::invalid_field(
            "--only", "export.unknown_list",
            fmt::format("There is no list {}; there are {}.", name, fmt::join(known, ", ")));
    }
    if (!fs::exists(options.folder)) return {};
    return errors::conflict("export.exists",
                            options.folder.string() + " is there already. Name a folder that is not.");
}

/// An empty folder beside `folder`, for its owner only; what an export that was cut off left goes.
Result<fs::path> make_draft(fs::path const& folder) {
    auto draft = folder;
    draft += ".partial";
    std::error_code failed;
    fs::remove_all(draft, failed);
    if (!failed) fs::create_directories(draft, failed);
    if (!failed) fs::permissions(draft, fs::perms::owner_all, failed);
    if (failed) return crypto::disk_error("make", draft, failed.value());
    return draft;
}

}  // namespace

std::vector<std::string> export_lists() {
    std::vector<std::string> names;
    for (auto const& list : lists) names.emplace_back(list.name);
    return names;
}

Result<std::vector<ExportedFile>> export_workspace(Program& program, WorkspaceId workspace,
                                                   ExportOptions const& options, Progress& progress) {
    TRY(check(options));
    auto draft = TRY(make_draft(options.folder));
    auto actor = Actor::system(workspace, "command line");
    std::vector<ExportedFile> files;
    for (auto const& list : lists) {
        bool wanted =
            options.only.empty() || std::ranges::find(options.only, list.name) != options.only.end();
        if (wanted) files.push_back(TRY(export_list(program, actor, list, draft, options, progress)));
    }
    TRY(crypto::sync_folder(draft));
    std::error_code failed;
    fs::rename(draft, options.folder, failed);
    if (failed) return crypto::disk_error("finish", options.folder, failed.value());
    return files;
}

}  // namespace roost::app
