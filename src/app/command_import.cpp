// command_import.cpp: `roost import accounts|proxies FILE`: the same import as over the API, from
// the machine itself.
#include <fmt/format.h>

#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>

#include "app/commands.h"
#include "app/opened.h"
#include "app/progress.h"
#include "core/crypto/sealed_file.h"
#include "core/jobs/jobs.h"

namespace roost::app {
namespace {

struct ImportOptions {
    std::string file;
    std::string workspace;
    std::int64_t model = 0;
    bool dry_run = false;
    bool attest = false;
};

/// Copies the file sealed into the upload folder, as an upload over HTTP would lie there.
Result<std::filesystem::path> seal_upload(Foundation& foundation, std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        return errors::invalid_field("FILE", "file.unreadable", "The file " + file + " can't be read.");
    auto folder = foundation.data_dir / "uploads";
    std::filesystem::create_directories(folder);
    auto path = folder / (foundation.random.hex(16) + ".upload");
    auto writer = TRY(crypto::SealedFileWriter::create(path, *foundation.keys, foundation.random));
    std::vector<char> buffer(1 << 16);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        TRY(writer->write({buffer.data(), static_cast<std::size_t>(in.gcount())}));
    }
    TRY(writer->finish());
    return path;
}

/// Works on jobs in this process until this one ended; a running server may take it first.
Result<boost::json::value> finish_job(Opened& opened, WorkspaceId workspace, JobId id) {
    auto& runner = opened.program->runner();
    auto& feed = opened.program->feed();
    std::mutex mutex;
    std::condition_variable changed;
    auto listening = feed.listen([&](WorkspaceId, live::Event const&) { changed.notify_all(); });
    feed.start();
    runner.start({.jobs = true, .ticks = false});
    auto& db = *opened.foundation->db;
    auto job = TRY(jobs::find(db, workspace, id));
    Progress progress;
    while (job.state == jobs::JobState::queued || job.state == jobs::JobState::running) {
        progress.show(job.stage.empty() ? "waiting" : job.stage, job.done, job.total.value_or(0));
        std::unique_lock lock(mutex);
        changed.wait_for(lock, Millis{500});
        job = TRY(jobs::find(db, workspace, id));
    }
    runner.stop(Millis{10'000});
    feed.stop();
    if (job.state == jobs::JobState::succeeded) return job.result;
    auto const* problem = job.problem.if_object();
    auto const* detail = problem ? problem->if_contains("detail") : nullptr;
    return errors::conflict("import.failed", detail && detail->is_string() ? std::string(detail->get_string())
                                                                           : "The import did not end well.");
}

void print_result(boost::json::value const& result, bool json) {
    if (json) return fmt::print("{}\n", boost::json::serialize(result));
    for (auto const& [key, value] : result.as_object()) {
        if (value.is_int64()) fmt::print("{:18} {}\n", std::string_view(key), value.get_int64());
    }
}

Result<void> import_accounts(CommandLine const& line, ImportOptions const& options) {
    auto opened = TRY(open_program(line));
    auto workspace = TRY(opened.services().identity.find_workspace(options.workspace));
    auto actor = Actor::system(workspace.id, "command line");
    auto& accounts = opened.services().accounts;
    accounts::ImportUpload upload;
    upload.file_name = std::filesystem::path(options.file).filename().string();
    upload.path = TRY(seal_upload(*opened.foundation, options.file));
    upload.bytes = static_cast<std::int64_t>(std::filesystem::file_size(options.file));
    auto id = TRY(accounts.accept_upload(actor, upload));
    accounts::ImportStart start;
    if (options.model != 0) start.model_id = models::ModelId{options.model};
    start.dry_run = options.dry_run;
    start.attest = options.attest;
    auto job = TRY(accounts.start_import(actor, id, start));
    print_result(TRY(finish_job(opened, workspace.id, job)), line.json);
    return {};
}

Result<void> import_proxies(CommandLine const& line, ImportOptions const& options) {
    auto opened = TRY(open_program(line));
    auto workspace = TRY(opened.services().identity.find_workspace(options.workspace));
    proxies::ImportUpload upload;
    upload.file_name = std::filesystem::path(options.file).filename().string();
    upload.path = TRY(seal_upload(*opened.foundation, options.file));
    upload.dry_run = options.dry_run;
    auto actor = Actor::system(workspace.id, "command line");
    auto job = TRY(opened.services().proxies.start_import(actor, upload));
    print_result(TRY(finish_job(opened, workspace.id, job)), line.json);
    return {};
}

}  // namespace

void add_import_commands(CLI::App& app, CommandLine& line) {
    auto* import = app.add_subcommand("import", "import a file, as over the API");
    import->require_subcommand(1);
    auto options = std::make_shared<ImportOptions>();
    auto* accounts =
        import->add_subcommand("accounts", "accounts from text or CSV: username,password,email,…");
    accounts->add_option("FILE", options->file)->required();
    accounts->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    accounts->add_option("--model", options->model, "id of the model they work for");
    accounts->add_flag("--dry-run", options->dry_run, "only tell what would happen");
    accounts->add_flag("--attest", options->attest, "we are entitled to operate these accounts");
    line.add_shared_options(*accounts);
    on_chosen(*accounts, line, [&line, options] { return import_accounts(line, *options); });
    auto* proxies =
        import->add_subcommand("proxies", "proxies: host:port:user:pass, URLs, or CSV with a header");
    proxies->add_option("FILE", options->file)->required();
    proxies->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    proxies->add_flag("--dry-run", options->dry_run, "only tell what would happen");
    proxies->add_flag("--attest", options->attest, "accepted for symmetry; proxies need no attestation");
    line.add_shared_options(*proxies);
    on_chosen(*proxies, line, [&line, options] { return import_proxies(line, *options); });
}

}  // namespace roost::app
