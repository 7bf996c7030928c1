// router.cpp: the tree of path segments.
#include "core/http/router.h"

#include <stdexcept>

namespace roost::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> parameter;
    std::map<Method, std::size_t> methods;  // index into routes_
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

std::string_view method_name(Method method) {
    constexpr std::string_view names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<int>(method)];
}

namespace {

std::vector<std::string_view> pieces_of(std::string_view path) {
    std::vector<std::string_view> pieces;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto end = std::min(path.find('/'), path.size());
        pieces.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return pieces;
}

}  // namespace

void Router::add(Route route) {
    if (!route.path.starts_with('/')) throw std::logic_error("route path without slash: " + route.path);
    for (auto const& other : routes_) {
        if (other.operation_id == route.operation_id) {
            throw std::logic_error("two routes are called " + route.operation_id);
        }
    }
    auto* node = root_.get();
    for (auto piece : pieces_of(route.path)) {
        auto& next = piece.starts_with(':') ? node->parameter
                                            : node->literal.try_emplace(std::string(piece)).first->second;
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    if (!node->methods.emplace(route.method, routes_.size()).second) {
        throw std::logic_error("two routes for " + std::string(method_name(route.method)) + " " + route.path);
    }
    routes_.push_back(std::move(route));
}

Router::Node const* Router::walk(Node const& node, std::vector<std::string> const& segments, std::size_t at,
                                 std::vector<std::size_t>& params) const {
    if (at == segments.size()) return node.methods.empty() ? nullptr : &node;
    if (auto next = node.literal.find(segments[at]); next != node.literal.end()) {
        if (auto const* found = walk(*next->second, segments, at + 1, params)) return found;
    }
    if (!node.parameter || segments[at].empty()) return nullptr;
    params.push_back(at);
    if (auto const* found = walk(*node.parameter, segments, at + 1, params)) return found;
    params.pop_back();
    return nullptr;
}

Router::Match Router::find(Method method, std::vector<std::string> const& segments) const {
    Match match;
    std::vector<std::size_t> params;
    auto const* node = walk(*root_, segments, 0, params);
    if (node == nullptr) return match;
    auto found = node->methods.find(method);
    if (found == node->methods.end() && method == Method::head) found = node->methods.find(Method::get);
    if (found == node->methods.end()) {
        for (auto const& [other, index] : node->methods) {
            if (!match.allow.empty()) match.allow += ", ";
            match.allow += method_name(other);
            if (other == Method::get) match.allow += ", HEAD";
        }
        return match;
    }
    match.route = &routes_[found->second];
    auto pieces = pieces_of(match.route->path);
    for (auto at : params) match.params.emplace(pieces[at].substr(1), segments[at]);
    return match;
}

}  // namespace roost::http
