// rules_settings.cpp: defaults, merging, ranges.
#include "domains/identity/rules_settings.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/time_zone.h"
#include "domains/identity/rules.h"

namespace roost::identity {

std::optional<int> minute_of_day(std::string_view hh_mm) {
    auto digit = [&](std::size_t i) { return hh_mm[i] >= '0' && hh_mm[i] <= '9'; };
    if (hh_mm.size() != 5 || hh_mm[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return {};
    int hours = (hh_mm[0] - '0') * 10 + (hh_mm[1] - '0');
    int minutes = (hh_mm[3] - '0') * 10 + (hh_mm[4] - '0');
    if (hours > 23 || minutes > 59) return {};
    return hours * 60 + minutes;
}

namespace rules {
namespace {

namespace bj = boost::json;

/// Lays `over` onto `base`: objects are merged, anything else replaced. Names that `base` has not
/// are taken over only when `keep_unknown` (so that the reader can name them).
void lay_over(bj::object& base, bj::object const& over, bool keep_unknown) {
    for (auto const& entry : over) {
        auto found = base.find(entry.key());
        if (found == base.end()) {
            if (keep_unknown) base.emplace(entry.key(), entry.value());
        } else if (found->value().is_object() && entry.value().is_object()) {
            lay_over(found->value().get_object(), entry.value().get_object(), keep_unknown);
        } else {
            found->value() = entry.value();
        }
    }
}

struct Range {
    char const* field;
    int value, least, most;
};

void check_ranges(WorkspaceSettings const& s, json::Problems& problems) {
    auto const& w = s.warmup;
    auto const& o = s.outreach;
    Range const ranges[] = {
        {"warmup.gap_s", w.gap_s, 0, 2592000},
        {"warmup.cap_per_account_day", w.cap_per_account_day, 0, 1000},
        {"warmup.cap_per_proxy_day", w.cap_per_proxy_day, 0, 100000},
        {"warmup.max_retries", w.max_retries, 0, 20},
        {"warmup.backoff_base_s", w.backoff_base_s, 0, 86400},
        {"warmup.backoff_max_s", w.backoff_max_s, 0, 604800},
        {"warmup.lease_s", w.lease_s, 2, 86400},
        {"outreach.daily_selection_target", o.daily_selection_target, 1, 1000000},
        {"outreach.num_va_tables", o.num_va_tables, 1, 10000},
        {"outreach.profiles_per_table", o.profiles_per_table, 1, 100000},
        {"outreach.low_pool_days", o.low_pool_days, 0, 365},
    };
    for (auto const& range : ranges) {
        if (range.value >= range.least && range.value <= range.most) continue;
        problems.add(
            range.field, "field.range",
            "Must be from " + std::to_string(range.least) + " to " + std::to_string(range.most) + ".");
    }
}

void check_hours(WorkingHours const& hours, json::Problems& problems) {
    auto from = minute_of_day(hours.from);
    auto to = minute_of_day(hours.to);
    if (!from) problems.add("warmup.hours.from", "field.time", "Must be a time of day such as 08:00.");
    if (!to) problems.add("warmup.hours.to", "field.time", "Must be a time of day such as 22:00.");
    if (from && from == to) {
        problems.add("warmup.hours.to", "field.range", "Must differ from the start; null means all day.");
    }
}

void check_bases(std::vector<std::string> const& bases, json::Problems& problems) {
    if (bases.size() > 100) problems.add("airtable.bases", "field.too_long", "Must have at most 100 items.");
    for (std::size_t i = 0; i < bases.size() && i < 100; ++i) {
        bool word = std::ranges::all_of(bases[i], [](unsigned char c) { return std::isalnum(c) != 0; });
        if (word && bases[i].starts_with("app") && bases[i].size() <= 50) continue;
        problems.add("airtable.bases[" + std::to_string(i) + "]", "field.value",
                     "Must be a base's id such as appAbc123.");
    }
}

/// Takes what is not part of the readable settings out of `sent`.
void take_token(bj::object& sent, SettingsChange& change, json::Problems& problems) {
    auto airtable = sent.find("airtable");
    if (airtable == sent.end() || !airtable->value().is_object()) return;
    auto& object = airtable->value().get_object();
    auto token = object.find("token");
    if (token == object.end()) return;
    change.token_sent = true;
    json::read_into(token->value(), change.airtable_token, "airtable.token", problems);
    auto size = token->value().is_string() ? token->value().get_string().size() : 1;
    if (size < 1 || size > 500) {
        problems.add("airtable.token", "field.value", "Must have 1 to 500 characters; null forgets it.");
    }
    object.erase("token");
}

}  // namespace

Result<WorkspaceSettings> stored_settings(std::string_view text) {
    bj::error_code failed;
    auto stored = bj::parse(text, failed);
    if (failed || !stored.is_object())
        return roost::errors::internal("settings of a workspace are no object");
    auto whole = json::write(WorkspaceSettings{});
    lay_over(whole.get_object(), stored.get_object(), false);
    return json::read<WorkspaceSettings>(whole);
}

Result<SettingsChange> change_settings(WorkspaceSettings const& current, bj::object sent) {
    SettingsChange change;
    json::Problems problems;
    take_token(sent, change, problems);
    auto whole = json::write(current);
    lay_over(whole.get_object(), sent, true);
    change.settings = TRY(json::read<WorkspaceSettings>(whole));
    if (!time_zone_exists(change.settings.time_zone)) {
        problems.add("time_zone", "field.time_zone", "Must be a time zone such as Europe/Berlin.");
    }
    check_ranges(change.settings, problems);
    if (change.settings.warmup.hours) check_hours(*change.settings.warmup.hours, problems);
    check_bases(change.settings.airtable.bases, problems);
    TRY(settled(std::move(problems)));
    return change;
}

bool time_zone_exists(std::string const& name) { return TimeZone::find(name).has_value(); }

}  // namespace rules
}  // namespace roost::identity
