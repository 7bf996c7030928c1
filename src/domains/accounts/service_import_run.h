// service_import_run.h: one run of an import: the file batch by batch into accounts, or only
// compared.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <span>
#include <unordered_set>

#include "core/jobs/jobs.h"
#include "domains/accounts/service.h"
#include "domains/accounts/store_import_feed.h"

namespace roost::accounts {

/// Continues behind the job's checkpoint. Made for one run, used by one thread.
class ImportRun {
public:
    ImportRun(Accounts& accounts, Parts const& parts, jobs::JobContext& job)
        : accounts_(accounts), parts_(parts), job_(job) {}

    /// To the end of the file; the value is the result of the API. Errors: import.empty,
    /// import.upload_gone, and jobs.interrupted when it was cancelled or the program stops.
    Result<boost::json::value> run();

private:
    Result<void> import_all();
    Result<void> write_batch(ImportBatch& batch);
    Result<void> write_transaction(ImportBatch& batch, bool compare_again);
    Result<void> try_batch(ImportBatch const& batch);
    Result<void> insert_accounts(db::Tx& tx, ImportBatch& batch, std::span<std::uint32_t const> fresh,
                                 store::ImportGrowth& growth);
    Result<void> give_proxies(db::Tx& tx, ImportBatch& batch, std::span<std::uint32_t const> fresh,
                              Instant now);
    Result<boost::json::value> finish(bool whole);
    void report(ImportBatch const& batch);
    rules::ImportOptions options() const;
    bool flag(std::string_view name) const;
    std::optional<ModelId> model() const;

    Accounts& accounts_;
    Parts const& parts_;
    jobs::JobContext& job_;
    WorkspaceId workspace_;
    store::Import import_;
    std::int64_t lines_ = 0;
    std::int64_t proxies_ = 0;                 // given so far, committed
    std::int64_t batch_proxies_ = 0;           // of the transaction under way
    std::unordered_set<std::uint64_t> names_;  // dry run: what the file had so far, as hashes
};

}  // namespace roost::accounts
