// seed.cpp: pictures and words of the demonstration.
#include "domains/content/seed.h"

#include <boost/json.hpp>
#include <future>

#include "core/crypto/password.h"
#include "domains/content/seed_pictures.h"
#include "domains/content/seed_texts.h"
#include "domains/content/sql.h"
#include "domains/content/store.h"
#include "domains/identity/api.h"
#include "domains/models/api.h"

namespace roost::content {
namespace {

struct Wanted {
    ContentType type;
    int count;
};
constexpr Wanted wanted[] = {
    {ContentType::pfp, 4}, {ContentType::highlight, 3}, {ContentType::story, 4}, {ContentType::post, 6}};
constexpr std::size_t models_max = 5;
constexpr std::size_t without_highlights = 4;

/// A picture on disk and what its row will say.
struct Drawn {
    Item item;
    std::string upload_sha256;
};

Result<Drawn> draw(SeedParts const& parts, WorkspaceId workspace, ContentType type, std::size_t model,
                   int number) {
    auto bytes = TRY(draw_picture(type, model, number));
    auto checked = TRY(check_image(bytes));
    Drawn drawn;
    drawn.upload_sha256 = crypto::hex(crypto::sha256(bytes));
    auto& item = drawn.item;
    item.content_type = type;
    item.file_name = fmt::format("{}-{:02}.jpg", to_text(type), number + 1);
    item.sha256 = TRY(parts.files.put(workspace, checked));
    item.mime = checked.mime;
    item.width = checked.width;
    item.height = checked.height;
    item.bytes = static_cast<std::int64_t>(checked.bytes.size());
    item.created_at = item.updated_at = parts.clock.now();
    return drawn;
}

Result<std::vector<Drawn>> draw_model(SeedParts const& parts, WorkspaceId workspace, std::size_t model) {
    std::vector<Drawn> all;
    for (auto [type, count] : wanted) {
        if (model == without_highlights && type == ContentType::highlight) continue;
        for (int n = 0; n < count; ++n) all.push_back(TRY(draw(parts, workspace, type, model, n)));
    }
    return all;
}

Result<void> insert_model(db::Tx& tx, SeedParts const& parts, Actor const& actor, ModelId model,
                          std::size_t index, std::vector<Drawn> const& drawn) {
    for (auto const& [item, upload] : drawn) {
        auto row = item;
        row.model_id = model;
        TRY(store::insert(tx, actor.workspace, row, upload));
    }
    for (auto const& [type, words] : seed_texts(index)) {
        Text text;
        text.model_id = model;
        text.content_type = type;
        text.text_content = words;
        text.created_at = text.updated_at = parts.clock.now();
        TRY(store::insert(tx, actor.workspace, text));
    }
    return models::set_photo(tx, parts.clock, actor, model, drawn.front().item.sha256);
}

template <class Type, class IdType>
Result<void> add_stock(db::Reader& reader, WorkspaceId workspace, db::Query const& query,
                       SeededStocks& stocks, std::map<Type, std::vector<IdType>> SeededStock::* part) {
    TRY(reader.list(query, {{"workspace_id", workspace}}, [&](db::Row const& row) {
        db::Columns in{row};
        auto model = in.next<ModelId>();
        auto type = in.next<Type>();
        (stocks[model].*part)[type].push_back(in.next<IdType>());
        return 0;
    }));
    return {};
}

Result<SeededStocks> stocks_of(db::Reader& reader, WorkspaceId workspace) {
    SeededStocks stocks;
    TRY(add_stock(reader, workspace, sql::seeded_items, stocks, &SeededStock::pictures));
    TRY(add_stock(reader, workspace, sql::seeded_texts, stocks, &SeededStock::texts));
    return stocks;
}

template <class Map>
std::string rows_of(Map const& uses) {
    boost::json::array rows;
    for (auto const& [id, count] : uses) rows.push_back({{"id", id.value}, {"uses", count}});
    return boost::json::serialize(rows);
}

}  // namespace

Result<SeededStocks> seed(SeedParts const& parts, Actor const& actor, std::vector<ModelId> const& models) {
    auto workspace = actor.workspace;
    auto is_there = [&](db::Reader& reader) -> Result<bool> {
        return TRY(reader.scalar<std::int64_t>(sql::any_text, {{"workspace_id", workspace}})) > 0;
    };
    std::vector<std::future<Result<std::vector<Drawn>>>> drawings;
    if (!TRY(parts.db.read(is_there))) {
        for (std::size_t i = 0; i < std::min(models.size(), models_max); ++i) {
            drawings.push_back(
                std::async(std::launch::async, [&, i] { return draw_model(parts, workspace, i); }));
        }
    }
    std::vector<std::vector<Drawn>> drawn;
    for (auto& drawing : drawings) drawn.push_back(TRY(drawing.get()));
    return parts.db.write(workspace, [&](db::Tx& tx) -> Result<SeededStocks> {
        if (!TRY(is_there(tx))) {
            for (std::size_t i = 0; i < drawn.size(); ++i) {
                TRY(insert_model(tx, parts, actor, models[i], i, drawn[i]));
            }
        }
        return stocks_of(tx, workspace);
    });
}

Result<void> seed_uses(db::Tx& tx, WorkspaceId workspace, Uses const& uses) {
    auto pictures = rows_of(uses.pictures);
    auto texts = rows_of(uses.texts);
    TRY(tx.execute(sql::use_items, {{"workspace_id", workspace}, {"rows", pictures}}));
    TRY(tx.execute(sql::use_texts, {{"workspace_id", workspace}, {"rows", texts}}));
    return {};
}

}  // namespace roost::content
