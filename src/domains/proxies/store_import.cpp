// store_import.cpp: rows of imports, and batches of lines as one statement each.
#include "domains/proxies/store_import.h"

#include <boost/json.hpp>
#include <unordered_map>

#include "domains/proxies/sql.h"
#include "domains/proxies/store.h"

namespace roost::proxies::store {
namespace {

std::string rows_of(std::vector<rules::ParsedProxy> const& proxies) {
    boost::json::array rows;
    rows.reserve(proxies.size());
    for (auto const& [proxy, password] : proxies) {
        rows.push_back({{"kind", to_text(proxy.kind)},
                        {"host", proxy.host},
                        {"port", proxy.port},
                        {"username", proxy.username},
                        {"provider", proxy.provider},
                        {"location", proxy.location},
                        {"country", proxy.country},
                        {"city", proxy.city},
                        {"monthly_cost_cents", proxy.monthly_cost_cents},
                        {"currency", proxy.currency},
                        {"max_accounts", proxy.max_accounts},
                        {"max_concurrent", proxy.max_concurrent}});
    }
    return boost::json::serialize(rows);
}

/// Kind, host, port and username of a row, from its columns on.
std::string next_key(db::Columns& in) {
    Proxy proxy;
    proxy.kind = in.next<ProxyKind>();
    proxy.host = in.next<std::string>();
    proxy.port = static_cast<int>(in.next<std::int64_t>());
    proxy.username = in.next<std::string>();
    return address_key(proxy);
}

ImportLine map_line(db::Row const& row) {
    db::Columns in{row};
    ImportLine line;
    line.line = in.next<std::int64_t>();
    for (auto* word : {&line.outcome, &line.code, &line.message}) *word = in.next<std::string>();
    return line;
}

}  // namespace

std::string address_key(Proxy const& proxy) {
    return std::string(to_text(proxy.kind)) + ' ' + proxy.host + ' ' + std::to_string(proxy.port) + ' ' +
           proxy.username;
}

Result<ImportId> insert_import(db::Tx& tx, WorkspaceId workspace, NewImport const& import, Instant now) {
    return tx.scalar<ImportId>(sql::insert_import, {{"workspace_id", workspace},
                                                    {"file_name", import.file_name},
                                                    {"file_path", import.file_path},
                                                    {"user_id", import.user},
                                                    {"options", import.options},
                                                    {"now", now}});
}

Result<std::optional<Import>> find_import(db::Reader& reader, WorkspaceId workspace, ImportId id) {
    return reader.optional(
        sql::import_by_id, {{"workspace_id", workspace}, {"id", id}}, [](db::Row const& row) {
            db::Columns in{row};
            Import import;
            import.id = in.next<ImportId>();
            import.file_name = in.next<std::string>();
            import.file_path = in.next<std::optional<std::string>>();
            import.options = in.next<std::string>();
            auto& counts = import.counts;
            for (auto* number : {&counts.lines, &counts.imported, &counts.duplicates, &counts.rejected}) {
                *number = in.next<std::int64_t>();
            }
            import.created_at = in.next<Instant>();
            import.finished_at = in.next<std::optional<Instant>>();
            return import;
        });
}

Result<void> count_import(db::Tx& tx, WorkspaceId workspace, ImportId id, ImportCounts const& counts) {
    TRY(tx.execute(sql::count_import, {{"workspace_id", workspace},
                                       {"id", id},
                                       {"lines", counts.lines},
                                       {"imported", counts.imported},
                                       {"duplicates", counts.duplicates},
                                       {"rejected", counts.rejected}}));
    return {};
}

Result<void> finish_import(db::Tx& tx, WorkspaceId workspace, ImportId id, Instant now) {
    TRY(tx.execute(sql::finish_import, {{"workspace_id", workspace}, {"id", id}, {"now", now}}));
    return {};
}

Result<std::vector<std::string>> import_proxies(Batch const& batch, crypto::Keyring const& keys,
                                                std::vector<rules::ParsedProxy> const& proxies) {
    std::unordered_map<std::string, Secret<std::string> const*> passwords;
    for (auto const& [proxy, password] : proxies) passwords[address_key(proxy)] = &password;
    auto rows = rows_of(proxies);
    std::vector<std::string> added;
    boost::json::array ids, boxes;
    TRY(batch.tx.list(
        sql::import_proxies,
        {{"workspace_id", batch.workspace}, {"rows", rows}, {"import_id", batch.import}, {"now", batch.now}},
        [&](db::Row const& row) {
            db::Columns in{row};
            auto id = in.next<ProxyId>();
            added.push_back(next_key(in));
            ids.push_back({{"id", id.value}});
            auto box = seal_password(keys, id, *passwords.at(added.back()));
            if (box) boxes.push_back({{"id", id.value}, {"box", *box}});
            return 0;
        }));
    if (added.empty()) return added;
    auto boxes_text = boost::json::serialize(boxes);
    auto ids_text = boost::json::serialize(ids);
    if (!boxes.empty())
        TRY(batch.tx.execute(sql::seal_imported, {{"workspace_id", batch.workspace}, {"rows", boxes_text}}));
    TRY(batch.tx.execute(sql::cost_imported,
                         {{"workspace_id", batch.workspace}, {"rows", ids_text}, {"now", batch.now}}));
    return added;
}

Result<std::vector<std::pair<std::string, ImportId>>> known(db::Reader& reader, WorkspaceId workspace,
                                                            std::vector<rules::ParsedProxy> const& proxies) {
    auto rows = rows_of(proxies);
    return reader.list(sql::known_addresses, {{"workspace_id", workspace}, {"rows", rows}},
                       [](db::Row const& row) {
                           db::Columns in{row};
                           auto key = next_key(in);
                           return std::pair(key, in.next<ImportId>());
                       });
}

Result<void> add_lines(Batch const& batch, std::vector<ImportLine> const& lines) {
    if (lines.empty()) return {};
    boost::json::array rows;
    for (auto const& line : lines) {
        rows.push_back(
            {{"line", line.line}, {"outcome", line.outcome}, {"code", line.code}, {"message", line.message}});
    }
    auto text = boost::json::serialize(rows);
    TRY(batch.tx.execute(sql::add_import_lines,
                         {{"workspace_id", batch.workspace}, {"import_id", batch.import}, {"rows", text}}));
    return {};
}

Result<std::vector<ImportLine>> lines_after(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                            std::int64_t after, int limit) {
    return reader.list(
        sql::import_lines,
        {{"workspace_id", workspace}, {"import_id", id}, {"after", after}, {"row_limit", limit}}, map_line);
}

Result<std::vector<ImportLine>> rejected_lines(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                               int limit) {
    return reader.list(sql::rejected_lines,
                       {{"workspace_id", workspace}, {"import_id", id}, {"row_limit", limit}}, map_line);
}

}  // namespace roost::proxies::store
