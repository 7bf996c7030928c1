// service_lists.cpp: the lists of pictures and texts.
#include "domains/content/service_lists.h"

#include "domains/content/sql.h"

namespace roost::content {

using http::Column;
using http::ColumnType;

http::ListSpec const& item_list() {
    static http::ListSpec const spec{
        .name = "content",
        .from = &sql::item_list,
        .count = &sql::count_item_list,
        .id_sql = "content_items.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "content_items.id"},
             {.name = "model_id", .type = ColumnType::integer, .sql = "content_items.model_id"},
             {.name = "content_type",
              .type = ColumnType::state,
              .sql = "content_items.content_type",
              .states = {"pfp", "post", "highlight", "story", "any"}},
             {.name = "file_name",
              .type = ColumnType::text,
              .sql = "content_items.file_name",
              .searchable = true},
             {.name = "width", .type = ColumnType::integer, .sql = "content_items.width"},
             {.name = "height", .type = ColumnType::integer, .sql = "content_items.height"},
             {.name = "bytes", .type = ColumnType::integer, .sql = "content_items.bytes"},
             {.name = "text_content",
              .type = ColumnType::text,
              .sql = "content_items.text_content",
              .nullable = true,
              .searchable = true},
             {.name = "template_id",
              .type = ColumnType::integer,
              .sql = "content_items.template_id",
              .nullable = true},
             {.name = "is_template", .type = ColumnType::boolean, .sql = "content_items.is_template"},
             {.name = "order_priority", .type = ColumnType::integer, .sql = "content_items.order_priority"},
             {.name = "usage_count", .type = ColumnType::integer, .sql = "content_items.usage_count"},
             {.name = "reserved_count", .type = ColumnType::integer, .sql = "content_items.reserved_count"},
             {.name = "created_at", .type = ColumnType::instant, .sql = "content_items.created_at"},
             {.name = "updated_at", .type = ColumnType::instant, .sql = "content_items.updated_at"}},
        .default_sort = "-order_priority,-created_at"};
    return spec;
}

http::ListSpec const& text_list() {
    static http::ListSpec const spec{
        .name = "texts",
        .from = &sql::text_list,
        .count = &sql::count_text_list,
        .id_sql = "content_texts.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "content_texts.id"},
             {.name = "model_id", .type = ColumnType::integer, .sql = "content_texts.model_id"},
             {.name = "content_type",
              .type = ColumnType::state,
              .sql = "content_texts.content_type",
              .states = {"bio", "post", "story", "highlight"}},
             {.name = "text_content",
              .type = ColumnType::text,
              .sql = "content_texts.text_content",
              .searchable = true},
             {.name = "template_id",
              .type = ColumnType::integer,
              .sql = "content_texts.template_id",
              .nullable = true},
             {.name = "is_template", .type = ColumnType::boolean, .sql = "content_texts.is_template"},
             {.name = "order_priority", .type = ColumnType::integer, .sql = "content_texts.order_priority"},
             {.name = "usage_count", .type = ColumnType::integer, .sql = "content_texts.usage_count"},
             {.name = "reserved_count", .type = ColumnType::integer, .sql = "content_texts.reserved_count"},
             {.name = "created_at", .type = ColumnType::instant, .sql = "content_texts.created_at"},
             {.name = "updated_at", .type = ColumnType::instant, .sql = "content_texts.updated_at"}},
        .default_sort = "-order_priority,-created_at"};
    return spec;
}

}  // namespace roost::content
