// services.cpp: makes each domain's service with what it needs of configuration and of the others.
#include "app/services.h"

namespace roost::app {

identity::Options identity_options(ProgramParts const& parts) {
    auto const& config = parts.config;
    identity::Options options;
    options.registration = from_text<identity::Registration>(to_text(config.identity.registration))
                               .value_or(identity::Registration::invite);
    options.mode = from_text<identity::ServerMode>(to_text(config.server.mode))
                       .value_or(identity::ServerMode::production);
    options.demo = parts.demo;
    options.public_url = config.server.public_url;
    auto& outreach = options.first_settings.outreach;
    outreach.daily_selection_target = static_cast<int>(config.outreach.daily_selection_target);
    outreach.num_va_tables = static_cast<int>(config.outreach.num_va_tables);
    outreach.profiles_per_table = static_cast<int>(config.outreach.profiles_per_table);
    options.first_settings.airtable.bases = config.airtable.bases;
    options.first_airtable_token = config.airtable.token;
    return options;
}

Services::Services(ProgramParts const& parts)
    : http(net::make_http(parts.clock, parts.random, {.allow_private = parts.config.net.allow_private})),
      identity(parts.db, parts.clock, parts.random, parts.keys, identity_options(parts)),
      content(parts.db, parts.clock, parts.keys, parts.data_dir),
      warmup(parts.db, parts.clock, parts.random, parts.keys),
      accounts({.db = parts.db,
                .clock = parts.clock,
                .random = parts.random,
                .keys = parts.keys,
                .warmup = warmup,
                .upload_dir = parts.data_dir / "uploads"}),
      models(parts.db, parts.clock, accounts),
      proxies({.db = parts.db,
               .clock = parts.clock,
               .keys = parts.keys,
               .http = *http,
               .accounts = accounts,
               .health_url = parts.config.proxies.health_url}),
      bots({.db = parts.db,
            .clock = parts.clock,
            .random = parts.random,
            .keys = parts.keys,
            .desk = warmup,
            .data_dir = parts.data_dir}) {}

}  // namespace roost::app
