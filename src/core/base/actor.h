// actor.h: who is acting, in which workspace, with which rights; made only by the auth layer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/enums.h"
#include "core/base/id.h"

namespace roost {

/// A person's place in a workspace (IDN-5).
enum class Role { owner, manager, va, viewer };
BOOST_DESCRIBE_ENUM(Role, owner, manager, va, viewer)

/// What kind of caller it is. `system` acts for the program itself (jobs, command line).
enum class ActorKind { user, token, bot, system };
BOOST_DESCRIBE_ENUM(ActorKind, user, token, bot, system)

/// The part of the product a token scope or a route is about: `accounts:read`, `bots:write`, …
enum class Area { accounts, proxies, content, bots, messages, outreach, insights, admin };
BOOST_DESCRIBE_ENUM(Area, accounts, proxies, content, bots, messages, outreach, insights, admin)

/// A right of an API token: an area, to read or also to write.
struct Scope {
    Area area = Area::accounts;
    bool write = false;
};

/// Whoever makes a request. Services take it first; stores take its workspace.
struct Actor {
    ActorKind kind = ActorKind::system;
    WorkspaceId workspace;
    Role role = Role::viewer;
    UserId user;           // the person; of a token, the person it belongs to; 0 for bots and system
    std::int64_t bot = 0;  // row id of the bot, for kind bot
    std::string name;      // e-mail, token or bot name, as shown in the audit log and timelines
    bool all_scopes = true;
    std::vector<Scope> scopes = {};  // for tokens made with scopes

    static Actor system(WorkspaceId workspace, std::string name = "roost") {
        Actor actor;
        actor.workspace = workspace;
        actor.role = Role::owner;
        actor.name = std::move(name);
        return actor;
    }
};

}  // namespace roost
