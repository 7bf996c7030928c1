// seed.cpp: writes the planned lives of the demonstration's accounts, set-based.
#include "domains/accounts/seed.h"

#include <numeric>

#include "core/clock/fake_clock.h"
#include "domains/accounts/secrets.h"
#include "domains/accounts/seed_plan.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/store.h"
#include "domains/accounts/store_import.h"
#include "domains/accounts/store_json.h"
#include "domains/identity/api.h"

namespace roost::accounts {
namespace {

constexpr int held_off = 25;  // taken off their proxies by hand
constexpr Millis lease = std::chrono::minutes{10};

/// Imported together for the same model: one insert.
using Groups = std::map<std::pair<std::size_t, ModelId>, std::vector<PlannedAccount*>>;

class Writer {
public:
    Writer(SeedParts const& parts, db::Tx& tx, std::vector<PlannedAccount>& plan)
        : parts_(parts), tx_(tx), workspace_(parts.founder.workspace), plan_(plan) {}

    Result<void> write() {
        TRY(place());
        for (std::size_t i = 0; i < std::size(planned_imports); ++i) TRY(import_file(i));
        TRY(proxies::change_slots(tx_, workspace_, picker_.take_changes(), parts_.now));
        TRY(find_ids());
        TRY(update_accounts());
        TRY(write_attempts());
        TRY(write_events());
        TRY(write_audit());
        return parts_.settle(tx_, history_);
    }

private:
    /// The oldest first, as imports took the slots there were. The last wait for a free one.
    Result<void> place() {
        picker_.add(TRY(proxies::free_slots(tx_, workspace_, {}, seeded_accounts)));
        int held = 0;
        for (auto& planned : plan_) {
            auto& account = planned.account;
            if (account.trashed_at) continue;
            if (account.lifecycle_state == LifecycleState::ready && held < held_off &&
                parts_.random.next_unit() < 0.1) {
                account.proxy_hold = true;
                ++held;
                continue;
            }
            account.proxy_id = picker_.take(account.model_id);
            if (account.proxy_id) account.proxy_assigned_at = account.created_at;
        }
        return {};
    }

    std::vector<store::ImportLine> failed_lines(std::int64_t imported) {
        using enum rules::LineCode;
        constexpr rules::LineCode codes[] = {invalid_username, empty_password,    duplicate_in_file,
                                             too_many_columns, duplicate_in_file, invalid_email};
        std::vector<store::ImportLine> failed;
        for (std::int64_t line = 17; line < imported; line += 23) {
            auto code = codes[failed.size() % std::size(codes)];
            bool named = code == duplicate_in_file || code == empty_password;
            failed.push_back(
                {line, code, named ? plan_[static_cast<std::size_t>(line)].account.username : ""});
        }
        return failed;
    }

    Result<void> import_file(std::size_t index) {
        auto const& file = planned_imports[index];
        auto at = parts_.now - file.age;
        Groups groups;
        std::int64_t count = 0;
        PlannedAccount* first = nullptr;
        PlannedAccount* last = nullptr;
        for (auto& planned : plan_) {
            if (planned.import != index) continue;
            groups[{index, planned.account.model_id.value_or(ModelId{0})}].push_back(&planned);
            if (first == nullptr) first = &planned;
            last = &planned;
            ++count;
        }
        auto id = TRY(store::insert_import(tx_, parts_.founder, {file.file_name, "", count * 44}, at));
        boost::json::object options{{"dry_run", false}, {"keep_upload", false}};
        TRY(store::start_import(tx_, parts_.founder, id, JobId{0}, options, at));
        for (auto& [key, group] : groups) TRY(insert_group(group, id, at));
        store::ImportGrowth growth{.imported = count, .failed = failed_lines(count)};
        growth.first_username = first->account.username;
        growth.last_username = last->account.username;
        TRY(store::grow_import(tx_, workspace_, id, growth));
        return finish_import(id, at);
    }

