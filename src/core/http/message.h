// message.h: a request and a response as handlers see them.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/actor.h"
#include "core/base/instant.h"
#include "core/base/result.h"

namespace roost::http {

enum class Method { get, head, post, put, patch, del };
BOOST_DESCRIBE_ENUM(Method, get, head, post, put, patch, del)

/// A file that arrived with the request, sealed on disk (core/crypto/sealed_file.h). It is deleted
/// with the last copy of `path_owner` unless the handler calls keep().
struct UploadedFile {
    std::string field;      // form field name; "file" for a raw body
    std::string file_name;  // as the client named it; never a path to use
    std::string content_type;
    std::filesystem::path path;
    std::int64_t bytes = 0;
    std::shared_ptr<void> path_owner;
    std::function<void()> keep;  // the handler takes the file over; a job deletes it later
};

/// One request after routing and authentication. Immutable.
struct Request {
    Method method = Method::get;
    std::string path;                                             // decoded, without /v1
    std::map<std::string, std::string, std::less<>> path_params;  // `:id`
    std::vector<std::pair<std::string, std::string>> query;       // decoded, in order
    std::map<std::string, std::string, std::less<>> headers;      // names in lower case
    std::string body;                                             // of a JSON or text route
    std::map<std::string, std::string, std::less<>> form;         // text fields of a multipart body
    std::vector<UploadedFile> files;
    std::string remote_address;
    std::string request_id;
    std::optional<Actor> maybe_actor;
    std::string session_id;  // of a browser session, for logout and session lists
    /// What the authenticator adds to the answer: the cookie of a session that goes on.
    std::vector<std::pair<std::string, std::string>> answer_headers;

    /// Who acts. Routes with Access::anyone have none and must not call it.
    Actor const& actor() const { return *maybe_actor; }
    /// The path parameter as an id; 404 when it is no positive integer.
    template <class T>
    Result<T> path_id(std::string_view name) const {
        return T{TRY(path_int(name))};
    }
    Result<std::int64_t> path_int(std::string_view name) const;
    std::optional<std::string_view> query_param(std::string_view name) const;
    std::string_view header(std::string_view lower_case_name) const;  // empty when absent
    /// The body as a JSON object; 400 unreadable, 415 when it says it is something else.
    Result<boost::json::object> json_object() const;
};

struct Response;
/// Sends the answer of a deferred response; call exactly once, from any thread.
using Completer = std::function<void(Result<Response>)>;

/// What a handler answers. Made by the static functions.
struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string content_type = "application/json";
    std::string body;
    /// Streams: called until it returns false; appends to its argument. Runs on a worker thread.
    std::function<Result<bool>(std::string& chunk)> stream;
    /// A file to send with ETag and ranges.
    std::optional<std::filesystem::path> file;
    /// Bytes that live as long as the program (embedded files); sent instead of `body`.
    std::string_view borrowed;
    /// Length of a stream when it is known; a stream without is sent in chunks.
    std::optional<std::int64_t> length;
    /// Holds no thread: called once with the completer; used by long polls and `Prefer: wait` (see
    /// poll.h). It is kept until the answer is known, or dropped when the client goes away.
    std::function<void(Completer)> deferred;
    /// With `deferred`: after `wait`, and when the server stops, this runs on a handler thread and
    /// what it returns is the answer.
    Millis wait{0};
    std::function<Result<Response>()> timed_out;
    /// Runs on a handler thread and is replaced by what it returns: what a Completer is given when
    /// finding the answer needs the database.
    std::function<Result<Response>()> resume;

    static Response json(int status, boost::json::value const& value);
    static Response ok(boost::json::value const& value) { return json(200, value); }
    static Response created(boost::json::value const& value) { return json(201, value); }
    /// Already serialised JSON, for lists.
    static Response json_text(std::string text);
    static Response no_content();
    static Response csv(std::string file_name, std::function<Result<bool>(std::string&)> stream);
    static Response defer(std::function<void(Completer)> start);
    static Response run(std::function<Result<Response>()> resume);
    static Response from_file(std::filesystem::path path, std::string content_type);
    static Response redirect(std::string location);
    Response&& with_header(std::string name, std::string value) &&;
};

}  // namespace roost::http
