// store_import_feed.cpp: reads, parses and seals an accounts file one batch ahead of the database.
#include "domains/accounts/store_import_feed.h"

#include <algorithm>
#include <numeric>

#include "core/crypto/sealed_file.h"
#include "domains/accounts/secrets.h"

namespace roost::accounts {

namespace {

constexpr std::size_t batch_bytes_max = 16 << 20;
constexpr std::size_t batches_ahead = 1;

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
        add_account(line);
    }
    bool const full = batch_.size() >= static_cast<std::int64_t>(batch_lines_.load()) ||
                      batch_.accounts.bytes() >= batch_bytes_max;
    if (full) return hand_over();
    return {};
}

void ImportFeed::add_account(rules::ImportLine const& line) {
    batch_.lines.push_back(line.number);
    if (options_.dry_run) {
        store::append_new(batch_.accounts, {.username = line.username});
        return;
    }
    auto const password =
        seal_password(keys_, options_.workspace, line.username, Secret(std::string(line.password)));
    std::string extra;
    if (!line.extra.empty())
        extra = seal_extra(keys_, options_.workspace, line.username, Secret(std::string(line.extra)));
    store::append_new(
        batch_.accounts,
        {.username = line.username, .email = line.email, .password_box = password, .extra_box = extra});
}

/// The order in which the index on usernames takes them with the least work: the writer is the
/// narrow place, this thread is not.
void ImportFeed::put_in_order() {
    auto& order = batch_.by_username;
    order.resize(batch_.lines.size());
    std::iota(order.begin(), order.end(), 0U);
    auto const name = [&](std::uint32_t row) { return batch_.accounts.text(row, store::new_username); };
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        auto const which = name(a) <=> name(b);
        return which == 0 ? a < b : which < 0;
    });
}

Result<void> ImportFeed::hand_over() {
    batch_.bytes_read = bytes_read_;
    put_in_order();
    auto batch = std::exchange(batch_, {});
    if (batch.size() == 0) return {};
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < batches_ahead || stopped_; });
    if (stopped_) return stopped();
    ready_.push_back(std::move(batch));
    changed_.notify_all();
    return {};
}

}  // namespace roost::accounts
