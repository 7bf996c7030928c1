// request_reader.cpp: Beast's HTTP/1 parser behind a small face.
#include "core/http/request_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "core/base/text.h"
#include "core/http/problem.h"

namespace roost::http {
namespace {

namespace bhttp = boost::beast::http;
using Failure = boost::system::error_code;

constexpr std::size_t body_step = 16 << 10;
constexpr std::size_t last_chunk_bytes = 5;  // "0", CRLF, CRLF

std::optional<Method> method_of(bhttp::verb verb) {
    switch (verb) {
        case bhttp::verb::get:
            return Method::get;
        case bhttp::verb::head:
            return Method::head;
        case bhttp::verb::post:
            return Method::post;
        case bhttp::verb::put:
            return Method::put;
        case bhttp::verb::patch:
            return Method::patch;
        case bhttp::verb::delete_:
            return Method::del;
        default:
            return std::nullopt;
    }
}

Error malformed(Failure failed) {
    if (failed == bhttp::error::header_limit) return errors::headers_too_large();
    return errors::unreadable("The request is not valid HTTP: " + failed.message() + ".");
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct RequestReader::Parser {
    bhttp::request_parser<bhttp::buffer_body> beast;
};

RequestReader::RequestReader(std::size_t header_bytes_max) : parser_(std::make_unique<Parser>()) {
    parser_->beast.header_limit(static_cast<std::uint32_t>(header_bytes_max));
    parser_->beast.body_limit(boost::none);  // what a body may have depends on the route
}

RequestReader::~RequestReader() = default;

bool RequestReader::has_head() const { return parser_->beast.is_header_done(); }
bool RequestReader::is_done() const { return parser_->beast.is_done(); }

Result<RequestReader::Step> RequestReader::read_head(std::string_view input) {
    Failure failed;
    Step step{.taken = parser_->beast.put(boost::asio::buffer(input), failed)};
    if (has_head()) {
        parser_->beast.eager(true);
        return step;
    }
    if (failed && failed != bhttp::error::need_more) return malformed(failed);
    step.needs_more = true;
    return step;
}

Result<RequestReader::Step> RequestReader::read_body(std::string_view input, std::string& out) {
    // Every chunked body has at least its last chunk to come; Beast asserts that it is given as much.
    if (parser_->beast.chunked() && input.size() < last_chunk_bytes) return Step{.needs_more = true};
    char piece[body_step];
    auto& body = parser_->beast.get().body();
    body.data = piece;
    body.size = sizeof piece;
    Failure failed;
    Step step{.taken = parser_->beast.put(boost::asio::buffer(input), failed)};
    out.append(piece, sizeof piece - body.size);
    if (failed && failed != bhttp::error::need_more && failed != bhttp::error::need_buffer)
        return malformed(failed);
    step.needs_more = !is_done() && (failed == bhttp::error::need_more || step.taken == input.size());
    return step;
}

Result<RequestHead> RequestReader::head(Request& into) const {
    auto const& message = parser_->beast.get();
    for (auto const& field : message) {
        auto name = text::lower_ascii(view(field.name_string()));
        auto [entry, is_new] = into.headers.try_emplace(std::move(name), view(field.value()));
        if (!is_new) entry->second.append(entry->first == "cookie" ? "; " : ", ").append(view(field.value()));
    }
    RequestHead head;
    head.method = method_of(message.method());
    into.method = head.method.value_or(Method::get);
    head.target = view(message.target());
    head.old_protocol = message.version() == 10;
    head.keep_alive = message.keep_alive();
    if (auto length = parser_->beast.content_length()) head.content_length = *length;
    if (!head.old_protocol && message.count(bhttp::field::host) != 1) {
        return errors::unreadable("The Host header is missing or sent twice.");
    }
    return head;
}

}  // namespace roost::http
