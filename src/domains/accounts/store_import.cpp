// store_import.cpp: rows of account_imports and account_import_lines.
#include "domains/accounts/store_import.h"

#include <map>

#include "domains/accounts/sql.h"
#include "domains/accounts/store.h"
#include "domains/accounts/store_json.h"

namespace roost::accounts::store {

namespace {

boost::json::object parse_object(std::string_view text) {
    auto value = boost::json::parse(text);
    return value.is_object() ? value.get_object() : boost::json::object{};
}

Import read_import(db::Row const& row) {
    db::Columns in{row};
    Import i;
    i.id = in.next<ImportId>();
    i.job_id = in.next<std::optional<JobId>>();
    i.file_name = in.next<std::string>();
    i.upload = in.next<std::optional<std::string>>();
    i.bytes = in.next<std::int64_t>();
    i.options = parse_object(in.next<std::string_view>());
    i.user = in.next<std::optional<UserId>>();
    i.actor = in.next<std::string>();
    i.lines = in.next<std::int64_t>();
    i.imported = in.next<std::int64_t>();
    i.duplicates = in.next<std::int64_t>();
    i.rejected = in.next<std::int64_t>();
    i.first_account_id = in.next<std::optional<AccountId>>();
    i.last_account_id = in.next<std::optional<AccountId>>();
    i.created_at = in.next<Instant>();
    i.finished_at = in.next<std::optional<Instant>>();
    i.undone_at = in.next<std::optional<Instant>>();
    return i;
}

Result<std::optional<AccountId>> id_of(db::Reader& reader, WorkspaceId workspace, std::string_view username) {
    if (username.empty()) return std::optional<AccountId>{};
    return reader.optional(sql::account_id_by_username, {{"workspace_id", workspace}, {"username", username}},
                           [](db::Row const& row) { return db::get<AccountId>(row, 0); });
}

/// Usernames of the workspace with the import each came from (0: none).
using TakenUsernames = std::map<std::string, std::int64_t, std::less<>>;

/// Those among the usernames of `rows` that the workspace has or had.
Result<TakenUsernames> taken_usernames(db::Reader& reader, WorkspaceId workspace, db::SomeRows rows) {
    TakenUsernames taken;
    rows.columns = 1;
    auto const take = [&](db::Row const& row) -> Result<void> {
        taken.emplace(db::get<std::string>(row, 0), db::get<std::optional<std::int64_t>>(row, 1).value_or(0));
        return {};
    };
    for (auto const& piece : rows.pieces())
        TRY(reader.each(sql::taken_usernames, {{"workspace_id", workspace}, {"rows", piece}}, take));
    return taken;
}

}  // namespace

bool is_duplicate(rules::LineCode code) {
    return code == rules::LineCode::duplicate_in_file || code == rules::LineCode::duplicate_existing;
}

Result<ImportId> insert_import(db::Tx& tx, Actor const& actor, NewImport const& import, Instant now) {
    auto const user = actor.user ? std::optional(actor.user) : std::nullopt;
    return tx.scalar<ImportId>(sql::insert_import, {{"workspace_id", actor.workspace},
                                                    {"file_name", import.file_name},
                                                    {"upload", import.upload},
                                                    {"bytes", import.bytes},
                                                    {"user_id", user},
                                                    {"actor", actor.name},
                                                    {"now", now}});
}

Result<std::optional<Import>> find_import(db::Reader& reader, WorkspaceId workspace, ImportId id) {
    return reader.optional(sql::import_by_id, {{"workspace_id", workspace}, {"id", id}}, read_import);
}

Result<void> start_import(db::Tx& tx, Actor const& actor, ImportId id, JobId job,
                          boost::json::object const& options, Instant now) {
    auto const text = boost::json::serialize(options);
    TRY(tx.execute(sql::delete_import_lines, {{"workspace_id", actor.workspace}, {"import_id", id}}));
    TRY(tx.execute(sql::start_import, {{"workspace_id", actor.workspace},
                                       {"id", id},
                                       {"job_id", job},
                                       {"options", text},
                                       {"attested_by", actor.name},
                                       {"now", now}}));
    return {};
}

Result<void> reset_import(db::Tx& tx, WorkspaceId workspace, ImportId id) {
    TRY(tx.execute(sql::delete_import_lines, {{"workspace_id", workspace}, {"import_id", id}}));
    TRY(tx.execute(sql::reset_import, {{"workspace_id", workspace}, {"id", id}}));
    return {};
}

Result<void> grow_import(db::Tx& tx, WorkspaceId workspace, ImportId id, ImportGrowth const& growth) {
    std::int64_t duplicates = 0;
    std::string rows;
    for (auto const& failed : growth.failed) {
        bool const duplicate = is_duplicate(failed.code);
        if (duplicate) ++duplicates;
        JsonRow row(rows);
        row.add("l", failed.line);
        row.add("o", std::string_view(duplicate ? "duplicate" : "rejected"));
        row.add("c", failed.code);
        if (!failed.username.empty()) row.add("u", failed.username);
    }
    auto const failed = static_cast<std::int64_t>(growth.failed.size());
    if (failed > 0) {
        rows = "[" + rows + "]";
        TRY(tx.execute(sql::insert_import_lines,
                       {{"workspace_id", workspace}, {"import_id", id}, {"rows", rows}}));
    }
    auto const first = TRY(id_of(tx, workspace, growth.first_username));
    auto const last = TRY(id_of(tx, workspace, growth.last_username));
    TRY(tx.execute(sql::grow_import, {{"workspace_id", workspace},
                                      {"id", id},
                                      {"lines", growth.imported + failed},
                                      {"imported", growth.imported},
                                      {"duplicates", duplicates},
                                      {"rejected", failed - duplicates},
                                      {"first_account_id", first},
                                      {"last_account_id", last}}));
    return {};
}

Result<ComparedNames> compare_names(db::Reader& reader, WorkspaceId workspace, ImportId import,
                                    NewNames const& names) {
    auto const taken = TRY(taken_usernames(reader, workspace, names.rows));
    auto const name = [&](std::uint32_t row) { return names.rows.rows->text(row, 0); };
    ComparedNames compared;
    compared.fresh.reserve(names.rows.which.size());
    for (auto row : names.rows.which) {
        auto const found = taken.find(name(row));
        bool const repeated = !compared.fresh.empty() && name(compared.fresh.back()) == name(row);
        if (found == taken.end() && !repeated) {
            compared.fresh.push_back(row);
            continue;
        }
        bool const in_file = repeated || found->second == import.value;
        compared.duplicates.push_back(
            {names.lines[row],
             in_file ? rules::LineCode::duplicate_in_file : rules::LineCode::duplicate_existing,
             std::string(name(row))});
    }
    return compared;
}

Result<std::vector<ImportLine>> lines_after(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                            std::int64_t after, int limit) {
    return reader.list(sql::import_lines,
                       {{"workspace_id", workspace}, {"import_id", id}, {"after", after}, {"limit", limit}},
                       [](db::Row const& row) {
                           return ImportLine{db::get<std::int64_t>(row, 0), db::get<rules::LineCode>(row, 1),
                                             db::get<std::optional<std::string>>(row, 2).value_or("")};
                       });
}

Result<boost::json::array> rejected_lines(db::Reader& reader, WorkspaceId workspace, ImportId id) {
    boost::json::array items;
    std::array<db::Param, 2> const params{{{"workspace_id", workspace}, {"import_id", id}}};
    TRY(reader.each(sql::rejected_import_lines, params, [&](db::Row const& row) -> Result<void> {
        auto const code = db::get<rules::LineCode>(row, 1);
        items.push_back(
            {{"line", row.int64(0)}, {"code", to_text(code)}, {"message", rules::message_of(code)}});
        return {};
    }));
    return items;
}

Result<void> finish_import(db::Tx& tx, WorkspaceId workspace, ImportId id, boost::json::value const& result,
                           std::optional<std::string> const& upload, Instant now) {
    auto const text = boost::json::serialize(result);
    TRY(tx.execute(
        sql::finish_import,
        {{"workspace_id", workspace}, {"id", id}, {"result", text}, {"upload", upload}, {"now", now}}));
    return {};
}

}  // namespace roost::accounts::store
