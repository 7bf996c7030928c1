// request_fuzz.cpp: any bytes as an HTTP request: refused or read the same in one piece and byte by byte.
#include "core/http/request_reader.h"
#include "core/http/router.h"
#include "core/http/url.h"

namespace http = roost::http;

namespace {

struct Read {
    bool refused = false;
    bool has_head = false;
    bool done = false;
    std::string target, body;
};

Read read(std::string_view input, std::size_t piece) {
    http::RequestReader reader(4096);
    Read result;
    std::string pending;
    while (!input.empty() && !reader.is_done()) {
        pending += input.substr(0, piece);
        input.remove_prefix(std::min(piece, input.size()));
        for (bool more = false; !more && !reader.is_done() && !pending.empty();) {
            auto step =
                reader.has_head() ? reader.read_body(pending, result.body) : reader.read_head(pending);
            if (!step.ok()) {
                result.refused = true;
                return result;
            }
            pending.erase(0, step->taken);
            more = step->needs_more;
        }
    }
    result.has_head = reader.has_head();
    result.done = reader.is_done();
    if (!result.has_head) return result;
    http::Request request;
    auto head = reader.head(request);
    if (head.ok()) result.target = head->target;
    return result;
}

http::Router const& router() {
    static http::Router const& made = *[] {
        auto* r = new http::Router();
        for (auto path :
             {"/api/things", "/api/things/:id", "/api/things/:id/parts/:part", "/api/:kind/special"}) {
            r->add({http::Method::get, path, path, roost::Area::admin, http::Permission::anyone,
                    http::Rate::read, nullptr});
        }
        return r;
    }();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view input(reinterpret_cast<char const*>(data), size);
    auto whole = read(input, input.size() + 1);
    auto bytes = read(input, 1);
    if (whole.done != bytes.done ||
        (whole.done && (whole.target != bytes.target || whole.body != bytes.body))) {
        __builtin_trap();
    }
    auto target = http::parse_target(input);
    if (!target.ok()) return 0;
    auto match = router().find(http::Method::get, target->segments);
    http::Request request;
    request.path_params = match.params;
    auto id = request.path_int("id");
    if (id.ok() && *id <= 0) __builtin_trap();
    return 0;
}