    Result<void> insert_group(std::vector<PlannedAccount*> const& group, ImportId import, Instant at) {
        store::InsertShared shared{
            .model_id = group.front()->account.model_id, .import_id = import, .now = at};
        auto rows = store::new_accounts();
        for (auto* planned : group) {
            auto& account = planned->account;
            account.password_box = seal_password(parts_.keys, workspace_, account.username,
                                                 Secret<std::string>(planned->password));
            account.import_id = import;
            store::append_new(rows,
                              {.username = account.username,
                               .email = account.email ? std::string_view(*account.email) : std::string_view(),
                               .password_box = *account.password_box,
                               .proxy_id = account.proxy_id});
            ++(account.proxy_id ? shared.with_proxy : shared.without_proxy);
        }
        std::vector<std::uint32_t> all(rows.size());
        std::iota(all.begin(), all.end(), 0U);
        return store::insert_many(tx_, workspace_, {.rows = &rows, .which = all}, shared);
    }

    Result<void> finish_import(ImportId id, Instant at) {
        auto import = TRY(store::find_import(tx_, workspace_, id));
        auto rejected = TRY(store::rejected_lines(tx_, workspace_, id));
        boost::json::object result{{"import_id", id.value},
                                   {"dry_run", false},
                                   {"lines", import->lines},
                                   {"imported", import->imported},
                                   {"duplicates", import->duplicates},
                                   {"rejected", import->rejected},
                                   {"report_url", fmt::format("/api/accounts/imports/{}/report", id.value)},
                                   {"rejected_lines", std::move(rejected)},
                                   {"undo_id", nullptr}};
        auto finished_at = at + std::chrono::seconds{4};
        TRY(store::finish_import(tx_, workspace_, id, result, std::nullopt, finished_at));
        return identity::audit(tx_, FakeClock(at), parts_.founder,
                               {.action = "accounts.import",
                                .object_type = "account_import",
                                .object_id = id.value,
                                .detail = {{"file_name", import->file_name}, {"attested", true}}});
    }

    Result<void> find_ids() {
        std::map<std::string, AccountId, std::less<>> ids;
        TRY(tx_.list(sql::seeded_ids, {{"workspace_id", workspace_}}, [&](db::Row const& row) {
            ids[db::get<std::string>(row, 0)] = db::get<AccountId>(row, 1);
            return 0;
        }));
        for (auto& planned : plan_) planned.account.id = ids.at(planned.account.username);
        return {};
    }

    Result<void> update_accounts() {
        std::vector<Account> accounts;
        std::string marks;
        for (auto const& planned : plan_) {
            auto const& account = planned.account;
            accounts.push_back(account);
            store::JsonRow row(marks);
            row.add("id", account.id);
            row.add("error_code", account.last_error_code);
            row.add("error_message", account.last_error_message);
            row.add("error_at", account.last_error_at);
            row.add("bot", account.last_bot_action_by);
            row.add("bot_at", account.last_bot_action_at);
            row.add("updated_at", account.updated_at);
        }
        TRY(store::update_many(tx_, workspace_, accounts, parts_.now));
        return run(sql::seed_marks, marks);
    }

    Result<void> write_attempts() {
        std::multimap<Instant, std::pair<PlannedAttempt const*, Account const*>> all;
        for (auto const& planned : plan_) {
            for (auto const& attempt : planned.attempts) {
                all.emplace(attempt.started_at, std::pair(&attempt, &planned.account));
            }
        }
        std::string rows;
        for (auto const& [at, one] : all) add_attempt(rows, *one.first, *one.second);
        return run(sql::seed_attempts, rows);
    }

