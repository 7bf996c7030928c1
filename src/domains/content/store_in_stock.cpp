// store_in_stock.cpp: whether a model has what one step of warm-up must have.
#include "domains/content/api.h"
#include "domains/content/sql.h"

namespace roost::content {

Result<bool> in_stock(db::Reader& reader, WorkspaceId workspace, ModelId model, int step) {
    auto has = [&](db::Query const& query, std::string_view type) -> Result<bool> {
        return TRY(reader.scalar<std::int64_t>(
                   query, {{"workspace_id", workspace}, {"model_id", model}, {"content_type", type}})) != 0;
    };
    switch (step) {
        case 1:
            return has(sql::model_has_picture, to_text(ContentType::pfp));
        case 2:
            return has(sql::model_has_text, to_text(TextType::bio));
        case 3:
            return has(sql::model_has_picture, to_text(ContentType::highlight));
        case 4:
            return has(sql::model_has_picture, to_text(ContentType::story));
        case 5:
            return has(sql::model_has_picture, to_text(ContentType::post));
        default:
            return false;
    }
}

}  // namespace roost::content
