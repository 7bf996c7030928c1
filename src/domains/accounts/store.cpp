// store.cpp: rows of accounts and their events.
#include "domains/accounts/store.h"

#include "core/base/json.h"
#include "domains/accounts/api.h"
#include "domains/accounts/rules_warmup.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/store_json.h"

namespace roost::accounts::store {

namespace {

Account read_account(db::Row const& row) {
    db::Columns in{row};
    Account a;
    a.id = in.next<AccountId>();
    a.username = in.next<std::string>();
    a.email = in.next<std::optional<std::string>>();
    a.password_box = in.next<std::optional<std::string>>();
    a.extra_box = in.next<std::optional<std::string>>();
    a.lifecycle_state = in.next<LifecycleState>();
    a.disabled_from = in.next<std::optional<LifecycleState>>();
    a.warmup_step = in.next<std::optional<int>>();
    a.cleanup_step = in.next<std::optional<int>>();
    a.retry_count = in.next<int>();
    a.due_at = in.next<std::optional<Instant>>();
    a.warmup_started_at = in.next<std::optional<Instant>>();
    a.warmup_completed_at = in.next<std::optional<Instant>>();
    a.requires_human_review = in.next<bool>();
    a.last_error_code = in.next<std::optional<std::string>>();
    a.last_error_message = in.next<std::optional<std::string>>();
    a.last_error_at = in.next<std::optional<Instant>>();
    a.last_bot_action_by = in.next<std::optional<std::string>>();
    a.last_bot_action_at = in.next<std::optional<Instant>>();
    a.model_id = in.next<std::optional<ModelId>>();
    a.assigned_to_model_at = in.next<std::optional<Instant>>();
    a.content_model_id = in.next<std::optional<ModelId>>();
    a.cleanup_target_model_id = in.next<std::optional<ModelId>>();
    a.proxy_id = in.next<std::optional<ProxyId>>();
    a.proxy_assigned_at = in.next<std::optional<Instant>>();
    a.proxy_hold = in.next<bool>();
    a.connection_id = in.next<std::optional<std::int64_t>>();
    a.tags = in.next<std::string>();
    a.import_id = in.next<std::optional<ImportId>>();
    a.trashed_at = in.next<std::optional<Instant>>();
    a.version = in.next<std::int64_t>();
    a.created_at = in.next<Instant>();
    a.updated_at = in.next<Instant>();
    return a;
}

/// One row of update_accounts.
void append_account(std::string& out, Account const& a) {
    JsonRow row(out);
    row.add("id", a.id);
    row.add("username", a.username);
    row.add("email", a.email);
    row.add("password_box", a.password_box);
    row.add("extra_box", a.extra_box);
    row.add("lifecycle_state", a.lifecycle_state);
    row.add("disabled_from", a.disabled_from);
    row.add("warmup_step", a.warmup_step);
    row.add("cleanup_step", a.cleanup_step);
    row.add("retry_count", a.retry_count);
    row.add("due_at", a.due_at);
    row.add("warmup_started_at", a.warmup_started_at);
    row.add("warmup_completed_at", a.warmup_completed_at);
    row.add("requires_human_review", a.requires_human_review ? 1 : 0);
    row.add("model_id", a.model_id);
    row.add("assigned_to_model_at", a.assigned_to_model_at);
    row.add("content_model_id", a.content_model_id);
    row.add("cleanup_target_model_id", a.cleanup_target_model_id);
    row.add("proxy_id", a.proxy_id);
    row.add("proxy_assigned_at", a.proxy_assigned_at);
    row.add("proxy_hold", a.proxy_hold ? 1 : 0);
    row.add("connection_id", a.connection_id);
    row.add("tags", a.tags);
    row.add("trashed_at", a.trashed_at);
}

Result<void> count_new(db::Tx& tx, WorkspaceId workspace, InsertShared const& shared, bool with_proxy) {
    auto const accounts = with_proxy ? shared.with_proxy : shared.without_proxy;
    if (accounts == 0) return {};
    TRY(tx.execute(sql::count_new_accounts, {{"workspace_id", workspace},
                                             {"model_id", shared.model_id.value_or(ModelId{0})},
                                             {"with_proxy", with_proxy},
                                             {"accounts", accounts}}));
    return {};
}

}  // namespace

std::string ids_json(std::vector<AccountId> const& ids) {
    std::string out = "[";
    for (auto id : ids) {
        if (out.size() > 1) out.push_back(',');
        out += std::to_string(id.value);
    }
    return out + "]";
}

Result<std::optional<Account>> find(db::Reader& reader, WorkspaceId workspace, AccountId id) {
    return reader.optional(sql::account_by_id, {{"workspace_id", workspace}, {"id", id}}, read_account);
}

Result<std::optional<Account>> find_by_username(db::Reader& reader, WorkspaceId workspace,
                                                std::string_view username) {
    return reader.optional(sql::account_by_username, {{"workspace_id", workspace}, {"username", username}},
                           read_account);
}

Result<std::vector<Account>> load(db::Reader& reader, WorkspaceId workspace,
                                  std::vector<AccountId> const& ids) {
    auto const json = ids_json(ids);
    return reader.list(sql::accounts_by_ids, {{"workspace_id", workspace}, {"ids", json}}, read_account);
}

db::Rows new_accounts() { return db::Rows(5); }

void append_new(db::Rows& rows, NewAccount const& account) {
    rows.add(account.username);
    rows.add_filled(account.email);
    rows.add(account.password_box);
    rows.add_filled(account.extra_box);
    account.proxy_id ? rows.add(account.proxy_id->value) : rows.add_null();
}

Result<void> insert_many(db::Tx& tx, WorkspaceId workspace, db::SomeRows const& rows,
                         InsertShared const& shared) {
    for (auto const& piece : rows.pieces()) {
        TRY(tx.execute(sql::insert_accounts, {{"workspace_id", workspace},
                                              {"rows", piece},
                                              {"model_id", shared.model_id},
                                              {"due_at", shared.due_at},
                                              {"tags", shared.tags},
                                              {"import_id", shared.import_id},
                                              {"now", shared.now}}));
    }
    TRY(count_new(tx, workspace, shared, true));
    return count_new(tx, workspace, shared, false);
}

Result<void> update_many(db::Tx& tx, WorkspaceId workspace, std::vector<Account> const& accounts,
                         Instant now) {
    std::string rows;
    for (auto const& account : accounts) append_account(rows, account);
    rows = "[" + rows + "]";
    auto const changed =
        TRY(tx.execute(sql::update_accounts, {{"workspace_id", workspace}, {"rows", rows}, {"now", now}}));
    if (changed != static_cast<std::int64_t>(accounts.size())) {
        return roost::errors::internal("update_accounts changed another number of rows than it was given");
    }
    return {};
}

Result<std::vector<Unplaced>> list_unplaced(db::Reader& reader, WorkspaceId workspace, AccountId after,
                                            int limit) {
    return reader.list(
        sql::accounts_to_place, {{"workspace_id", workspace}, {"after", after}, {"limit", limit}},
        [](db::Row const& row) {
            return Unplaced{db::get<AccountId>(row, 0), db::get<std::optional<ModelId>>(row, 1)};
        });
}

Result<void> place_many(db::Tx& tx, WorkspaceId workspace, std::vector<Placed> const& placed, Instant now) {
    std::string rows;
    for (auto const& one : placed) {
        JsonRow row(rows);
        row.add("id", one.id);
        row.add("proxy_id", one.proxy);
    }
    rows = "[" + rows + "]";
    TRY(tx.execute(sql::place_accounts, {{"workspace_id", workspace}, {"rows", rows}, {"now", now}}));
    return {};
}

Result<void> insert_events(db::Tx& tx, Cause const& cause, std::vector<Event> const& events) {
    if (events.empty()) return {};
    std::string rows;
    for (auto const& event : events) {
        JsonRow row(rows);
        row.add("id", event.account);
        row.add("action", event.action);
        row.add("from", event.from);
        row.add("to", event.to);
        if (!event.detail.empty()) row.add("detail", boost::json::serialize(event.detail));
    }
    rows = "[" + rows + "]";
    TRY(tx.execute(sql::insert_events, {{"workspace_id", cause.actor.workspace},
                                        {"rows", rows},
                                        {"now", cause.now},
                                        {"actor_kind", cause.actor.kind},
                                        {"actor", cause.actor.name},
                                        {"reason", cause.reason}}));
    return {};
}

Result<void> insert_skipped(db::Tx& tx, Cause const& cause, std::vector<rules::Decision> const& decisions) {
    std::string rows;
    for (auto const& decision : decisions) {
        for (auto const& [kind, number] : decision.skipped) {
            auto const& account = decision.account;
            JsonRow row(rows);
            row.add("id", account.id);
            row.add("task_id", fmt::format("skip_{}_{}_{}", account.id.value, account.version, number));
            row.add("kind", kind);
            row.add("number", number);
            row.add("name", rules::step_name({kind, number}));
            row.add("model_id", account.model_id);
        }
    }
    if (rows.empty()) return {};
    rows = "[" + rows + "]";
    TRY(tx.execute(sql::insert_passed_steps, {{"workspace_id", cause.actor.workspace},
                                              {"rows", rows},
                                              {"now", cause.now},
                                              {"actor", cause.actor.name}}));
    return {};
}

Result<std::vector<Count>> counts(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::read_account_counts, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        Count count;
        auto const model = in.next<ModelId>();
        if (model) count.model_id = model;
        count.state = in.next<LifecycleState>();
        count.step = in.next<int>();
        count.review = in.next<bool>();
        count.with_proxy = in.next<bool>();
        count.trashed = in.next<bool>();
        count.accounts = in.next<std::int64_t>();
        return count;
    });
}

}  // namespace roost::accounts::store

namespace roost::accounts {

Result<std::optional<Account>> find(db::Reader& reader, WorkspaceId workspace, AccountId id) {
    return store::find(reader, workspace, id);
}

}  // namespace roost::accounts
