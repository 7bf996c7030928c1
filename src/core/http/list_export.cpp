// list_export.cpp: every row of a list as CSV, one page by cursor after the other, each on its own snapshot.
#include "core/http/list_export.h"

#include <deque>

#include "core/http/csv.h"
#include "core/http/list_way.h"

namespace roost::http {
namespace {

constexpr int export_batch = 1000;

/// Parameters that outlive the request they came from.
class OwnedParams {
public:
    explicit OwnedParams(std::vector<db::Param> const& params) {
        for (auto const& param : params) {
            texts_.emplace_back(param.name);
            auto& copy = params_.emplace_back(std::string_view(texts_.back()), param.value);
            if (auto const* text = std::get_if<std::string_view>(&param.value.storage())) {
                texts_.emplace_back(*text);
                copy.value = std::string_view(texts_.back());
            }
        }
    }
    OwnedParams(OwnedParams const&) = delete;
    std::vector<db::Param> const& get() const { return params_; }

private:
    std::deque<std::string> texts_;
    std::vector<db::Param> params_;
};

class Export {
public:
    explicit Export(ListRequest const& request)
        : db_(request.db),
          spec_(request.spec),
          query_(request.query),
          fixed_(request.fixed),
          row_to_json_(request.row_to_json) {
        if (query_.limit_given) left_ = query_.limit;
    }

    /// Tells a bad cursor before the stream starts.
    Result<void> check() const {
        if (query_.cursor) TRY(ListStatement::page(db_.engine(), spec_, query_, fixed_.get()));
        return {};
    }

    Result<bool> next(std::string& chunk) {
        query_.limit = static_cast<int>(std::min<std::int64_t>(left_, export_batch));
        bool goes_on = TRY(read(chunk));
        if (!head_written_) append_empty_head(chunk);
        query_.offset = 0;
        return goes_on && left_ > 0;
    }

private:
    Result<bool> read(std::string& chunk) {
        if (choose_way(spec_, query_) == Way::walk) return walk(chunk);
        ListRequest const request{db_, spec_, query_, fixed_.get(), row_to_json_};
        auto const place = TRY(find_place(request, kept_orders()));
        if (!place.order) return walk(chunk);
        auto slice =
            TRY(read_slice(request, *place.order, place.position, static_cast<std::size_t>(query_.limit)));
        for (std::size_t i = 0; i < slice.pieces.size(); ++i) append(slice.row(i), chunk);
        left_ -= static_cast<std::int64_t>(slice.pieces.size());
        query_.cursor = std::move(slice.cursor);
        return slice.next < place.order->ids.size();
    }

    Result<bool> walk(std::string& chunk) {
        int rows = 0;
        std::string cursor;
        bool const head_was_written = head_written_;
        TRY(db_.read([&](db::Reader& reader) -> Result<void> {
            rows = 0;  // a snapshot that broke is read again
            chunk.clear();
            head_written_ = head_was_written;
            auto statement = TRY(ListStatement::page(db_.engine(), spec_, query_, fixed_.get()));
            return reader.each(statement.query(), statement.params(),
                               [&](db::Row const& row) -> Result<void> {
                                   json_.clear();
                                   row_to_json_(row, json_);
                                   append(json_, chunk);
                                   if (++rows == query_.limit) cursor = statement.cursor_after(row);
                                   return {};
                               });
        }));
        left_ -= rows;
        query_.cursor = std::move(cursor);
        return rows == query_.limit;
    }

    void append(std::string_view row, std::string& chunk) {
        auto const value = boost::json::parse(row);
        if (!std::exchange(head_written_, true)) append_csv_head(chunk, value.as_object());
        append_csv_row(chunk, value.as_object());
    }

    /// Without a row the columns are named as the list knows them.
    void append_empty_head(std::string& chunk) {
        boost::json::object names;
        for (auto const& column : spec_.columns) names.emplace(column.name, nullptr);
        append_csv_head(chunk, names);
        head_written_ = true;
    }

    db::Db& db_;
    ListSpec const spec_;
    ListQuery query_;
    OwnedParams const fixed_;
    RowToJson const row_to_json_;
    std::string json_;
    std::int64_t left_ = std::numeric_limits<std::int64_t>::max();
    bool head_written_ = false;
};

}  // namespace

Result<std::function<Result<bool>(std::string& chunk)>> open_export(ListRequest const& request) {
    auto rows = std::make_shared<Export>(request);
    TRY(rows->check());
    return std::function<Result<bool>(std::string&)>(
        [rows](std::string& chunk) { return rows->next(chunk); });
}

}  // namespace roost::http
