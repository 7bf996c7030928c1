// service_import.cpp: a file of proxies as a job.
#include "domains/proxies/service_import.h"

#include "core/base/text.h"
#include "core/crypto/sealed_file.h"
#include "core/live/live.h"
#include "domains/identity/api.h"
#include "domains/proxies/errors.h"

namespace roost::proxies {
namespace {

constexpr std::size_t batch_lines = 2000;
constexpr std::size_t head_bytes = 64 << 10;
constexpr int rejected_shown = 100;

rules::LineProblem fault_of(text::LineFault fault) {
    if (fault == text::LineFault::too_long) return {"line_too_long", "The line has more than 1 MB."};
    return {"bad_encoding", "The line is not UTF-8."};
}

store::ImportLine duplicate(std::int64_t line, bool in_file) {
    return {line, "duplicate", in_file ? "duplicate_in_file" : "duplicate_existing",
            in_file ? "The file has this proxy before." : "The workspace has this proxy already."};
}

/// Whether the beginning of a file has a line with data.
bool has_data(std::string_view head) {
    text::LineReader lines;
    bool first = true, found = false;
    auto look = [&](text::Line const& line) -> Result<void> {
        bool blank = line.fault == text::LineFault::none && text::trim(line.text).empty();
        bool header = !blank && std::exchange(first, first && blank) && rules::read_header(line.text);
        found = found || (!blank && !header);
        return {};
    };
    return lines.feed(head, look).ok() && lines.finish(look).ok() && found;
}

}  // namespace

Result<JobId> Proxies::start_import(Actor const& actor, ImportUpload const& upload) {
    auto file = TRY(crypto::SealedFileReader::open(upload.path, parts_.keys));
    std::string head;
    bool whole = false;
    while (head.size() < head_bytes && !whole) {
        auto piece = TRY(file->next());
        whole = piece.empty();
        head += piece;
    }
    if (text::looks_binary(head)) return errors::import_binary();
    if (whole && !has_data(head)) return errors::import_empty();
    auto options = boost::json::serialize(boost::json::object{{"kind", to_text(upload.defaults.kind)},
                                                              {"max_accounts", upload.defaults.max_accounts},
                                                              {"provider", upload.defaults.provider},
                                                              {"dry_run", upload.dry_run}});
    auto name = upload.file_name.substr(0, 255);
    auto path = upload.path.string();
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<JobId> {
        auto id = TRY(store::insert_import(tx, actor.workspace, {name, path, actor.user.value, options},
                                           parts_.clock.now()));
        TRY(identity::audit(
            tx, parts_.clock, actor,
            {.action = "proxies.import", .object_type = "proxy_import", .object_id = id.value}));
        return jobs::enqueue(tx, parts_.clock,
                             {.workspace = actor.workspace,
                              .kind = "proxies.import",
                              .payload = {{"import_id", id.value}},
                              .user = actor.user});
    });
}

ImportRun::ImportRun(Proxies& proxies, jobs::JobContext& context)
    : parts_(proxies.parts()),
      context_(context),
      workspace_(context.job().workspace),
      id_(context.job().payload.at("import_id").as_int64()) {}

Result<boost::json::value> ImportRun::run() {
    auto import =
        TRY(parts_.db.read([&](db::Reader& reader) { return store::find_import(reader, workspace_, id_); }));
    if (!import) return errors::import_not_found();
    if (!import->file_path) {  // a run before this one got to the end and no further
        counts_ = import->counts;
        return result();
    }
    auto options = boost::json::parse(import->options).as_object();
    defaults_.kind = from_text<ProxyKind>(options.at("kind").as_string()).value_or(ProxyKind::http);
    defaults_.max_accounts = options.at("max_accounts").as_int64();
    defaults_.provider = std::string(options.at("provider").as_string());
    dry_run_ = options.at("dry_run").as_bool();
    resume();
    auto read = stream(*import->file_path);
    if (read.ok()) read = flush();
    if (!read.ok() && !context_.cancelled()) return std::move(read).error();
    TRY(finish());
    std::error_code gone;
    std::filesystem::remove(*import->file_path, gone);
    if (!read.ok()) return std::move(read).error();
    if (counts_.lines == 0) return errors::import_empty();
    return result();
}

void ImportRun::resume() {
    auto const* checkpoint = context_.job().payload.if_contains("checkpoint");
    if (checkpoint == nullptr || !checkpoint->is_object()) return;
    auto const& state = checkpoint->get_object();
    done_line_ = state.at("line").as_int64();
    counts_ = {state.at("lines").as_int64(), state.at("imported").as_int64(),
               state.at("duplicates").as_int64(), state.at("rejected").as_int64()};
}

Result<void> ImportRun::stream(std::filesystem::path const& path) {
    auto file = TRY(crypto::SealedFileReader::open(path, parts_.keys));
    text::LineReader lines;
    auto take = [this](text::Line const& line) { return on_line(line); };
    while (true) {
        if (context_.cancelled() || context_.stopping()) return jobs::errors::interrupted();
        auto piece = TRY(file->next());
        if (piece.empty()) return lines.finish(take);
        TRY(lines.feed(piece, take));
    }
}

