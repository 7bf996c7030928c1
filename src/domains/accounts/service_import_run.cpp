// service_import_run.cpp: batches of an import, each in one transaction with its checkpoint.
#include "domains/accounts/service_import_run.h"

#include <numeric>

#include "core/crypto/sealed_file.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/store_json.h"

namespace roost::accounts {

namespace {

std::int64_t checkpointed(jobs::Job const& job, std::string_view name) {
    auto const* checkpoint = job.payload.if_contains("checkpoint");
    if (checkpoint == nullptr || !checkpoint->is_object()) return 0;
    auto const* value = checkpoint->get_object().if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

ImportPlace checkpointed_place(jobs::Job const& job) {
    return {.line = checkpointed(job, "line"),
            .stretch_end = checkpointed(job, "stretch_end"),
            .done = checkpointed(job, "done")};
}

/// What a run before this one came to, when the program died before the job's end was stored.
std::optional<boost::json::value> result_of_earlier_run(jobs::Job const& job) {
    auto const* checkpoint = job.payload.if_contains("checkpoint");
    if (checkpoint == nullptr || !checkpoint->is_object()) return std::nullopt;
    auto const* result = checkpoint->get_object().if_contains("result");
    return result == nullptr ? std::nullopt : std::optional(*result);
}

/// A body without a form has no file name.
std::string label_of(store::Import const& import) {
    return import.file_name.empty() ? "Import of accounts" : "Import of " + import.file_name;
}

/// The kinds that core/jobs runs again.
bool is_retried(Error const& error) {
    return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::rate_limited ||
           error.kind == ErrorKind::timeout || error.kind == ErrorKind::internal;
}

void remove_file(std::string const& path) {
    std::error_code ignored;  // a file that is gone is what is wanted
    std::filesystem::remove(path, ignored);
}

}  // namespace

bool ImportRun::flag(std::string_view name) const {
    auto const* value = import_.options.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<ModelId> ImportRun::model() const {
    auto const* value = import_.options.if_contains("model_id");
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    return ModelId{value->get_int64()};
}

rules::ImportOptions ImportRun::options() const {
    rules::ImportOptions options;
    auto text = [&](std::string_view name) -> std::string_view {
        auto const* value = import_.options.if_contains(name);
        return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                      : std::string_view{};
    };
    if (!text("delimiter").empty()) options.delimiter = text("delimiter").front();
    if (!text("columns").empty()) {
        // Checked before it was stored; were it broken all the same, the file's own header counts.
        if (auto columns = rules::parse_columns(text("columns")); columns.ok())
            options.columns = columns.value();
    }
    return options;
}

Result<boost::json::value> ImportRun::run() {
    workspace_ = job_.job().workspace;
    if (auto ended = result_of_earlier_run(job_.job())) return *ended;
    auto const id = ImportId{job_.job().payload.at("import_id").as_int64()};
    import_ = TRY(accounts_.get_import(Actor::system(workspace_), id));
    if (!import_.upload) return errors::upload_gone();
    auto const done = import_all();
    if (!done.ok() && is_retried(done.error()) && !job_.cancelled()) return done.error();
    // Also what was cut short is closed: its counts are true, its lines can be read, it can be
    // undone.
    auto result = TRY(finish(done.ok()));
    if (!done.ok()) return done.error();
    return result;
}

Result<void> ImportRun::import_all() {
    auto const head = TRY(accounts_.read_head(*import_.upload));
    auto const format = rules::recognise(head, options());
    if (format.binary) return errors::import_binary();
    bool const dry = flag("dry_run");
    lines_ = dry ? 0 : import_.lines;
    proxies_ = checkpointed(job_.job(), "proxies");
    if (dry) {
        TRY(parts_.db.write(workspace_,
                            [&](db::Tx& tx) { return store::reset_import(tx, workspace_, import_.id); }));
    }
    ImportFeed feed({.workspace = workspace_,
                     .import = import_.id,
                     .path = *import_.upload,
                     .format = format,
                     .begin = dry ? ImportPlace{} : checkpointed_place(job_.job()),
                     .dry_run = dry},
                    parts_.keys, parts_.db);
    while (true) {
        auto batch = TRY(feed.next());
        if (!batch) break;
        auto const begun = parts_.clock.monotonic();
        TRY(dry ? try_batch(*batch) : write_batch(*batch));
        feed.resize(rules::next_batch_lines(batch->size(), parts_.clock.monotonic() - begun));
        lines_ += batch->size();
        report(*batch);
        if (job_.cancelled() || job_.stopping()) return jobs::errors::interrupted();
    }
    if (lines_ == 0) return errors::import_empty();
    return {};
}

void ImportRun::report(ImportBatch const& batch) {
    // How many lines there are is not known before the end: the bytes tell the share.
    auto const total =
        lines_ * std::max<std::int64_t>(import_.bytes, 1) / std::max<std::int64_t>(batch.bytes_read, 1);
    job_.progress(flag("dry_run") ? "comparing" : "importing", lines_, std::max(total, lines_));
}

/// The feed looked which names are taken while the batch before was written, so that this transaction
/// need not. When the workspace got one of them since, the transaction fails, and looks itself.
Result<void> ImportRun::write_batch(ImportBatch& batch) {
    auto written = write_transaction(batch, false);
    if (!written.ok() && written.error().code == "db.unique") written = write_transaction(batch, true);
    TRY(std::move(written));
    proxies_ += batch_proxies_;
    return {};
}

/// The rows, the proxies they get, the failed lines, the counts and the checkpoint in one transaction,
/// so that a crash leaves all of it or nothing.
Result<void> ImportRun::write_transaction(ImportBatch& batch, bool compare_again) {
    std::vector<std::uint32_t> all(batch.accounts.size());
    std::iota(all.begin(), all.end(), 0U);
    return parts_.db.write(workspace_, [&](db::Tx& tx) -> Result<void> {
        store::ImportGrowth growth{.failed = batch.failed};
        auto fresh = all;
        if (compare_again) {
            auto compared = TRY(store::compare_names(
                tx, workspace_, import_.id,
                {.rows = {.rows = &batch.accounts, .which = all}, .lines = batch.lines}));
            fresh = std::move(compared.fresh);
            growth.failed.insert(growth.failed.end(), compared.duplicates.begin(), compared.duplicates.end());
        }
        TRY(insert_accounts(tx, batch, fresh, growth));
        TRY(store::grow_import(tx, workspace_, import_.id, growth));
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = workspace_,
                           .topic = "imports",
                           .kind = live::ChangeKind::progress,
                           .ids = {import_.id.value}}));
        return job_.checkpoint(tx, {{"line", batch.end.line},
                                    {"stretch_end", batch.end.stretch_end},
                                    {"done", batch.end.done},
                                    {"proxies", proxies_ + batch_proxies_}});
    });
}

