// service_undo.cpp: gestures taken back, and done again, when none of their rows changed since.
#include "domains/accounts/service.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

constexpr int rows_per_step = 500;

bool runs_backwards(bool redo) { return !redo; }

/// Where the rows must stand for the undo (or redo) to fit, and where it brings them.
store::UndoSide expected_side(bool redo) {
    return runs_backwards(redo) ? store::UndoSide::after : store::UndoSide::before;
}
store::UndoSide wanted_side(bool redo) {
    return runs_backwards(redo) ? store::UndoSide::before : store::UndoSide::after;
}

std::vector<AccountId> ids_of(std::vector<Account> const& accounts) {
    std::vector<AccountId> ids;
    for (auto const& account : accounts) ids.push_back(account.id);
    return ids;
}

/// Rows that no longer stand as the gesture left them.
Result<std::vector<AccountId>> changed_rows(db::Reader& reader, WorkspaceId workspace, Undo const& undo,
                                            std::vector<Account> const& expected) {
    auto const current = TRY(store::load(reader, workspace, ids_of(expected)));
    std::vector<AccountId> changed;
    std::size_t at = 0;
    for (auto const& row : expected) {
        while (at < current.size() && current[at].id < row.id) ++at;
        bool const there = at < current.size() && current[at].id == row.id;
        if (!there || !rules::same_in(undo.aspect, current[at], row)) changed.push_back(row.id);
    }
    return changed;
}

Error stale(std::vector<AccountId> const& changed) {
    boost::json::array ids;
    for (std::size_t i = 0; i < changed.size() && i < 100; ++i) ids.emplace_back(changed[i].value);
    return errors::undo_stale(static_cast<std::int64_t>(changed.size()), std::move(ids));
}

}  // namespace

Result<std::vector<Undo>> Accounts::list_undos(Actor const& actor) {
    return parts_.db.read(
        [&](db::Reader& reader) { return store::list_undos(reader, actor.workspace, parts_.clock.now()); });
}

Result<Undo> Accounts::get_undo(Actor const& actor, UndoId id) {
    auto found = TRY(
        parts_.db.read([&](db::Reader& reader) { return store::find_undo(reader, actor.workspace, id); }));
    if (!found) return errors::undo_not_found();
    return *found;
}

/// The record, if it may be undone (or redone) now.
Result<Undo> Accounts::open_undo(db::Reader& reader, WorkspaceId workspace, UndoId id, bool redo) {
    auto const found = TRY(store::find_undo(reader, workspace, id));
    if (!found) return errors::undo_not_found();
    if (found->expires_at <= parts_.clock.now()) return errors::undo_expired();
    if (found->undone_at.has_value() != redo) return errors::undo_done(redo);
    if (redo && found->aspect == UndoAspect::import) return errors::import_not_redone();
    return *found;
}

/// All rows first, so that a gesture is undone whole or not at all.
Result<void> Accounts::check_fresh(db::Reader& reader, WorkspaceId workspace, Undo const& undo, bool redo) {
    std::vector<AccountId> changed;
    AccountId after{};
    while (true) {
        auto const rows =
            TRY(store::undo_rows(reader, workspace, undo.id, expected_side(redo), after, rows_per_step));
        if (rows.empty()) break;
        for (auto id : TRY(changed_rows(reader, workspace, undo, rows))) changed.push_back(id);
        after = rows.back().id;
    }
    if (!changed.empty()) return stale(changed);
    return {};
}

