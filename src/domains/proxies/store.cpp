// store.cpp: rows of proxies, their slots and their tests.
#include "domains/proxies/store.h"

#include "core/base/base64.h"
#include "core/jobs/jobs.h"
#include "domains/proxies/api.h"
#include "domains/proxies/errors.h"
#include "domains/proxies/sql.h"

namespace roost::proxies {
namespace store {
namespace {

std::string seal_context(ProxyId id) { return "proxies.password/" + std::to_string(id.value); }

}  // namespace

Proxy map_proxy(db::Row const& row) {
    db::Columns in{row};
    Proxy proxy;
    proxy.id = in.next<ProxyId>();
    proxy.kind = in.next<ProxyKind>();
    proxy.host = in.next<std::string>();
    proxy.port = static_cast<int>(in.next<std::int64_t>());
    proxy.username = in.next<std::string>();
    proxy.has_password = in.next<bool>();
    proxy.provider = in.next<std::string>();
    proxy.location = in.next<std::string>();
    proxy.country = in.next<std::string>();
    proxy.city = in.next<std::string>();
    proxy.monthly_cost_cents = in.next<std::int64_t>();
    proxy.currency = in.next<std::string>();
    proxy.status = in.next<ProxyStatus>();
    proxy.assigned_model_id = in.next<std::optional<ModelId>>();
    proxy.account_count = in.next<std::int64_t>();
    proxy.max_accounts = in.next<std::int64_t>();
    proxy.max_concurrent = in.next<std::int64_t>();
    proxy.last_tested_at = in.next<std::optional<Instant>>();
    proxy.latency_ms = in.next<std::optional<std::int64_t>>();
    proxy.exit_address = in.next<std::optional<std::string>>();
    proxy.last_error_message = in.next<std::optional<std::string>>();
    proxy.version = in.next<std::int64_t>();
    proxy.created_at = in.next<Instant>();
    proxy.updated_at = in.next<Instant>();
    return proxy;
}

Result<ProxyId> insert(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now) {
    return tx.scalar<ProxyId>(sql::insert_proxy, {{"workspace_id", workspace},
                                                  {"kind", proxy.kind},
                                                  {"host", proxy.host},
                                                  {"port", proxy.port},
                                                  {"username", proxy.username},
                                                  {"provider", proxy.provider},
                                                  {"location", proxy.location},
                                                  {"country", proxy.country},
                                                  {"city", proxy.city},
                                                  {"monthly_cost_cents", proxy.monthly_cost_cents},
                                                  {"currency", proxy.currency},
                                                  {"status", proxy.status},
                                                  {"assigned_model_id", proxy.assigned_model_id},
                                                  {"max_accounts", proxy.max_accounts},
                                                  {"max_concurrent", proxy.max_concurrent},
                                                  {"now", now}});
}

Result<void> update(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now) {
    TRY(tx.execute(sql::update_proxy, {{"workspace_id", workspace},
                                       {"id", proxy.id},
                                       {"kind", proxy.kind},
                                       {"host", proxy.host},
                                       {"port", proxy.port},
                                       {"username", proxy.username},
                                       {"provider", proxy.provider},
                                       {"location", proxy.location},
                                       {"country", proxy.country},
                                       {"city", proxy.city},
                                       {"monthly_cost_cents", proxy.monthly_cost_cents},
                                       {"currency", proxy.currency},
                                       {"status", proxy.status},
                                       {"assigned_model_id", proxy.assigned_model_id},
                                       {"max_accounts", proxy.max_accounts},
                                       {"max_concurrent", proxy.max_concurrent},
                                       {"now", now}}));
    return {};
}

Result<void> remove(db::Tx& tx, WorkspaceId workspace, ProxyId id) {
    TRY(tx.execute(sql::delete_proxy, {{"workspace_id", workspace}, {"id", id}}));
    return {};
}

std::optional<std::string> seal_password(crypto::Keyring const& keys, ProxyId id,
                                         Secret<std::string> const& plain) {
    if (plain.empty()) return std::nullopt;
    return text::base64_encode(keys.seal(plain.reveal(), seal_context(id)));
}

std::vector<db::SealedColumn> sealed_columns() {
    return {{.what = "passwords of proxies",
             .page = &sql::password_boxes,
             .put = &sql::put_password_boxes,
             .context = [](WorkspaceId, std::int64_t id, std::string const&) {
                 return seal_context(ProxyId{id});
             }}};
}

Result<void> set_password(db::Tx& tx, WorkspaceId workspace, ProxyId id,
                          std::optional<std::string> const& box) {
    TRY(tx.execute(sql::set_proxy_password,
                   {{"workspace_id", workspace}, {"id", id}, {"password_box", box}}));
    return {};
}

Result<void> record_test(db::Tx& tx, WorkspaceId workspace, ProxyId id, TestRecord const& record) {
    TRY(tx.execute(sql::record_proxy_test, {{"workspace_id", workspace},
                                            {"id", id},
                                            {"status", record.status},
                                            {"failed_tests", record.failed_tests},
                                            {"latency_ms", record.latency_ms},
                                            {"exit_address", record.exit_address},
                                            {"exit_country", record.exit_country},
                                            {"error_message", record.error_message},
                                            {"now", record.at}}));
    return {};
}

Result<std::int64_t> failed_tests(db::Reader& reader, WorkspaceId workspace, ProxyId id) {
    return reader.scalar<std::int64_t>(sql::proxy_failed_tests, {{"workspace_id", workspace}, {"id", id}});
}

Result<std::vector<ProxyId>> to_test(db::Reader& reader, WorkspaceId workspace, ProxyId after, int limit) {
    return reader.list(sql::proxies_to_test,
                       {{"workspace_id", workspace}, {"after", after}, {"row_limit", limit}},
                       [](db::Row const& row) { return db::get<ProxyId>(row, 0); });
}

Result<std::vector<WorkspaceId>> workspaces(db::Reader& reader) {
    return reader.list(sql::workspaces_with_proxies, {{"after_workspace_id", 0}},
                       [](db::Row const& row) { return db::get<WorkspaceId>(row, 0); });
}

}  // namespace store

Result<std::optional<Proxy>> find(db::Reader& reader, WorkspaceId workspace, ProxyId id) {
    return reader.optional(sql::proxy_by_id, {{"workspace_id", workspace}, {"id", id}}, store::map_proxy);
}

Result<std::optional<Endpoint>> find_endpoint(db::Reader& reader, crypto::Keyring const& keys,
                                              WorkspaceId workspace, ProxyId id) {
    std::optional<std::string> box;
    auto endpoint = TRY(reader.optional(sql::proxy_endpoint, {{"workspace_id", workspace}, {"id", id}},
                                        [&](db::Row const& row) {
                                            db::Columns in{row};
                                            Endpoint found;
                                            found.kind = in.next<ProxyKind>();
                                            found.host = in.next<std::string>();
                                            found.port = static_cast<int>(in.next<std::int64_t>());
                                            found.username = in.next<std::string>();
                                            box = in.next<std::optional<std::string>>();
                                            return found;
                                        }));
    if (!endpoint || !box) return endpoint;
    auto sealed = text::base64_decode(*box);
    if (!sealed)
        return roost::errors::internal("proxy " + std::to_string(id.value) + ": its password is no base64");
    endpoint->password = TRY(keys.open(*sealed, store::seal_context(id)));
    return endpoint;
}

Result<std::vector<FreeSlots>> free_slots(db::Reader& reader, WorkspaceId workspace, ProxyId after,
                                          std::int64_t limit) {
    return reader.list(sql::free_slots, {{"workspace_id", workspace}, {"after", after}, {"row_limit", limit}},
                       [](db::Row const& row) {
                           db::Columns in{row};
                           FreeSlots slots;
                           slots.proxy = in.next<ProxyId>();
                           slots.reserved_for = in.next<std::optional<ModelId>>();
                           slots.free = in.next<std::int64_t>();
                           return slots;
                       });
}

Result<void> change_slots(db::Tx& tx, WorkspaceId workspace, std::vector<SlotChange> const& changes,
                          Instant now) {
    if (changes.empty()) return {};
    boost::json::array rows;
    for (auto const& change : changes) rows.push_back({{"id", change.proxy.value}, {"delta", change.delta}});
    auto text = boost::json::serialize(rows);
    auto changed =
        TRY(tx.execute(sql::change_slots, {{"workspace_id", workspace}, {"changes", text}, {"now", now}}));
    if (changed == static_cast<std::int64_t>(changes.size())) return {};
    auto known =
        TRY(tx.scalar<std::int64_t>(sql::count_known, {{"workspace_id", workspace}, {"changes", text}}));
    if (known < static_cast<std::int64_t>(changes.size())) return errors::not_found();
    return errors::full();
}

Result<void> announce_free_slots(db::Tx& tx, Clock const& clock, WorkspaceId workspace) {
    // A job that runs already may have looked before these slots opened, and would be joined. With two
    // keys and one order at most one of the two runs, so one at least is still to look.
    auto key = "accounts.assign_proxies/" + std::to_string(workspace.value);
    for (auto const* again : {"", "/again"}) {
        TRY(jobs::enqueue(tx, clock,
                          {.workspace = workspace,
                           .kind = "accounts.assign_proxies",
                           .ordering_key = key,
                           .unique_key = key + again}));
    }
    return {};
}

}  // namespace roost::proxies
