// service_import.cpp: uploads, previews and the durable import of a file of accounts.
#include "core/crypto/sealed_file.h"
#include "domains/accounts/service.h"
#include "domains/accounts/sql.h"
#include "domains/identity/api.h"

namespace roost::accounts {

namespace {

boost::json::object stored_options(ImportStart const& start) {
    boost::json::object stored;
    if (start.format.delimiter) stored["delimiter"] = std::string(1, *start.format.delimiter);
    if (!start.format.columns.empty())
        stored["columns"] = fmt::format("{}", fmt::join(start.format.columns, ","));
    if (start.model_id) stored["model_id"] = start.model_id->value;
    stored["dry_run"] = start.dry_run;
    stored["keep_upload"] = start.keep_upload;
    return stored;
}

/// Cells that may be secret show only that there is something.
std::string masked(std::string_view cell, std::string_view column) {
    if (column == "username" || column == "email" || cell.empty()) return std::string(cell);
    return "••••";
}

boost::json::array sample(std::string_view head, rules::ImportFormat const& format, std::size_t rows) {
    boost::json::array items;
    rules::ImportParser parser(format);
    static std::array<std::string_view, 3> const plain{"username", "password", "email"};
    auto sink = [&](rules::ImportLine const& line) -> Result<void> {
        if (items.size() >= rows) return {};
        boost::json::array fields;
        for (std::size_t i = 0; i < line.fields->size(); ++i) {
            std::string_view column = i < plain.size() ? plain[i] : "extra";
            if (!format.columns.empty())
                column = i < format.columns.size() ? std::string_view(format.columns[i]) : "-";
            fields.emplace_back(masked((*line.fields)[i], column));
        }
        boost::json::object item{
            {"line", line.number}, {"fields", std::move(fields)}, {"code", nullptr}, {"message", nullptr}};
        if (line.code) {
            item["code"] = to_text(*line.code);
            item["message"] = rules::message_of(*line.code);
        }
        items.push_back(std::move(item));
        return {};
    };
    // The head may end inside a line: what is after its last line end is not shown.
    if (!parser.feed(head, sink).ok()) items.clear();
    if (items.size() < rows && head.size() < rules::head_bytes && !parser.finish(sink).ok()) items.clear();
    return items;
}

}  // namespace

Result<std::string> Accounts::read_head(std::filesystem::path const& path) {
    auto file = TRY(crypto::SealedFileReader::open(path, parts_.keys));
    std::string head;
    while (head.size() < rules::head_bytes) {
        auto const piece = TRY(file->next());
        if (piece.empty()) break;
        head += piece;
    }
    return head;
}

Result<ImportId> Accounts::accept_upload(Actor const& actor, ImportUpload const& upload) {
    auto const head = TRY(read_head(upload.path));
    auto const format = rules::recognise(head, {});
    if (format.binary) return errors::import_binary();
    if (format.empty && upload.bytes <= static_cast<std::int64_t>(rules::head_bytes))
        return errors::import_empty();
    auto const path = upload.path.string();
    auto const name = upload.file_name.substr(0, 200);
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) {
        return store::insert_import(tx, actor, {.file_name = name, .upload = path, .bytes = upload.bytes},
                                    parts_.clock.now());
    });
}

Result<void> Accounts::drop_upload(Actor const& actor, ImportId id) {
    auto const import = TRY(get_import(actor, id));
    if (import.job_id || !import.upload) return {};
    std::error_code ignored;  // a file that is gone is what is wanted
    std::filesystem::remove(*import.upload, ignored);
    TRY(parts_.db.write(actor.workspace, [&](db::Tx& tx) {
        return tx.execute(sql::forget_upload, {{"workspace_id", actor.workspace}, {"id", id}});
    }));
    return {};
}

Result<store::Import> Accounts::get_import(Actor const& actor, ImportId id) {
    auto found = TRY(
        parts_.db.read([&](db::Reader& reader) { return store::find_import(reader, actor.workspace, id); }));
    if (!found) return errors::import_not_found();
    return *found;
}

Result<boost::json::object> Accounts::preview(Actor const& actor, ImportId id,
                                              rules::ImportOptions const& options) {
    auto const import = TRY(get_import(actor, id));
    if (!import.upload) return errors::upload_gone();
    auto const head = TRY(read_head(*import.upload));
    auto const format = rules::recognise(head, options);
    auto columns = format.columns;
    if (columns.empty()) columns = {"username", "password", "email"};
    return boost::json::object{{"import_id", id.value},
                               {"file_name", import.file_name},
                               {"bytes", import.bytes},
                               {"encoding", to_text(format.encoding)},
                               {"delimiter", std::string(1, format.delimiter)},
                               {"header", format.header},
                               {"columns", json::write(columns)},
                               {"rows", sample(head, format, 20)}};
}

Result<JobId> Accounts::start_import(Actor const& actor, ImportId id, ImportStart const& start) {
    if (!start.attest) return errors::attest_required();
    auto const options = stored_options(start);
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<JobId> {
        auto const import = TRY(store::find_import(tx, actor.workspace, id));
        if (!import) return errors::import_not_found();
        if (!import->upload) return errors::upload_gone();
        if (import->job_id && !import->finished_at) return errors::import_started();
        if (start.model_id) TRY(models::require_active(tx, actor.workspace, *start.model_id, "model_id"));
        auto const job = TRY(jobs::enqueue(tx, parts_.clock,
                                           {.workspace = actor.workspace,
                                            .kind = "accounts.import",
                                            .payload = {{"import_id", id.value}},
                                            .user = actor.user}));
        TRY(store::start_import(tx, actor, id, job, options, parts_.clock.now()));
        TRY(identity::audit(tx, parts_.clock, actor,
                            {.action = start.dry_run ? "accounts.import_dry_run" : "accounts.import",
                             .object_type = "account_import",
                             .object_id = id.value,
                             .detail = {{"file_name", import->file_name}, {"attested", true}}}));
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = actor.workspace,
                           .topic = "imports",
                           .kind = live::ChangeKind::created,
                           .ids = {id.value}}));
        return job;
    });
}

/// Uploads that nobody started within a day.
Result<void> Accounts::forget_uploads(Instant now) {
    struct Upload {
        WorkspaceId workspace;
        ImportId id;
        std::string path;
    };
    auto const day = Millis{24LL * 3600 * 1000};
    auto const uploads = TRY(parts_.db.read([&](db::Reader& reader) {
        return reader.list(sql::stale_uploads, {{"before", now - day}}, [](db::Row const& row) {
            return Upload{db::get<WorkspaceId>(row, 0), db::get<ImportId>(row, 1),
                          db::get<std::string>(row, 2)};
        });
    }));
    for (auto const& upload : uploads) {
        std::error_code ignored;  // a file that is gone is what is wanted
        std::filesystem::remove(upload.path, ignored);
        TRY(parts_.db.write(upload.workspace, [&](db::Tx& tx) {
            return tx.execute(sql::forget_upload, {{"workspace_id", upload.workspace}, {"id", upload.id}});
        }));
    }
    return {};
}

}  // namespace roost::accounts
