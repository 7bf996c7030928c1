// store_import_feed.cpp: reads, parses, orders, compares and seals an accounts file a batch ahead of the
// database's writer, which is the narrow place.
#include "domains/accounts/store_import_feed.h"

#include "core/crypto/sealed_file.h"
#include "domains/accounts/secrets.h"

namespace roost::accounts {

namespace {

constexpr std::size_t batches_ahead = 1;

/// Not an error that anybody sees: the consumer went away.
Error stopped() { return roost::errors::internal("the consumer of an import stopped"); }

}  // namespace

ImportFeed::ImportFeed(FeedOptions options, crypto::Keyring const& keys, db::Db& db)
    : options_(std::move(options)),
      keys_(keys),
      db_(db),
      place_(options_.begin),
      batch_lines_(options_.batch_lines) {
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
    return end_stretch();
}

Result<void> ImportFeed::take(rules::ImportLine const& line) {
    if (line.number <= place_.line) return {};
    stretch_.add(line);
    // A stretch that was begun before a crash ends where it ended then: its order depends on it.
    bool const full = place_.stretch_end > 0 ? line.number >= place_.stretch_end
                                             : stretch_.size() >= options_.stretch_lines ||
                                                   stretch_.bytes() >= ImportStretch::bytes_max;
    if (full) return end_stretch();
    return {};
}

Result<void> ImportFeed::end_stretch() {
    if (stretch_.size() == 0) return {};
    stretch_.put_in_order();
    auto const size = stretch_.size();
    ImportPlace const whole{.line = stretch_.last_line()};
    place_.stretch_end = whole.line;
    for (auto from = static_cast<std::size_t>(place_.done); from < size;) {
        auto const end = stretch_.end_of_batch(from, batch_lines_);
        auto batch = TRY(make_batch(from, end));
        place_.done = static_cast<std::int64_t>(end);
        batch.end = end == size ? whole : place_;
        TRY(hand_over(std::move(batch)));
        from = end;
    }
    place_ = whole;
    stretch_ = {};
    return {};
}

Result<ImportBatch> ImportFeed::make_batch(std::size_t from, std::size_t end) {
    ImportBatch batch{.bytes_read = bytes_read_};
    auto const rejected = stretch_.failed(from, end);
    batch.failed.assign(rejected.begin(), rejected.end());
    store::NewNames const names{.rows = {.rows = &stretch_.texts(), .which = stretch_.good(from, end)},
                                .lines = stretch_.lines()};
    auto compared = TRY(db_.read([&](db::Reader& reader) {
        return store::compare_names(reader, options_.workspace, options_.import, names);
    }));
    batch.failed.insert(batch.failed.end(), std::make_move_iterator(compared.duplicates.begin()),
                        std::make_move_iterator(compared.duplicates.end()));
    batch.lines.reserve(compared.fresh.size());
    for (auto row : compared.fresh) add_account(batch, row);
    return batch;
}

void ImportFeed::add_account(ImportBatch& batch, std::uint32_t row) {
    auto const text = [&](std::size_t column) { return stretch_.texts().text(row, column); };
    auto const username = text(ImportStretch::username);
    batch.lines.push_back(stretch_.lines()[row]);
    if (options_.dry_run) return store::append_new(batch.accounts, {.username = username});
    auto const password = seal_password(keys_, options_.workspace, username,
                                        Secret(std::string(text(ImportStretch::password))));
    std::string extra;
    if (!text(ImportStretch::extra).empty())
        extra =
            seal_extra(keys_, options_.workspace, username, Secret(std::string(text(ImportStretch::extra))));
    store::append_new(batch.accounts, {.username = username,
                                       .email = text(ImportStretch::email),
                                       .password_box = password,
                                       .extra_box = extra});
}

Result<void> ImportFeed::hand_over(ImportBatch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < batches_ahead || stopped_; });
    if (stopped_) return stopped();
    ready_.push_back(std::move(batch));
    changed_.notify_all();
    return {};
}

}  // namespace roost::accounts
