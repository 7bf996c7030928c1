// rules_settings.h: reading, merging and checking a workspace's settings.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "domains/identity/api.h"

namespace roost::identity::rules {

/// Settings from their stored text; what an older release did not know has its default.
Result<WorkspaceSettings> stored_settings(std::string_view text);

/// What a PUT asks for.
struct SettingsChange {
    WorkspaceSettings settings;
    bool token_sent = false;
    std::optional<Secret<std::string>> airtable_token = {};  // sent as null: forget it
};

/// `current` with the sent members replaced, whole and checked; every problem at once, unknown
/// names and what is only read (`airtable.token_set`) among them.
Result<SettingsChange> change_settings(WorkspaceSettings const& current, boost::json::object sent);

/// Whether the IANA time zone is known to this machine.
bool time_zone_exists(std::string const& name);

}  // namespace roost::identity::rules
