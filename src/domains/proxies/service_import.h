// service_import.h: a file of proxies as a job: streamed, in batches, with checkpoints.
#pragma once

#include <boost/json.hpp>
#include <unordered_set>
#include <variant>

#include "core/base/lines.h"
#include "domains/proxies/service.h"
#include "domains/proxies/store_import.h"

namespace roost::proxies {

/// One run of `proxies.import`. A batch of lines, its counts and the checkpoint are one transaction,
/// so that a run after a crash goes on behind the last batch. Used from the job's thread.
class ImportRun {
public:
    ImportRun(Proxies& proxies, jobs::JobContext& context);

    /// The result of API.md; import.empty when the file has no lines with data.
    Result<boost::json::value> run();

private:
    struct Entry {
        std::int64_t line = 0;
        std::variant<rules::ParsedProxy, rules::LineProblem> parsed;
    };
    /// A batch after the lines that the file repeats or that are wrong were taken out.
    struct Sorted {
        std::vector<rules::ParsedProxy> proxies;
        std::vector<std::int64_t> line_of;  // of each of them
        std::vector<store::ImportLine> others;
    };

    void resume();
    Result<void> stream(std::filesystem::path const& path);
    Result<void> on_line(text::Line const& line);
    Result<void> flush();
    Sorted sort_batch() const;
    Result<store::ImportCounts> write(db::Tx& tx, Sorted const& sorted);
    Result<void> finish();
    Result<boost::json::value> result();

    Parts const& parts_;
    jobs::JobContext& context_;
    WorkspaceId workspace_;
    store::ImportId id_;
    rules::ImportDefaults defaults_;
    bool dry_run_ = false;
    bool header_read_ = false;
    std::optional<rules::Columns> columns_;
    std::int64_t done_line_ = 0;  // lines up to this one are in the database
    store::ImportCounts counts_;
    std::vector<Entry> batch_;
    std::unordered_set<std::string> seen_;  // a dry run stores nothing to compare with
};

}  // namespace roost::proxies
