// router.h: finds the route of a method and path.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/http/route.h"

namespace roost::http {

/// A tree of path segments. Filled before the server starts; then read-only and thread-safe.
class Router {
public:
    Router();
    ~Router();
    /// A second route of the same method and path, or of the same operation id, throws logic_error.
    void add(Route route);

    struct Match {
        Route const* route = nullptr;
        std::map<std::string, std::string, std::less<>> params;
        std::string allow;  // methods of the path when the method is not among them
    };
    /// Literal segments win over parameters. HEAD is answered by GET's route.
    Match find(Method method, std::vector<std::string> const& segments) const;

    Routes const& routes() const { return routes_; }

private:
    struct Node;
    Node const* walk(Node const& node, std::vector<std::string> const& segments, std::size_t at,
                     std::vector<std::size_t>& params) const;

    std::unique_ptr<Node> root_;
    Routes routes_;
};

/// `GET` and so on.
std::string_view method_name(Method method);

}  // namespace roost::http
