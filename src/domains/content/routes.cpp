// routes.cpp: the HTTP routes of content.
#include "domains/content/routes.h"

#include <ranges>

#include "core/base/text.h"
#include "core/http/etag.h"
#include "core/http/list.h"
#include "domains/content/errors.h"
#include "domains/content/rules_texts.h"
#include "domains/content/service_lists.h"
#include "domains/content/store.h"
#include "domains/content/views.h"

namespace roost::content {
namespace {

template <class T>
http::Response present(int status, T const& thing) {
    return http::Response::json(status, to_json(thing))
        .with_header("ETag", http::version_etag(thing.version));
}

Result<ModelId> model_of(http::Request const& request) { return request.path_id<ModelId>("id"); }

Result<Held> held_of(http::Request const& request) {
    auto force = request.query_param("force").value_or("false");
    if (force != "true" && force != "false")
        return roost::errors::invalid_field("force", "field.value", "Must be true or false.");
    return force == "true" ? Held::force : Held::refuse;
}

/// The options of an upload from the form's text fields.
Result<rules::ItemFields> fields_of(http::Request const& request) {
    boost::json::object object;
    for (auto const& [name, value] : request.form) {
        if (name == "order_priority") {
            auto number = text::parse_int(value);
            if (!number) return roost::errors::invalid_field(name, "field.type", "Must be a whole number.");
            object[name] = *number;
        } else if (name == "is_template") {
            if (value != "true" && value != "false")
                return roost::errors::invalid_field(name, "field.type", "Must be true or false.");
            object[name] = value == "true";
        } else {
            object[name] = value;
        }
    }
    return json::read<rules::ItemFields>(object);
}

Result<http::Response> list_content(Content& content, http::Request const& request) {
    auto model = TRY(model_of(request));
    TRY(content.check_model(request.actor(), model));
    return http::list_response(content.db(), request, item_list(),
                               {{"workspace_id", request.actor().workspace}, {"model_id", model}},
                               [](db::Row const& row, std::string& out) {
                                   out += boost::json::serialize(to_json(store::map_item(row)));
                               });
}

Result<http::Response> upload_content(Content& content, http::Request const& request) {
    auto model = TRY(model_of(request));
    std::vector<SealedUpload> uploads;
    for (auto const& file : request.files) uploads.push_back({file.file_name, file.path, file.bytes});
    auto result = TRY(content.upload(request.actor(), model, uploads, TRY(fields_of(request))));
    if (result.items.empty()) return result.rejected.front().error;
    boost::json::array items, rejected;
    for (auto const& item : result.items) items.push_back(to_json(item));
    for (auto const& file : result.rejected) {
        rejected.push_back({{"file", file.file}, {"code", file.error.code}, {"message", file.error.detail}});
    }
    return http::Response::created({{"items", std::move(items)}, {"rejected", std::move(rejected)}});
}

Result<http::Response> get_content(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<ContentId>("content_id"));
    return present(200, TRY(content.get(request.actor(), TRY(model_of(request)), id)));
}

Result<http::Response> update_content(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<ContentId>("content_id"));
    auto fields = TRY(json::read<rules::ItemFields>(TRY(request.json_object())));
    return present(200, TRY(content.update(request.actor(), TRY(model_of(request)), id, fields,
                                           http::if_match_version(request))));
}

Result<http::Response> delete_content(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<ContentId>("content_id"));
    TRY(content.remove(request.actor(), TRY(model_of(request)), id, TRY(held_of(request))));
    return http::Response::no_content();
}

/// A picture never changes under its address: browsers may keep it for a day.
http::Response picture(std::filesystem::path path, std::string mime) {
    return http::Response::from_file(std::move(path), std::move(mime))
        .with_header("Cache-Control", "private, max-age=86400");
}

Result<http::Response> get_image(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<ContentId>("content_id"));
    auto item = TRY(content.get(request.actor(), TRY(model_of(request)), id));
    return picture(content.files().picture(request.actor().workspace, item.sha256), item.mime);
}

Result<http::Response> get_thumbnail(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<ContentId>("content_id"));
    auto item = TRY(content.get(request.actor(), TRY(model_of(request)), id));
    return picture(content.files().thumbnail(request.actor().workspace, item.sha256), "image/jpeg");
}

Result<http::Response> get_photo(Content& content, http::Request const& request) {
    return picture(TRY(content.photo(request.actor(), TRY(model_of(request)))), "image/jpeg");
}

Result<http::Response> put_photo(Content& content, http::Request const& request) {
    auto model = TRY(model_of(request));
    if (request.files.size() != 1) return errors::no_file();
    auto const& file = request.files.front();
    auto sha256 = TRY(content.set_photo(request.actor(), model, {file.file_name, file.path, file.bytes}));
    return http::Response::ok({{"photo_url", models::photo_url(model, sha256)}});
}

Result<http::Response> delete_photo(Content& content, http::Request const& request) {
    TRY(content.remove_photo(request.actor(), TRY(model_of(request))));
    return http::Response::no_content();
}

