// store_import_feed.h: an accounts file on its way into the database: read, parsed and sealed ahead
// of the writer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/seal.h"
#include "domains/accounts/rules_import.h"
#include "domains/accounts/store.h"
#include "domains/accounts/store_import.h"

namespace roost::accounts {

/// What one transaction writes.
struct ImportBatch {
    db::Rows accounts = store::new_accounts();  // good lines, sealed, without a proxy
    std::vector<std::int64_t> lines;            // the number of each
    std::vector<std::uint32_t> by_username;     // their order; of equal ones the first line leads
    std::vector<store::ImportLine> failed;      // rejected ones
    std::int64_t last_line = 0;
    std::int64_t bytes_read = 0;  // of the file, so far

    std::int64_t size() const { return static_cast<std::int64_t>(lines.size() + failed.size()); }
};

/// Where the feed begins and what it does with good lines.
struct FeedOptions {
    WorkspaceId workspace;
    std::filesystem::path path;
    rules::ImportFormat format;
    std::int64_t after_line = 0;  // these were written before a crash
    bool dry_run = false;         // nothing is sealed
};

/// Reads on its own thread, one batch ahead; used by one consumer.
class ImportFeed {
public:
    ImportFeed(FeedOptions options, crypto::Keyring const& keys);
    ~ImportFeed();
    ImportFeed(ImportFeed const&) = delete;

    /// The next batch, nothing at the end of the file, or why it can not be read.
    Result<std::optional<ImportBatch>> next();

    /// How many lines the batches from now on should have.
    void resize(std::size_t lines) { batch_lines_ = lines; }

private:
    Result<void> read_all();
    Result<void> take(rules::ImportLine const& line);
    void add_account(rules::ImportLine const& line);
    void put_in_order();
    Result<void> hand_over();

    FeedOptions options_;
    crypto::Keyring const& keys_;
    ImportBatch batch_;
    std::int64_t bytes_read_ = 0;
    std::atomic<std::size_t> batch_lines_ = rules::batch_lines_min;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ImportBatch> ready_;
    std::optional<Error> failed_;
    bool finished_ = false;
    bool stopped_ = false;
    std::thread reader_;
};

}  // namespace roost::accounts
