// message.cpp: what handlers read from a request, and the kinds of answers.
#include "core/http/message.h"

#include <charconv>

namespace roost::http {
namespace {

/// How many members the objects of a valid JSON text have together: every colon outside a string is one.
std::size_t members_written(std::string_view json) {
    std::size_t members = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (in_string && json[i] == '\\') ++i;
        else if (json[i] == '"') in_string = !in_string;
        else if (!in_string && json[i] == ':') ++members;
    }
    return members;
}

/// How many a parsed value has, where of a repeated name the last was kept. No deeper than the parser
/// allowed.
std::size_t members_of(boost::json::value const& value) {
    std::size_t members = 0;
    if (auto const* object = value.if_object()) {
        for (auto const& [name, inner] : *object) members += 1 + members_of(inner);
    } else if (auto const* array = value.if_array()) {
        for (auto const& inner : *array) members += members_of(inner);
    }
    return members;
}

}  // namespace

Result<std::int64_t> Request::path_int(std::string_view name) const {
    auto found = path_params.find(name);
    std::int64_t value = 0;
    if (found != path_params.end()) {
        auto const& text = found->second;
        auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failed == std::errc{} && end == text.data() + text.size() && value > 0 && text[0] != '0') {
            return value;
        }
    }
    return errors::not_found("request.not_found", "There is nothing at this address.");
}

std::optional<std::string_view> Request::query_param(std::string_view name) const {
    for (auto const& [key, value] : query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string_view Request::header(std::string_view lower_case_name) const {
    auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

Result<boost::json::object> Request::json_object() const {
    auto type = header("content-type");
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
    if (!type.empty() && type != "application/json" && !type.ends_with("+json")) {
        return Error{.kind = ErrorKind::unsupported_type,
                     .code = "request.unsupported_type",
                     .detail = "Send the body as application/json."};
    }
    boost::json::error_code failed;
    boost::json::parse_options options;
    options.max_depth = 32;
    auto value = boost::json::parse(body, failed, {}, options);
    if (failed) {
        return Error{.kind = ErrorKind::unreadable,
                     .code = "request.unreadable",
                     .detail = "The body is not valid JSON: " + failed.message() + "."};
    }
    if (members_written(body) != members_of(value)) {
        return Error{
            .kind = ErrorKind::unreadable,
            .code = "request.repeated_name",
            .detail = "A name stands twice in one object of the body; which value counts is not clear."};
    }
    if (!value.is_object()) {
        return Error{.kind = ErrorKind::unreadable,
                     .code = "request.unreadable",
                     .detail = "The body must be a JSON object."};
    }
    return std::move(value.get_object());
}

Response Response::json(int status, boost::json::value const& value) {
    Response response;
    response.status = status;
    response.body = boost::json::serialize(value);
    return response;
}

Response Response::json_text(std::string text) {
    Response response;
    response.body = std::move(text);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    response.content_type.clear();
    return response;
}

Response Response::csv(std::string file_name, std::function<Result<bool>(std::string&)> stream) {
    Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::move(file_name) + "\"");
    response.stream = std::move(stream);
    return response;
}

Response Response::defer(std::function<void(Completer)> start) {
    Response response;
    response.deferred = std::move(start);
    return response;
}

Response Response::run(std::function<Result<Response>()> resume) {
    Response response;
    response.resume = std::move(resume);
    return response;
}

Response Response::from_file(std::filesystem::path path, std::string content_type) {
    Response response;
    response.content_type = std::move(content_type);
    response.file = std::move(path);
    return response;
}

Response Response::redirect(std::string location) {
    Response response;
    response.status = 302;
    response.content_type.clear();
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response&& Response::with_header(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

}  // namespace roost::http
