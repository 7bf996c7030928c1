// store_reservations.cpp: the choice for a step and what tasks hold (CNT-4); api.h says the rules.
#include <boost/json.hpp>
#include <map>
#include <set>

#include "domains/content/api.h"
#include "domains/content/rules.h"
#include "domains/content/sql.h"

namespace roost::content {
namespace {

/// What was chosen: a row's id and the text it brings.
struct Chosen {
    std::int64_t id = 0;
    std::optional<std::string> text;
};

Result<std::optional<Chosen>> choose(db::Tx& tx, db::Query const& query, WorkspaceId workspace, ModelId model,
                                     std::string_view type) {
    return tx.optional(query, {{"workspace_id", workspace}, {"model_id", model}, {"content_type", type}},
                       [](db::Row const& row) {
                           return Chosen{db::get<std::int64_t>(row, 0),
                                         db::get<std::optional<std::string>>(row, 1)};
                       });
}

enum class Outcome { given_back, used };

Result<void> settle(db::Tx& tx, WorkspaceId workspace, std::vector<std::string> const& task_ids,
                    Outcome outcome, Instant now) {
    bool used = outcome == Outcome::used;
    boost::json::array tasks;
    for (auto const& task : task_ids) tasks.push_back({{"task", task}});
    auto text = boost::json::serialize(tasks);
    TRY(tx.execute(sql::settle_items,
                   {{"workspace_id", workspace}, {"tasks", text}, {"used", used}, {"now", now}}));
    TRY(tx.execute(sql::settle_texts,
                   {{"workspace_id", workspace}, {"tasks", text}, {"used", used}, {"now", now}}));
    TRY(tx.execute(sql::end_reservations, {{"workspace_id", workspace}, {"tasks", text}}));
    return {};
}

}  // namespace

Result<Reservation> reserve(db::Tx& tx, WorkspaceId workspace, ModelId model, Need const& need,
                            std::string_view task_id, Instant now) {
    if (auto held = TRY(find_reservation(tx, workspace, task_id))) return *held;
    Reservation chosen;
    if (need.picture) {
        auto item = TRY(choose(tx, sql::choose_item, workspace, model, to_text(*need.picture)));
        if (item) {
            TRY(tx.execute(sql::hold_item, {{"workspace_id", workspace}, {"id", item->id}}));
            chosen.content_id = ContentId{item->id};
            if (need.text) chosen.text_content = item->text;
        }
    }
    if (need.text && !chosen.text_content) {
        auto text = TRY(choose(tx, sql::choose_text, workspace, model, to_text(*need.text)));
        if (text) {
            TRY(tx.execute(sql::hold_text, {{"workspace_id", workspace}, {"id", text->id}}));
            chosen.text_id = TextId{text->id};
            chosen.text_content = text->text;
        }
    }
    if (!chosen.content_id && !chosen.text_id) return chosen;  // asked again, there may be some
    TRY(tx.execute(sql::insert_reservation, {{"workspace_id", workspace},
                                             {"task_id", task_id},
                                             {"content_id", chosen.content_id},
                                             {"text_id", chosen.text_id},
                                             {"text_content", chosen.text_content},
                                             {"now", now}}));
    return chosen;
}

Result<std::optional<Reservation>> find_reservation(db::Reader& reader, WorkspaceId workspace,
                                                    std::string_view task_id) {
    return reader.optional(sql::reservation_of_task, {{"workspace_id", workspace}, {"task_id", task_id}},
                           [](db::Row const& row) {
                               db::Columns in{row};
                               Reservation held;
                               held.content_id = in.next<std::optional<ContentId>>();
                               held.text_id = in.next<std::optional<TextId>>();
                               held.text_content = in.next<std::optional<std::string>>();
                               return held;
                           });
}

Result<std::optional<Reservation>> confirm(db::Tx& tx, WorkspaceId workspace, std::string_view task_id,
                                           Instant now) {
    auto held = TRY(find_reservation(tx, workspace, task_id));
    if (held) TRY(settle(tx, workspace, {std::string(task_id)}, Outcome::used, now));
    return held;
}

Result<void> release(db::Tx& tx, WorkspaceId workspace, std::vector<std::string> const& task_ids,
                     Instant now) {
    if (task_ids.empty()) return {};
    return settle(tx, workspace, task_ids, Outcome::given_back, now);
}

Result<std::vector<Stock>> stock(db::Reader& reader, WorkspaceId workspace) {
    std::map<ModelId, std::set<int>> steps;
    TRY(reader.each(sql::picture_stock, std::initializer_list<db::Param>{{"workspace_id", workspace}},
                    [&](db::Row const& row) -> Result<void> {
                        for (int step : rules::steps_of(db::get<ContentType>(row, 1)))
                            steps[db::get<ModelId>(row, 0)].insert(step);
                        return {};
                    }));
    TRY(reader.each(sql::text_stock, std::initializer_list<db::Param>{{"workspace_id", workspace}},
                    [&](db::Row const& row) -> Result<void> {
                        steps[db::get<ModelId>(row, 0)].insert(2);
                        return {};
                    }));
    std::vector<Stock> list;
    for (auto const& [model, of_model] : steps) {
        for (int step : of_model) list.push_back({model, step});
    }
    return list;
}

Result<std::string> stock_json(db::Reader& reader, WorkspaceId workspace) {
    boost::json::array rows;
    for (auto const& entry : TRY(stock(reader, workspace))) {
        rows.push_back({{"model_id", entry.model.value}, {"step", entry.step}});
    }
    return boost::json::serialize(rows);
}

Result<std::optional<ImageFile>> find_held_image(db::Reader& reader, WorkspaceId workspace, ContentId id,
                                                 std::string_view task_id) {
    return reader.optional(sql::held_image, {{"workspace_id", workspace}, {"id", id}, {"task_id", task_id}},
                           [](db::Row const& row) {
                               db::Columns in{row};
                               ImageFile image;
                               image.sha256 = in.next<std::string>();
                               image.mime = in.next<std::string>();
                               image.bytes = in.next<std::int64_t>();
                               return image;
                           });
}

std::filesystem::path image_path(std::filesystem::path const& data_dir, WorkspaceId workspace,
                                 std::string_view sha256) {
    return data_dir / "content" / std::to_string(workspace.value) / std::string(sha256.substr(0, 2)) /
           std::string(sha256);
}

}  // namespace roost::content