Result<void> ImportRun::on_line(text::Line const& line) {
    bool readable = line.fault == text::LineFault::none;
    if (readable && text::trim(line.text).empty()) return {};
    if (!std::exchange(header_read_, true) && readable) {
        columns_ = rules::read_header(line.text);
        if (columns_) return {};
    }
    if (line.number <= done_line_) return {};
    if (readable) batch_.push_back({line.number, rules::parse_line(line.text, columns_, defaults_)});
    else batch_.push_back({line.number, fault_of(line.fault)});
    return batch_.size() < batch_lines ? Result<void>{} : flush();
}

ImportRun::Sorted ImportRun::sort_batch() const {
    Sorted sorted;
    std::unordered_set<std::string> keys;
    for (auto const& entry : batch_) {
        if (auto const* problem = std::get_if<rules::LineProblem>(&entry.parsed)) {
            sorted.others.push_back({entry.line, "rejected", problem->code, problem->message});
            continue;
        }
        auto const& parsed = std::get<rules::ParsedProxy>(entry.parsed);
        auto key = store::address_key(parsed.proxy);
        if (seen_.contains(key) || !keys.insert(key).second) {
            sorted.others.push_back(duplicate(entry.line, true));
        } else {
            sorted.proxies.push_back(parsed);
            sorted.line_of.push_back(entry.line);
        }
    }
    return sorted;
}

/// Inside the transaction: what is new, what was there, the counts after it.
Result<store::ImportCounts> ImportRun::write(db::Tx& tx, Sorted const& sorted) {
    store::Batch const batch{tx, workspace_, id_, parts_.clock.now()};
    std::unordered_set<std::string> added;
    if (!dry_run_) {
        for (auto& key : TRY(store::import_proxies(batch, parts_.keys, sorted.proxies)))
            added.insert(std::move(key));
    }
    std::unordered_map<std::string, store::ImportId> known;
    if (added.size() < sorted.proxies.size()) {
        for (auto& [key, import] : TRY(store::known(tx, workspace_, sorted.proxies)))
            known.emplace(key, import);
    }
    auto others = sorted.others;
    for (std::size_t i = 0; i < sorted.proxies.size(); ++i) {
        auto key = store::address_key(sorted.proxies[i].proxy);
        auto there = added.contains(key) ? known.end() : known.find(key);
        if (there != known.end()) others.push_back(duplicate(sorted.line_of[i], there->second == id_));
    }
    TRY(store::add_lines(batch, others));
    auto counts = counts_;
    counts.lines += static_cast<std::int64_t>(batch_.size());
    for (auto const& line : others) ++(line.outcome == "rejected" ? counts.rejected : counts.duplicates);
    counts.imported = counts.lines - counts.duplicates - counts.rejected;
    TRY(store::count_import(tx, workspace_, id_, counts));
    if (!added.empty()) {
        TRY(announce_free_slots(tx, parts_.clock, workspace_));
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = workspace_, .topic = "proxies", .kind = live::ChangeKind::created}));
    }
    return counts;
}

Result<void> ImportRun::flush() {
    if (batch_.empty()) return {};
    auto const sorted = sort_batch();
    auto const last_line = batch_.back().line;
    counts_ = TRY(parts_.db.write(workspace_, [&](db::Tx& tx) -> Result<store::ImportCounts> {
        auto counts = TRY(write(tx, sorted));
        if (dry_run_) return counts;  // starts again after a crash: it changed nothing
        TRY(context_.checkpoint(tx, {{"line", last_line},
                                     {"lines", counts.lines},
                                     {"imported", counts.imported},
                                     {"duplicates", counts.duplicates},
                                     {"rejected", counts.rejected}}));
        return counts;
    }));
    if (dry_run_) {
        for (auto const& parsed : sorted.proxies) seen_.insert(store::address_key(parsed.proxy));
    }
    batch_.clear();
    context_.progress(dry_run_ ? "checking" : "importing", counts_.lines, std::nullopt);
    return {};
}

Result<void> ImportRun::finish() {
    return parts_.db.write(workspace_, [&](db::Tx& tx) {
        return store::finish_import(tx, workspace_, id_, parts_.clock.now());
    });
}

Result<boost::json::value> ImportRun::result() {
    auto rejected = TRY(parts_.db.read(
        [&](db::Reader& reader) { return store::rejected_lines(reader, workspace_, id_, rejected_shown); }));
    boost::json::array lines;
    for (auto const& line : rejected)
        lines.push_back({{"line", line.line}, {"code", line.code}, {"message", line.message}});
    return boost::json::value{{"import_id", id_.value},
                              {"lines", counts_.lines},
                              {"imported", counts_.imported},
                              {"duplicates", counts_.duplicates},
                              {"rejected", counts_.rejected},
                              {"report_url", "/api/proxies/imports/" + std::to_string(id_.value) + "/report"},
                              {"rejected_lines", std::move(lines)}};
}

}  // namespace roost::proxies