Result<void> ImportRun::insert_accounts(db::Tx& tx, ImportBatch& batch, std::span<std::uint32_t const> fresh,
                                        store::ImportGrowth& growth) {
    auto const now = parts_.clock.now();
    batch_proxies_ = 0;
    growth.imported = static_cast<std::int64_t>(fresh.size());
    if (fresh.empty()) return {};
    growth.first_username = batch.accounts.text(fresh.front(), store::new_username);
    growth.last_username = batch.accounts.text(fresh.back(), store::new_username);
    TRY(give_proxies(tx, batch, fresh, now));
    store::InsertShared shared{.model_id = model(), .import_id = import_.id, .now = now};
    if (shared.model_id) shared.due_at = now;
    shared.with_proxy = batch_proxies_;
    shared.without_proxy = growth.imported - batch_proxies_;
    TRY(store::insert_many(tx, workspace_, {.rows = &batch.accounts, .which = fresh}, shared));
    return live::publish(tx, parts_.clock,
                         {.workspace = workspace_, .topic = "accounts", .kind = live::ChangeKind::created});
}

Result<void> ImportRun::give_proxies(db::Tx& tx, ImportBatch& batch, std::span<std::uint32_t const> fresh,
                                     Instant now) {
    rules::SlotPicker picker;
    TRY(accounts_.load_slots(tx, workspace_, static_cast<std::int64_t>(fresh.size()), picker));
    auto const model_id = model();
    for (auto row : fresh) {
        auto const proxy = picker.take(model_id);
        batch.accounts.set(row, store::new_proxy, proxy ? std::optional(proxy->value) : std::nullopt);
        if (proxy) ++batch_proxies_;
    }
    if (batch_proxies_ == 0) return {};
    return proxies::change_slots(tx, workspace_, picker.take_changes(), now);
}

/// The same without an account: the file's names are remembered as 64-bit hashes, 8 bytes each.
Result<void> ImportRun::try_batch(ImportBatch const& batch) {
    store::ImportGrowth growth{.failed = batch.failed};
    for (std::uint32_t row = 0; row < batch.accounts.size(); ++row) {
        auto const username = batch.accounts.text(row, store::new_username);
        if (names_.insert(std::hash<std::string_view>{}(username)).second) {
            ++growth.imported;
        } else {
            growth.failed.push_back(
                {batch.lines[row], rules::LineCode::duplicate_in_file, std::string(username)});
        }
    }
    return parts_.db.write(
        workspace_, [&](db::Tx& tx) { return store::grow_import(tx, workspace_, import_.id, growth); });
}

/// The result, the undo record and the end of the uploaded file.
Result<boost::json::value> ImportRun::finish(bool whole) {
    bool const dry = flag("dry_run");
    bool const keep = dry && flag("keep_upload");
    auto const result = TRY(parts_.db.write(workspace_, [&](db::Tx& tx) -> Result<boost::json::value> {
        auto const now = parts_.clock.now();
        auto const import = TRY(store::find_import(tx, workspace_, import_.id));
        if (!import) return errors::import_not_found();
        boost::json::object result{{"import_id", import->id.value}, {"dry_run", dry}};
        result["lines"] = import->lines;
        result["imported"] = import->imported;
        result["duplicates"] = import->duplicates;
        result["rejected"] = import->rejected;
        result["proxies_assigned"] = dry ? 0 : proxies_;
        result["without_proxy"] = dry ? 0 : import->imported - proxies_;
        result["report_url"] = fmt::format("/api/accounts/imports/{}/report", import->id.value);
        result["rejected_lines"] = TRY(store::rejected_lines(tx, workspace_, import->id));
        result["undo_id"] = nullptr;
        if (!dry && import->imported > 0) {
            auto actor = Actor::system(workspace_, import->actor);
            actor.user = import->user.value_or(UserId{});
            auto const undo = TRY(store::insert_undo(tx, actor,
                                                     {.aspect = UndoAspect::import,
                                                      .label = label_of(*import),
                                                      .import_id = import->id,
                                                      .accounts = import->imported,
                                                      .now = now}));
            result["undo_id"] = undo.value;
        }
        TRY(store::finish_import(tx, workspace_, import->id, result, keep ? import->upload : std::nullopt,
                                 now));
        if (whole) TRY(job_.checkpoint(tx, {{"result", result}}));
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = workspace_, .topic = "imports", .ids = {import->id.value}}));
        return boost::json::value(std::move(result));
    }));
    if (!keep) remove_file(*import_.upload);
    return result;
}

}  // namespace roost::accounts
