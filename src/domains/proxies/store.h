// store.h: rows of proxies, their slots and their tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/db/sealed_column.h"
#include "domains/proxies/types.h"

namespace roost::proxies::store {

/// A row of `proxy_by_id` and of the lists.
Proxy map_proxy(db::Row const& row);

/// Error db.unique when the address is taken.
Result<ProxyId> insert(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now);
Result<void> update(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now);
Result<void> remove(db::Tx& tx, WorkspaceId workspace, ProxyId id);

/// The password as stored: sealed for this row only, base64; nothing for an empty one.
std::optional<std::string> seal_password(crypto::Keyring const& keys, ProxyId id,
                                         Secret<std::string> const& password);
Result<void> set_password(db::Tx& tx, WorkspaceId workspace, ProxyId id,
                          std::optional<std::string> const& box);

/// What a test found.
struct TestRecord {
    ProxyStatus status = ProxyStatus::active;
    std::int64_t failed_tests = 0;
    std::optional<std::int64_t> latency_ms;
    std::optional<std::string> exit_address;
    std::string exit_country;  // kept as the proxy's when nobody said where it is
    std::optional<std::string> error_message;
    Instant at;
};
Result<void> record_test(db::Tx& tx, WorkspaceId workspace, ProxyId id, TestRecord const& record);
Result<std::int64_t> failed_tests(db::Reader& reader, WorkspaceId workspace, ProxyId id);

/// Proxies that are not disabled, by id after `after`.
Result<std::vector<ProxyId>> to_test(db::Reader& reader, WorkspaceId workspace, ProxyId after, int limit);
/// Which columns of proxies are sealed, for a new master key.
std::vector<db::SealedColumn> sealed_columns();

/// Every workspace that has proxies; for the schedule, which belongs to none.
Result<std::vector<WorkspaceId>> workspaces(db::Reader& reader);

}  // namespace roost::proxies::store
