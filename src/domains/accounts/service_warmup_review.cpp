// service_warmup_review.cpp: people settle what bots could not do: retry, skip, back, disable.
#include <boost/json.hpp>
#include <unordered_set>

#include "core/base/json.h"
#include "core/base/length.h"
#include "core/live/live.h"
#include "domains/accounts/errors.h"
#include "domains/accounts/service_warmup.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace bj = boost::json;

namespace {

constexpr std::size_t note_max = 2000;
constexpr std::size_t named_in_change = 1000;  // more ids are published as "many"

std::string ids_of(std::vector<AccountId> const& ids) {
    bj::array list;
    list.reserve(ids.size());
    for (auto id : ids) list.push_back(bj::object{{"id", id.value}});
    return bj::serialize(list);
}

/// The account after the decision as a row of the set-based statements.
bj::object row_of(store::WarmupAccount const& before, rules::Reviewed const& reviewed,
                  rules::Review const& decision, std::string task_id, Instant now) {
    auto const& after = reviewed.progress;
    bool queued = rules::is_queued(after, before.trashed);
    bj::object detail{{"action", to_text(decision.action)}};
    if (auto step = rules::current_step(before.progress)) detail["step"] = rules::step_name(*step);
    if (auto step = rules::current_step(after)) detail["next_step"] = rules::step_name(*step);
    bj::object row{{"id", before.id.value},
                   {"from_state", to_text(before.progress.state)},
                   {"lifecycle_state", to_text(after.state)},
                   {"warmup_step", json::write(after.warmup_step)},
                   {"cleanup_step", json::write(after.cleanup_step)},
                   {"due_at", queued ? bj::value(now.ms) : bj::value(nullptr)},
                   {"model_id", json::write(after.model_id)},
                   {"content_model_id", json::write(after.content_model_id)},
                   {"cleanup_target_model_id", json::write(after.cleanup_target_model_id)},
                   {"disabled_from", json::write(reviewed.disabled_from)},
                   {"detail", bj::serialize(detail)}};
    if (!reviewed.skipped) return row;
    row["task_id"] = std::move(task_id);
    row["kind"] = to_text(reviewed.skipped->kind);
    row["step_number"] = reviewed.skipped->number;
    row["step_name"] = rules::step_name(*reviewed.skipped);
    row["log_model_id"] = json::write(before.progress.model_id);
    return row;
}

/// The rules' answer, unless the account is in the trash.
Result<rules::Reviewed> decide(store::WarmupAccount const& account, rules::Review const& decision) {
    if (account.trashed) return errors::trashed();
    return rules::review(account.progress, decision);
}

}  // namespace

Result<rules::Review> read_review(bj::object const& body) {
    auto review = TRY(json::read<rules::Review>(body));
    TRY(rules::check_step(review.step));
    TRY(check_length("note", review.note, note_max));
    return review;
}

Result<void> Warmup::close_open_tasks(db::Tx& tx, WorkspaceId workspace, std::vector<AccountId> const& ids) {
    auto now = clock_.now();
    auto list = ids_of(ids);
    auto tasks =
        TRY(tx.list(sql::close_open_tasks, {{"workspace_id", workspace}, {"now", now}, {"ids", list}},
                    [](db::Row const& row) { return db::get<std::string>(row, 0); }));
    if (tasks.empty()) return {};
    return content::release(tx, workspace, tasks, now);
}

Result<ManyChanged> Warmup::review_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                                        rules::Review const& decision) {
    auto now = clock_.now();
    auto workspace = actor.workspace;
    auto accounts = TRY(store::list_accounts(tx, workspace, ids_of(ids)));
    ManyChanged result{.matched = static_cast<std::int64_t>(accounts.size())};
    bj::array rows;
    std::vector<AccountId> changed;
    for (auto const& account : accounts) {
        auto reviewed = decide(account, decision);
        if (!reviewed.ok()) {
            result.refused.push_back({account.id, reviewed.error()});
            continue;
        }
        rows.push_back(row_of(account, *reviewed, decision, "task_" + random_.hex(16), now));
        changed.push_back(account.id);
    }
    std::unordered_set<AccountId> known;
    for (auto const& account : accounts) known.insert(account.id);
    for (auto id : ids) {
        if (!known.contains(id)) result.refused.push_back({id, errors::not_found()});
    }
    result.changed = static_cast<std::int64_t>(changed.size());
    if (changed.empty()) return result;

    TRY(close_open_tasks(tx, workspace, changed));
    auto text = bj::serialize(rows);
    TRY(tx.execute(sql::resolve_reviewed_steps, {{"workspace_id", workspace},
                                                 {"now", now},
                                                 {"actor", actor.name},
                                                 {"resolution", decision.action},
                                                 {"rows", text}}));
    TRY(tx.execute(sql::apply_reviews, {{"workspace_id", workspace}, {"now", now}, {"rows", text}}));
    TRY(tx.execute(sql::insert_skipped_steps,
                   {{"workspace_id", workspace}, {"now", now}, {"actor", actor.name}, {"rows", text}}));
    TRY(tx.execute(sql::insert_review_events, {{"workspace_id", workspace},
                                               {"now", now},
                                               {"actor_kind", actor.kind},
                                               {"actor", actor.name},
                                               {"reason", decision.note},
                                               {"rows", text}}));
    std::vector<std::int64_t> named;
    if (changed.size() <= named_in_change) {
        for (auto id : changed) named.push_back(id.value);
    }
    for (auto topic : {"accounts", "review"}) {
        TRY(live::publish(tx, clock_, {.workspace = workspace, .topic = topic, .ids = named}));
    }
    if (changed.size() == 1) {
        TRY(live::publish(tx, clock_,
                          {.workspace = workspace,
                           .topic = "accounts/" + std::to_string(changed.front().value),
                           .ids = named}));
    }
    return result;
}

Result<void> Warmup::review(Actor const& actor, AccountId id, rules::Review const& decision) {
    return db_.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto result = TRY(review_many(tx, actor, {id}, decision));
        if (!result.refused.empty()) return result.refused.front().error;
        return {};
    });
}

}  // namespace roost::accounts
