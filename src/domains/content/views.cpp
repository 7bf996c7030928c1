// views.cpp: pictures and texts as the API shows them.
#include "domains/content/views.h"

#include "core/base/json.h"

namespace roost::content {

boost::json::object to_json(Item const& item) {
    auto address =
        "/api/models/" + std::to_string(item.model_id.value) + "/content/" + std::to_string(item.id.value);
    return {{"id", item.id.value},
            {"model_id", item.model_id.value},
            {"content_type", to_text(item.content_type)},
            {"file_name", item.file_name},
            {"image_url", address + "/image"},
            {"thumbnail_url", address + "/thumbnail"},
            {"width", item.width},
            {"height", item.height},
            {"bytes", item.bytes},
            {"text_content", json::write(item.text_content)},
            {"template_id", json::write(item.template_id)},
            {"is_template", item.is_template},
            {"order_priority", item.order_priority},
            {"usage_count", item.usage_count},
            {"reserved_count", item.reserved_count},
            {"created_at", json::write(item.created_at)},
            {"updated_at", json::write(item.updated_at)}};
}

boost::json::object to_json(Text const& text) {
    return {{"id", text.id.value},
            {"model_id", text.model_id.value},
            {"content_type", to_text(text.content_type)},
            {"text_content", text.text_content},
            {"usage_count", text.usage_count},
            {"reserved_count", text.reserved_count},
            {"order_priority", text.order_priority},
            {"template_id", json::write(text.template_id)},
            {"is_template", text.is_template},
            {"created_at", json::write(text.created_at)},
            {"updated_at", json::write(text.updated_at)}};
}

}  // namespace roost::content
