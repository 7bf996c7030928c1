// service.h: what people and jobs do with proxies.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/jobs/jobs.h"
#include "core/net/http.h"
#include "domains/proxies/api.h"
#include "domains/proxies/rules.h"
#include "domains/proxies/rules_import.h"
#include "domains/proxies/store_costs.h"

namespace roost::proxies {

/// What the service needs; all outlive it.
struct Parts {
    db::Db& db;
    Clock& clock;
    crypto::Keyring& keys;
    net::Http& http;
    AccountPlacement& accounts;
    std::string health_url;
};

/// What a test of a proxy found.
struct TestOutcome {
    ProxyStatus status = ProxyStatus::active;
    bool ok = false;
    std::optional<std::int64_t> latency_ms;
    std::optional<std::string> exit_address;
    std::optional<std::string> error_message;
    Instant tested_at;
};

struct Utilization {
    std::int64_t accounts_without_proxy = 0;
    std::vector<store::Use> by_provider;
    std::vector<store::Use> by_location;
};

struct Costs {
    std::vector<store::CostTotal> totals;
    std::vector<store::Use> by_provider;
    std::vector<store::ModelCost> by_model;
    std::vector<rules::MonthCost> history;
};

/// A file of proxies as it was uploaded, sealed on disk.
struct ImportUpload {
    std::string file_name;
    std::filesystem::path path;
    rules::ImportDefaults defaults;
    bool dry_run = false;
};

/// Thread-safe. Changes are audited and published on topic `proxies`; when slots open,
/// `accounts.assign_proxies` is enqueued in the same transaction.
class Proxies {
public:
    explicit Proxies(Parts parts) : parts_(std::move(parts)) {}

    /// Errors: bad fields (invalid), proxies.duplicate.
    Result<Proxy> create(Actor const& actor, rules::Fields const& fields);
    Result<Proxy> get(Actor const& actor, ProxyId id);
    /// Changes the fields sent. Errors: proxies.below_use, proxies.duplicate; with `version`
    /// precondition_failed when it is no longer that one.
    Result<Proxy> update(Actor const& actor, ProxyId id, rules::Fields const& fields,
                         std::optional<std::int64_t> version = {});
    /// Conflict proxies.in_use without a choice.
    Result<void> remove(Actor const& actor, ProxyId id, std::optional<Vacate> choice);
    Result<Placement> assign(Actor const& actor, std::int64_t account_id, std::optional<ProxyId> proxy);
    /// The opened password; always written to the audit log.
    Result<Secret<std::string>> reveal(Actor const& actor, ProxyId id);

    /// One real request through the proxy. A proxy that does not work is an outcome, not an error.
    Result<TestOutcome> test(Actor const& actor, ProxyId id);
    /// Tests every proxy of every workspace that is not disabled, eight at a time, until the job is
    /// told to stop.
    Result<void> test_all(jobs::JobContext& context);

    Result<Utilization> utilization(Actor const& actor);
    Result<Costs> costs(Actor const& actor, int months);
    Result<std::vector<rules::PriceChange>> costs_of(Actor const& actor, ProxyId id);

    /// Checks the beginning of the file and enqueues `proxies.import`, which takes the file over.
    /// Errors import.empty, import.binary: nothing is stored.
    Result<JobId> start_import(Actor const& actor, ImportUpload const& upload);

    Parts const& parts() const { return parts_; }

private:
    Result<void> record(db::Tx& tx, Actor const& actor, ProxyId id, std::string_view action);
    Result<void> check_model(db::Reader& reader, Actor const& actor, Proxy const& proxy);
    Result<void> store_password(db::Tx& tx, WorkspaceId workspace, ProxyId id, rules::Fields const& fields);
    Result<TestOutcome> keep(Actor const& actor, ProxyId id, TestOutcome outcome);
    void test_page(Actor const& actor, std::vector<ProxyId> const& page, jobs::JobContext& context);
    TestOutcome probe(Endpoint const& endpoint);

    Parts parts_;
};

}  // namespace roost::proxies
