// store_import_feed.cpp: reads, parses and seals an accounts file two batches ahead of the
// database.
#include "domains/accounts/store_import_feed.h"

#include "core/crypto/sealed_file.h"
#include "domains/accounts/secrets.h"
#include "domains/accounts/store.h"

namespace roost::accounts {

namespace {

constexpr std::size_t rows_max = 5000;
constexpr std::size_t json_bytes_max = 2 << 20;
constexpr std::size_t batches_ahead = 2;

/// Not an error that anybody sees: the consumer went away.
Error stopped() { return roost::errors::internal("the consumer of an import stopped"); }

}  // namespace

ImportFeed::ImportFeed(FeedOptions options, crypto::Keyring const& keys)
    : options_(std::move(options)), keys_(keys) {
    reader_ = std::thread([this] {
        auto const result = read_all();
        std::lock_guard const lock(mutex_);
        if (!result.ok()) failed_ = result.error();
        finished_ = true;
        changed_.notify_all();
    });
}

ImportFeed::~ImportFeed() {
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        changed_.notify_all();
    }
    reader_.join();
}

Result<std::optional<ImportBatch>> ImportFeed::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty() || finished_; });
    if (!ready_.empty()) {
        auto batch = std::move(ready_.front());
        ready_.pop_front();
        changed_.notify_all();
        return std::optional(std::move(batch));
    }
    if (failed_) return *failed_;
    return std::optional<ImportBatch>{};
}

Result<void> ImportFeed::read_all() {
    auto file = TRY(crypto::SealedFileReader::open(options_.path, keys_));
    rules::ImportParser parser(options_.format);
    auto const sink = [this](rules::ImportLine const& line) { return take(line); };
    while (true) {
        auto const piece = TRY(file->next());
        if (piece.empty()) break;
        bytes_read_ += static_cast<std::int64_t>(piece.size());
        TRY(parser.feed(piece, sink));
    }
    TRY(parser.finish(sink));
    return hand_over();
}

Result<void> ImportFeed::take(rules::ImportLine const& line) {
    if (line.number <= options_.after_line) return {};
    batch_.last_line = line.number;
    if (line.code) {
        // A name that is no name is not kept: it may be a password in the wrong column.
        batch_.failed.push_back({line.number, *line.code, ""});
    } else {
        add_row(line);
    }
    bool const full = batch_.rows.size() + batch_.failed.size() >= rows_max ||
                      batch_.json_bytes >= json_bytes_max;
    if (full) return hand_over();
    return {};
}

void ImportFeed::add_row(rules::ImportLine const& line) {
    ImportRow row{.line = line.number, .username = std::string(line.username), .row = {}};
    if (!options_.dry_run) {
        auto const password = seal_password(keys_, options_.workspace, line.username,
                                            Secret(std::string(line.password)));
        std::string extra;
        if (!line.extra.empty())
            extra = seal_extra(keys_, options_.workspace, line.username,
                               Secret(std::string(line.extra)));
        row.row.reserve(password.size() + extra.size() + line.email.size() + 80);
        store::append_new(row.row, {.username = line.username,
                                    .email = line.email,
                                    .password_box = password,
                                    .extra_box = extra,
                                    .proxy_id = {}});
        row.row.pop_back();
    }
    batch_.json_bytes += row.row.size() + row.username.size();
    batch_.rows.push_back(std::move(row));
}

Result<void> ImportFeed::hand_over() {
    batch_.bytes_read = bytes_read_;
    auto batch = std::exchange(batch_, {});
    if (batch.rows.empty() && batch.failed.empty()) return {};
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < batches_ahead || stopped_; });
    if (stopped_) return stopped();
    ready_.push_back(std::move(batch));
    changed_.notify_all();
    return {};
}

}  // namespace roost::accounts