/// One page of rows back (or forth); the last id, or nothing when there were no more.
Result<std::optional<AccountId>> Accounts::undo_page(db::Tx& tx, Actor const& actor, Undo const& undo,
                                                     bool redo, AccountId after) {
    auto const expected =
        TRY(store::undo_rows(tx, actor.workspace, undo.id, expected_side(redo), after, rows_per_step));
    if (expected.empty()) return std::optional<AccountId>{};
    auto const changed = TRY(changed_rows(tx, actor.workspace, undo, expected));
    if (!changed.empty()) return stale(changed);
    auto const wanted =
        TRY(store::undo_rows(tx, actor.workspace, undo.id, wanted_side(redo), after, rows_per_step));
    std::map<AccountId, Account const*> targets;
    for (auto const& row : wanted) targets[row.id] = &row;
    auto const now = parts_.clock.now();
    Gesture const gesture{
        .aspect = undo.aspect, .decide = [&](Account account) -> Result<rules::Decision> {
            auto const& target = *targets.at(account.id);
            bool const into_trash = target.trashed_at && !account.trashed_at;
            if (undo.aspect == UndoAspect::trash) {
                return into_trash ? rules::trash(std::move(account), now)
                                  : rules::restore(std::move(account), now);
            }
            rules::take_aspect(undo.aspect, account, target);
            rules::refresh_due(account, now);
            bool const steps = undo.aspect == UndoAspect::assign || undo.aspect == UndoAspect::state;
            return rules::Decision{
                .account = std::move(account), .action = redo ? "redone" : "undone", .ends_lease = steps};
        }};
    Applied applied;
    auto const change = decide_all(TRY(store::load(tx, actor.workspace, ids_of(expected))), gesture, applied);
    if (applied.refused > 0) return errors::trash_emptied();
    if (!change.before.empty()) TRY(write_change(tx, actor, change, {actor, now, undo.label}));
    return std::optional(expected.back().id);
}

Result<Undo> Accounts::undo(Actor const& actor, UndoId id, bool redo, jobs::JobContext* job) {
    auto const workspace = actor.workspace;
    auto const undo = TRY(parts_.db.read([&](db::Reader& reader) -> Result<Undo> {
        auto found = TRY(open_undo(reader, workspace, id, redo));
        if (found.aspect != UndoAspect::import) TRY(check_fresh(reader, workspace, found, redo));
        return found;
    }));
    auto const undone_at = redo ? std::optional<Instant>{} : std::optional(parts_.clock.now());
    if (undo.aspect == UndoAspect::import) {
        TRY(undo_import(actor, undo, job));
    } else if (undo.accounts <= rows_per_step) {
        TRY(parts_.db.write(workspace, [&](db::Tx& tx) -> Result<void> {
            TRY(open_undo(tx, workspace, id, redo));
            TRY(undo_page(tx, actor, undo, redo, AccountId{}));
            return store::mark_undone(tx, workspace, id, undone_at);
        }));
        return get_undo(actor, id);
    } else {
        TRY(undo_pages(actor, undo, redo, job));
    }
    TRY(parts_.db.write(workspace,
                        [&](db::Tx& tx) { return store::mark_undone(tx, workspace, id, undone_at); }));
    return get_undo(actor, id);
}

Result<void> Accounts::undo_pages(Actor const& actor, Undo const& undo, bool redo, jobs::JobContext* job) {
    AccountId after{};
    std::int64_t done = 0;
    if (job != nullptr && job->job().payload.contains("checkpoint")) {
        after = AccountId{job->job().payload.at("checkpoint").at("after").as_int64()};
    }
    while (true) {
        auto const last =
            TRY(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<std::optional<AccountId>> {
                auto page = TRY(undo_page(tx, actor, undo, redo, after));
                if (job != nullptr && page) TRY(job->checkpoint(tx, {{"after", page->value}}));
                return page;
            }));
        if (!last) return {};
        after = *last;
        done += rows_per_step;
        if (job != nullptr)
            job->progress(redo ? "redoing" : "undoing", std::min(done, undo.accounts), undo.accounts);
        if (job != nullptr && job->stopping()) return jobs::errors::interrupted();
    }
}

