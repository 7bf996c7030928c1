// store_import_feed.h: an accounts file on its way into the database: read, parsed, put in order,
// compared and sealed ahead of the writer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/seal.h"
#include "domains/accounts/rules_import.h"
#include "domains/accounts/store.h"
#include "domains/accounts/store_import.h"
#include "domains/accounts/store_import_stretch.h"

namespace roost::accounts {

/// How far an import is: every line up to `line`, and of the stretch that follows and ends with line
/// `stretch_end` the first `done` in its order.
struct ImportPlace {
    std::int64_t line = 0;
    std::int64_t stretch_end = 0;  // 0: nothing of a further stretch is done
    std::int64_t done = 0;

    friend bool operator==(ImportPlace const&, ImportPlace const&) = default;
};

/// What one transaction writes.
struct ImportBatch {
    db::Rows accounts = store::new_accounts();  // in the order of usernames, sealed, without a proxy
    std::vector<std::int64_t> lines;            // the number of each
    std::vector<store::ImportLine> failed;      // rejected ones and duplicates
    ImportPlace end;                            // once it is written
    std::int64_t bytes_read = 0;                // of the file, so far

    std::int64_t size() const { return static_cast<std::int64_t>(lines.size() + failed.size()); }
};

/// Where the feed begins and what it does with good lines.
struct FeedOptions {
    WorkspaceId workspace;
    ImportId import;
    std::filesystem::path path;
    rules::ImportFormat format;
    ImportPlace begin = {};  // what is before was written before a crash
    bool dry_run = false;    // nothing is sealed
    std::size_t stretch_lines = ImportStretch::lines_max;
    std::size_t batch_lines = rules::batch_lines_min;  // until resize()
};

/// Works on its own thread, a batch ahead; used by one consumer. A batch was compared with the
/// workspace before the one ahead of it was written: the writer must be ready to find a name taken.
class ImportFeed {
public:
    ImportFeed(FeedOptions options, crypto::Keyring const& keys, db::Db& db);
    ~ImportFeed();
    ImportFeed(ImportFeed const&) = delete;

    /// The next batch, nothing at the end of the file, or why it can not be read.
    Result<std::optional<ImportBatch>> next();

    /// How many lines the batches from now on should have.
    void resize(std::size_t lines) { batch_lines_ = lines; }

private:
    Result<void> read_all();
    Result<void> take(rules::ImportLine const& line);
    Result<void> end_stretch();
    Result<ImportBatch> make_batch(std::size_t from, std::size_t end);
    void add_account(ImportBatch& batch, std::uint32_t row);
    Result<void> hand_over(ImportBatch batch);

    FeedOptions options_;
    crypto::Keyring const& keys_;
    db::Db& db_;
    ImportPlace place_;
    ImportStretch stretch_;
    std::int64_t bytes_read_ = 0;
    std::atomic<std::size_t> batch_lines_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ImportBatch> ready_;
    std::optional<Error> failed_;
    bool finished_ = false;
    bool stopped_ = false;
    std::thread reader_;
};

}  // namespace roost::accounts