Result<http::Response> list_texts(Content& content, http::Request const& request) {
    auto model = TRY(model_of(request));
    TRY(content.check_model(request.actor(), model));
    return http::list_response(content.db(), request, text_list(),
                               {{"workspace_id", request.actor().workspace}, {"model_id", model}},
                               [](db::Row const& row, std::string& out) {
                                   out += boost::json::serialize(to_json(store::map_text(row)));
                               });
}

constexpr std::size_t rejected_shown = 100;

/// Every line by itself, as with accounts: a bad one stops no other, and the same file again changes nothing.
Result<http::Response> import_texts(Content& content, http::Request const& request) {
    std::optional<TextType> type;
    if (auto word = request.query_param("content_type")) {
        type = from_text<TextType>(*word);
        if (!type)
            return roost::errors::invalid_field("content_type", "field.value",
                                                "Must be bio, post, story or highlight.");
    }
    if (request.body.find('\0') != std::string::npos) return errors::texts_binary();
    auto file = rules::read_texts(request.body, type);
    if (file.lines == 0) return errors::texts_empty();
    auto imported = TRY(content.import_texts(request.actor(), TRY(model_of(request)), file.texts));
    boost::json::array rejected;
    for (auto const& line : file.rejected | std::views::take(rejected_shown))
        rejected.push_back({{"line", line.line}, {"code", line.code}, {"message", line.message}});
    auto known = static_cast<std::int64_t>(file.texts.size()) - imported;
    return http::Response::created({{"lines", file.lines},
                                    {"imported", imported},
                                    {"duplicates", file.duplicates + known},
                                    {"rejected", file.rejected.size()},
                                    {"rejected_lines", std::move(rejected)}});
}

Result<http::Response> create_text(Content& content, http::Request const& request) {
    if (request.header("content-type").starts_with("text/csv")) return import_texts(content, request);
    auto fields = TRY(json::read<rules::TextFields>(TRY(request.json_object())));
    return present(201, TRY(content.add_text(request.actor(), TRY(model_of(request)), fields)));
}

Result<http::Response> update_text(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<TextId>("text_id"));
    auto fields = TRY(json::read<rules::TextFields>(TRY(request.json_object())));
    return present(200, TRY(content.update_text(request.actor(), TRY(model_of(request)), id, fields,
                                                http::if_match_version(request))));
}

Result<http::Response> delete_text(Content& content, http::Request const& request) {
    auto id = TRY(request.path_id<TextId>("text_id"));
    TRY(content.remove_text(request.actor(), TRY(model_of(request)), id, TRY(held_of(request))));
    return http::Response::no_content();
}

}  // namespace

http::Routes routes(Content& content) {
    using enum http::Method;
    auto to = [&content](auto handler) {
        return [&content, handler](http::Request const& request) { return handler(content, request); };
    };
    auto const area = Area::content;
    auto const read = http::Permission::read;
    auto const manage = http::Permission::manage;
    auto const none = http::Body::none();
    auto const pictures = http::Body::upload(512 << 20);
    auto const one_picture = http::Body::upload(image_bytes_max + (1 << 20));
    return {
        {get, "/api/models/:id/content", "list_content", area, read, http::Rate::read, to(list_content),
         none},
        {post, "/api/models/:id/content", "upload_content", area, manage, http::Rate::heavy,
         to(upload_content), pictures},
        {get, "/api/models/:id/content/:content_id", "get_content", area, read, http::Rate::read,
         to(get_content), none},
        {put, "/api/models/:id/content/:content_id", "update_content", area, manage, http::Rate::write,
         to(update_content)},
        {del, "/api/models/:id/content/:content_id", "delete_content", area, manage, http::Rate::write,
         to(delete_content), none},
        {get, "/api/models/:id/content/:content_id/image", "get_content_image", area, read, http::Rate::read,
         to(get_image), none},
        {get, "/api/models/:id/content/:content_id/thumbnail", "get_content_thumbnail", area, read,
         http::Rate::read, to(get_thumbnail), none},
        {get, "/api/models/:id/photo", "get_model_photo", area, read, http::Rate::read, to(get_photo), none},
        {put, "/api/models/:id/photo", "put_model_photo", area, manage, http::Rate::heavy, to(put_photo),
         one_picture},
        {del, "/api/models/:id/photo", "delete_model_photo", area, manage, http::Rate::write,
         to(delete_photo), none},
        {get, "/api/models/:id/text-pools", "list_texts", area, read, http::Rate::read, to(list_texts), none},
        {post, "/api/models/:id/text-pools", "create_text", area, manage, http::Rate::write, to(create_text)},
        {put, "/api/models/:id/text-pools/:text_id", "update_text", area, manage, http::Rate::write,
         to(update_text)},
        {del, "/api/models/:id/text-pools/:text_id", "delete_text", area, manage, http::Rate::write,
         to(delete_text), none},
    };
}

}  // namespace roost::content