/// An import is undone by deleting what it brought, as long as nobody has worked with it.
Result<void> Accounts::undo_import(Actor const& actor, Undo const& undo, jobs::JobContext* job) {
    auto const workspace = actor.workspace;
    auto const import = TRY(get_import(actor, undo.import_id.value_or(ImportId{})));
    auto const first = import.first_account_id.value_or(AccountId{});
    auto const last = import.last_account_id.value_or(AccountId{});
    auto const changed = TRY(parts_.db.read([&](db::Reader& reader) {
        return reader.list(sql::imported_accounts_changed,
                           {{"workspace_id", workspace},
                            {"first", first},
                            {"last", last},
                            {"import_id", import.id},
                            {"limit", 1000}},
                           [](db::Row const& row) { return db::get<AccountId>(row, 0); });
    }));
    if (!changed.empty()) return stale(changed);
    std::int64_t done = 0;
    while (true) {
        auto const deleted = TRY(parts_.db.write(workspace, [&](db::Tx& tx) -> Result<std::int64_t> {
            auto const ids = TRY(tx.list(sql::imported_accounts,
                                         {{"workspace_id", workspace},
                                          {"first", first},
                                          {"last", last},
                                          {"import_id", import.id},
                                          {"limit", 1000}},
                                         [](db::Row const& row) { return db::get<AccountId>(row, 0); }));
            if (!ids.empty()) TRY(delete_imported(tx, actor, ids));
            return static_cast<std::int64_t>(ids.size());
        }));
        done += deleted;
        if (job != nullptr) job->progress("undoing", done, undo.accounts);
        if (deleted == 0) break;
        if (job != nullptr && job->stopping()) return jobs::errors::interrupted();
    }
    return parts_.db.write(workspace, [&](db::Tx& tx) -> Result<void> {
        TRY(tx.execute(sql::mark_import_undone,
                       {{"workspace_id", workspace}, {"id", import.id}, {"now", parts_.clock.now()}}));
        TRY(live::publish(tx, parts_.clock, {.workspace = workspace, .topic = "imports"}));
        return proxies::announce_free_slots(tx, parts_.clock, workspace);
    });
}

Result<void> Accounts::delete_imported(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids) {
    std::map<ProxyId, std::int64_t> freed;
    for (auto const& account : TRY(store::load(tx, actor.workspace, ids))) {
        if (account.proxy_id) --freed[*account.proxy_id];
    }
    std::vector<proxies::SlotChange> changes;
    for (auto const& [proxy, delta] : freed) changes.push_back({proxy, delta});
    auto const json = store::ids_json(ids);
    TRY(tx.execute(sql::delete_events_of, {{"workspace_id", actor.workspace}, {"ids", json}}));
    TRY(tx.execute(sql::delete_accounts, {{"workspace_id", actor.workspace}, {"ids", json}}));
    if (!changes.empty()) TRY(proxies::change_slots(tx, actor.workspace, changes, parts_.clock.now()));
    return live::publish(
        tx, parts_.clock,
        {.workspace = actor.workspace, .topic = "accounts", .kind = live::ChangeKind::deleted});
}

Result<void> Accounts::tidy_up() {
    auto const now = parts_.clock.now();
    for (auto workspace : TRY(parts_.db.read([&](db::Reader& reader) {
             return reader.list(sql::workspaces_with_trash, {{"before", now - rules::trash_window}},
                                [](db::Row const& row) { return db::get<WorkspaceId>(row, 0); });
         }))) {
        TRY(parts_.db.write(workspace, [&](db::Tx& tx) {
            return tx.execute(
                sql::empty_trash,
                {{"workspace_id", workspace}, {"now", now}, {"before", now - rules::trash_window}});
        }));
    }
    auto pair = [](db::Row const& row) {
        return std::pair(db::get<WorkspaceId>(row, 0), db::get<std::int64_t>(row, 1));
    };
    auto const expired = TRY(parts_.db.read(
        [&](db::Reader& reader) { return reader.list(sql::expired_undos, {{"now", now}}, pair); }));
    for (auto const& [workspace, id] : expired) {
        TRY(parts_.db.write(workspace, [&](db::Tx& tx) -> Result<void> {
            auto const rows =
                TRY(tx.execute(sql::delete_undo_rows, {{"workspace_id", workspace}, {"undo_id", id}}));
            if (rows == 0) TRY(tx.execute(sql::delete_undo, {{"workspace_id", workspace}, {"id", id}}));
            return {};
        }));
    }
    return forget_uploads(now);
}

}  // namespace roost::accounts
