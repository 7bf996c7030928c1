// store.cpp: rows of pictures and texts.
#include "domains/content/store.h"

#include "domains/content/sql.h"

namespace roost::content::store {

Item map_item(db::Row const& row) {
    db::Columns in{row};
    Item item;
    item.id = in.next<ContentId>();
    item.model_id = in.next<ModelId>();
    item.content_type = in.next<ContentType>();
    item.file_name = in.next<std::string>();
    item.sha256 = in.next<std::string>();
    item.mime = in.next<std::string>();
    for (auto* number : {&item.width, &item.height, &item.bytes}) *number = in.next<std::int64_t>();
    item.text_content = in.next<std::optional<std::string>>();
    for (auto* number : {&item.order_priority, &item.usage_count, &item.reserved_count}) {
        *number = in.next<std::int64_t>();
    }
    item.template_id = in.next<std::optional<std::int64_t>>();
    item.is_template = in.next<bool>();
    item.version = in.next<std::int64_t>();
    item.created_at = in.next<Instant>();
    item.updated_at = in.next<Instant>();
    return item;
}

Text map_text(db::Row const& row) {
    db::Columns in{row};
    Text text;
    text.id = in.next<TextId>();
    text.model_id = in.next<ModelId>();
    text.content_type = in.next<TextType>();
    text.text_content = in.next<std::string>();
    for (auto* number : {&text.order_priority, &text.usage_count, &text.reserved_count}) {
        *number = in.next<std::int64_t>();
    }
    text.template_id = in.next<std::optional<std::int64_t>>();
    text.is_template = in.next<bool>();
    text.version = in.next<std::int64_t>();
    text.created_at = in.next<Instant>();
    text.updated_at = in.next<Instant>();
    return text;
}

Result<ContentId> insert(db::Tx& tx, WorkspaceId workspace, Item const& item,
                         std::string const& upload_sha256) {
    return tx.scalar<ContentId>(sql::insert_item, {{"workspace_id", workspace},
                                                   {"model_id", item.model_id},
                                                   {"content_type", item.content_type},
                                                   {"file_name", item.file_name},
                                                   {"upload_sha256", upload_sha256},
                                                   {"sha256", item.sha256},
                                                   {"mime", item.mime},
                                                   {"width", item.width},
                                                   {"height", item.height},
                                                   {"bytes", item.bytes},
                                                   {"text_content", item.text_content},
                                                   {"order_priority", item.order_priority},
                                                   {"is_template", item.is_template},
                                                   {"now", item.created_at}});
}

Result<std::optional<ContentId>> find_upload(db::Reader& reader, WorkspaceId workspace, ModelId model,
                                             std::string const& upload_sha256) {
    return reader.optional(
        sql::item_of_upload,
        {{"workspace_id", workspace}, {"model_id", model}, {"upload_sha256", upload_sha256}},
        [](db::Row const& row) { return db::get<ContentId>(row, 0); });
}

Result<std::optional<Item>> find_item(db::Reader& reader, WorkspaceId workspace, ModelId model,
                                      ContentId id) {
    return reader.optional(sql::item_by_id, {{"workspace_id", workspace}, {"model_id", model}, {"id", id}},
                           map_item);
}

Result<void> update(db::Tx& tx, WorkspaceId workspace, Item const& item) {
    TRY(tx.execute(sql::update_item, {{"workspace_id", workspace},
                                      {"id", item.id},
                                      {"content_type", item.content_type},
                                      {"text_content", item.text_content},
                                      {"order_priority", item.order_priority},
                                      {"is_template", item.is_template},
                                      {"now", item.updated_at}}));
    return {};
}

Result<void> remove(db::Tx& tx, WorkspaceId workspace, ContentId id, Instant now) {
    TRY(tx.execute(sql::delete_item, {{"workspace_id", workspace}, {"id", id}, {"now", now}}));
    return {};
}

Result<TextId> insert(db::Tx& tx, WorkspaceId workspace, Text const& text) {
    return tx.scalar<TextId>(sql::insert_text, {{"workspace_id", workspace},
                                                {"model_id", text.model_id},
                                                {"content_type", text.content_type},
                                                {"text_content", text.text_content},
                                                {"order_priority", text.order_priority},
                                                {"is_template", text.is_template},
                                                {"now", text.created_at}});
}

Result<std::int64_t> insert_new(db::Tx& tx, WorkspaceId workspace, ModelId model,
                                std::vector<Text> const& texts, Instant now) {
    db::Rows rows(4);
    std::vector<std::uint32_t> all;
    for (auto const& text : texts) {
        rows.add(to_text(text.content_type));
        rows.add(text.text_content);
        rows.add(text.order_priority);
        rows.add(std::int64_t{text.is_template});
        all.push_back(static_cast<std::uint32_t>(all.size()));
    }
    std::int64_t inserted = 0;
    for (auto const& piece : db::SomeRows{&rows, all}.pieces()) {
        inserted += TRY(
            tx.execute(sql::insert_texts,
                       {{"workspace_id", workspace}, {"model_id", model}, {"rows", piece}, {"now", now}}));
    }
    return inserted;
}

Result<std::optional<Text>> find_text(db::Reader& reader, WorkspaceId workspace, ModelId model, TextId id) {
    return reader.optional(sql::text_by_id, {{"workspace_id", workspace}, {"model_id", model}, {"id", id}},
                           map_text);
}

Result<void> update(db::Tx& tx, WorkspaceId workspace, Text const& text) {
    TRY(tx.execute(sql::update_text, {{"workspace_id", workspace},
                                      {"id", text.id},
                                      {"content_type", text.content_type},
                                      {"text_content", text.text_content},
                                      {"order_priority", text.order_priority},
                                      {"is_template", text.is_template},
                                      {"now", text.updated_at}}));
    return {};
}

Result<void> remove(db::Tx& tx, WorkspaceId workspace, TextId id, Instant now) {
    TRY(tx.execute(sql::delete_text, {{"workspace_id", workspace}, {"id", id}, {"now", now}}));
    return {};
}

Result<std::vector<Swept>> to_sweep(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::swept_items, {{"workspace_id", workspace}}, [](db::Row const& row) {
        return Swept{db::get<ContentId>(row, 0), db::get<std::string>(row, 1)};
    });
}

Result<void> purge(db::Tx& tx, WorkspaceId workspace, ContentId id) {
    TRY(tx.execute(sql::purge_item, {{"workspace_id", workspace}, {"id", id}}));
    return {};
}

Result<void> purge_texts(db::Tx& tx, WorkspaceId workspace) {
    TRY(tx.execute(sql::purge_texts, {{"workspace_id", workspace}}));
    return {};
}

Result<std::int64_t> count_with_file(db::Reader& reader, WorkspaceId workspace, std::string const& sha256) {
    return reader.scalar<std::int64_t>(sql::items_with_file,
                                       {{"workspace_id", workspace}, {"sha256", sha256}});
}

Result<std::vector<WorkspaceId>> workspaces_to_sweep(db::Reader& reader) {
    return reader.list(sql::workspaces_to_sweep, {{"after_workspace_id", 0}},
                       [](db::Row const& row) { return db::get<WorkspaceId>(row, 0); });
}

}  // namespace roost::content::store