    void add_attempt(std::string& rows, PlannedAttempt const& attempt, Account const& account) {
        auto const& bot = parts_.bots[attempt.bot];
        store::JsonRow row(rows);
        row.add("id", account.id);
        row.add("task_id", "task_" + parts_.random.hex(16));
        row.add("kind", attempt.step.kind);
        row.add("number", attempt.step.number);
        row.add("name", rules::step_name(attempt.step));
        row.add("attempt", attempt.attempt);
        row.add("status", attempt.status);
        row.add("bot_id", bot.id);
        row.add("bot", bot.bot_id);
        row.add("model_id", attempt.model);
        row.add("proxy_id", account.proxy_id);
        row.add("lease", attempt.started_at + lease);
        row.add("started", attempt.started_at);
        row.add("completed", attempt.completed_at);
        row.add("content_id", attempt.picture);
        row.add("text_id", attempt.text);
        row.add("error_code", attempt.error_code);
        row.add("error_message", attempt.error_message);
        row.add("took", (attempt.completed_at - attempt.started_at).count());
        if (attempt.resolved_at) {
            row.add("resolved_at", *attempt.resolved_at);
            row.add("resolved_by", parts_.assistant.name);
            row.add("resolution", ReviewAction::retry);
        }
        count(attempt, bot.id);
    }

    void count(PlannedAttempt const& attempt, std::int64_t bot) {
        bool completed = attempt.status == StepStatus::completed;
        auto& reports = history_.reports[bot];
        ++(completed ? reports.completed : reports.failed);
        reports.last_at = std::max(reports.last_at, attempt.completed_at);
        if (!completed) return;
        if (attempt.picture) ++history_.picture_uses[*attempt.picture];
        if (attempt.text) ++history_.text_uses[*attempt.text];
    }

    Result<void> write_events() {
        std::multimap<Instant, std::pair<PlannedEvent const*, AccountId>> all;
        for (auto const& planned : plan_) {
            for (auto const& event : planned.events)
                all.emplace(event.at, std::pair(&event, planned.account.id));
        }
        std::string rows;
        for (auto const& [at, one] : all) {
            auto const& [event, account] = one;
            store::JsonRow row(rows);
            row.add("id", account);
            row.add("at", event->at);
            row.add("action", event->action);
            row.add("from", event->from);
            row.add("to", event->to);
            row.add("actor_kind", event->actor_kind);
            row.add("actor", event->actor);
            row.add("reason", event->reason);
            if (!event->detail.empty()) row.add("detail", boost::json::serialize(event->detail));
        }
        return run(sql::seed_events, rows);
    }

    /// Passwords that people looked at while they settled reviews.
    Result<void> write_audit() {
        int shown = 0;
        for (auto const& planned : plan_) {
            for (auto const& attempt : planned.attempts) {
                if (!attempt.resolved_at || ++shown % 12 != 0) continue;
                TRY(identity::audit(tx_, FakeClock(*attempt.resolved_at), parts_.founder,
                                    {.action = "accounts.reveal",
                                     .object_type = "account",
                                     .object_id = planned.account.id.value}));
            }
        }
        return {};
    }

    Result<void> run(db::Query const& query, std::string const& rows) {
        auto text = "[" + rows + "]";
        TRY(tx_.execute(query, {{"workspace_id", workspace_}, {"rows", text}}));
        return {};
    }

    SeedParts const& parts_;
    db::Tx& tx_;
    WorkspaceId workspace_;
    std::vector<PlannedAccount>& plan_;
    rules::SlotPicker picker_;
    SeededHistory history_;
};

}  // namespace

Result<void> seed(SeedParts const& parts) {
    auto workspace = parts.founder.workspace;
    auto is_there = [&](db::Reader& reader) -> Result<bool> {
        return TRY(reader.scalar<std::int64_t>(sql::any_account, {{"workspace_id", workspace}})) > 0;
    };
    if (TRY(parts.db.read(is_there))) return {};
    auto const plan = plan_accounts(parts);
    return parts.db.write(workspace, [&](db::Tx& tx) -> Result<void> {
        if (TRY(is_there(tx))) return {};
        auto mine = plan;  // a closure may run twice
        return Writer(parts, tx, mine).write();
    });
}

}  // namespace roost::accounts
