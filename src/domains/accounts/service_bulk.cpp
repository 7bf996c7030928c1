// service_bulk.cpp: bulk gestures, a thousand accounts per transaction.
#include "domains/accounts/service_bulk.h"

#include "domains/accounts/service_lists.h"

namespace roost::accounts {

namespace {

constexpr int accounts_per_step = 1000;
constexpr std::size_t ids_max = 100'000;

Error wrong_target() {
    return roost::errors::invalid_field("ids", "accounts.bulk_target",
                                        "Give either ids (at most 100,000) or a filter.");
}

/// What is trashed is only restored, and only what is trashed is.
http::ListSpec const& list_for(std::string_view action) {
    return action == "restore" ? trash_list() : account_list();
}

/// One bulk on its way: which accounts, which gesture, how far.
class Bulk {
public:
    Bulk(Accounts& accounts, Actor const& actor, BulkRequest const& request)
        : accounts_(accounts), actor_(actor), request_(request) {}

    /// Checks action, params and target.
    Result<void> open() {
        if (request_.ids.has_value() == request_.filter.has_value()) return wrong_target();
        if (request_.ids && request_.ids->size() > ids_max) return wrong_target();
        if (request_.ids) {
            for (auto id : *request_.ids) ids_.emplace_back(id);
            std::sort(ids_.begin(), ids_.end());
            ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
        } else {
            filter_ = TRY(http::parse_filter(*request_.filter, list_for(request_.action)));
        }
        auto const params = request_.params.value_or(boost::json::object{});
        if (request_.action == "review") {
            review_ = TRY(read_review(params));
        } else {
            gesture_ = TRY(accounts_.make_gesture(actor_, request_.action, params));
        }
        return {};
    }

    /// The accounts after `after`, at most `limit`, in id order.
    Result<std::vector<AccountId>> page(AccountId after, int limit) {
        if (request_.ids) {
            auto const first = std::upper_bound(ids_.begin(), ids_.end(), after);
            auto const count = std::min<std::ptrdiff_t>(limit, ids_.end() - first);
            return std::vector<AccountId>(first, first + count);
        }
        auto const raw = TRY(accounts_.db().read([&](db::Reader& reader) {
            return http::matching_ids(reader, list_for(request_.action), filter_,
                                      {{"workspace_id", actor_.workspace}}, after.value, limit);
        }));
        std::vector<AccountId> ids;
        for (auto id : raw) ids.emplace_back(id);
        return ids;
    }

    /// How many there are in all.
    Result<std::int64_t> count() {
        if (request_.ids) return static_cast<std::int64_t>(ids_.size());
        auto const statement =
            TRY(http::ListStatement::count(accounts_.db().engine(), list_for(request_.action), filter_,
                                           {{"workspace_id", actor_.workspace}}));
        return accounts_.db().read([&](db::Reader& reader) -> Result<std::int64_t> {
            std::int64_t total = 0;
            TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
                total = row.int64(0);
                return {};
            }));
            return total;
        });
    }

    Result<void> apply(db::Tx& tx, std::vector<AccountId> const& ids, Applied& applied) {
        if (review_) return accounts_.review_many(tx, actor_, ids, *review_, applied);
        return accounts_.apply_many(tx, actor_, ids, *gesture_, applied);
    }

private:
    Accounts& accounts_;
    Actor const& actor_;
    BulkRequest const& request_;
    std::vector<AccountId> ids_;
    http::ListQuery filter_;
    std::optional<Gesture> gesture_;
    std::optional<rules::Review> review_;
};

boost::json::array refused_json(Applied const& applied) {
    boost::json::array items;
    for (auto const& refused : applied.refused_items) {
        items.push_back({{"id", refused.id.value}, {"code", refused.code}, {"message", refused.message}});
    }
    return items;
}

/// What a checkpoint remembers, read back.
void resume(boost::json::object const& payload, Applied& applied, AccountId& after) {
    auto const* checkpoint = payload.if_contains("checkpoint");
    if (checkpoint == nullptr || !checkpoint->is_object()) return;
    auto const& state = checkpoint->get_object();
    after = AccountId{state.at("after").as_int64()};
    applied.matched = state.at("matched").as_int64();
    applied.changed = state.at("changed").as_int64();
    applied.refused = state.at("refused").as_int64();
    if (state.at("undo_id").is_int64()) applied.undo_id = UndoId{state.at("undo_id").as_int64()};
    for (auto const& item : state.at("refused_items").as_array()) {
        applied.refused_items.push_back({AccountId{item.at("id").as_int64()},
                                         std::string(item.at("code").as_string()),
                                         std::string(item.at("message").as_string())});
    }
}

}  // namespace

boost::json::object applied_json(Applied const& applied) {
    return {{"matched", applied.matched},
            {"changed", applied.changed},
            {"refused", applied.refused},
            {"refused_items", refused_json(applied)},
            {"undo_id",
             applied.undo_id ? boost::json::value(applied.undo_id->value) : boost::json::value(nullptr)}};
}

boost::json::object undo_json(Undo const& undo) {
    return {{"id", undo.id.value},
            {"aspect", to_text(undo.aspect)},
            {"label", undo.label},
            {"accounts", undo.accounts},
            {"actor", undo.actor},
            {"created_at", to_rfc3339(undo.created_at)},
            {"expires_at", to_rfc3339(undo.expires_at)},
            {"undone_at", json::write(undo.undone_at)}};
}

void put_actor(boost::json::object& payload, Actor const& actor) {
    payload["actor_kind"] = to_text(actor.kind);
    payload["actor"] = actor.name;
    payload["user_id"] = actor.user.value;
}

Actor actor_of(jobs::Job const& job) {
    auto actor = Actor::system(job.workspace, std::string(job.payload.at("actor").as_string()));
    actor.kind = from_text<ActorKind>(job.payload.at("actor_kind").as_string()).value_or(ActorKind::system);
    actor.user = UserId{job.payload.at("user_id").as_int64()};
    return actor;
}

Result<std::variant<Applied, JobId>> start_bulk(Accounts& accounts, Actor const& actor,
                                                BulkRequest const& request) {
    Bulk bulk(accounts, actor, request);
    TRY(bulk.open());
    auto const ids = TRY(bulk.page(AccountId{}, accounts_per_step + 1));
    if (ids.size() <= accounts_per_step) {
        auto applied = TRY(accounts.db().write(actor.workspace, [&](db::Tx& tx) -> Result<Applied> {
            Applied fresh;
            TRY(bulk.apply(tx, ids, fresh));
            return fresh;
        }));
        return std::variant<Applied, JobId>(std::move(applied));
    }
    boost::json::object payload{{"request", json::write(request)}};
    put_actor(payload, actor);
    auto const job = TRY(accounts.db().write(actor.workspace, [&](db::Tx& tx) {
        return jobs::enqueue(
            tx, accounts.clock(),
            {.workspace = actor.workspace, .kind = "accounts.bulk", .payload = payload, .user = actor.user});
    }));
    return std::variant<Applied, JobId>(job);
}

Result<boost::json::value> run_bulk(Accounts& accounts, jobs::JobContext& job) {
    auto const& payload = job.job().payload;
    auto const request = TRY(json::read<BulkRequest>(payload.at("request")));
    auto const actor = actor_of(job.job());
    Bulk bulk(accounts, actor, request);
    TRY(bulk.open());
    Applied applied;
    AccountId after{};
    resume(payload, applied, after);
    // By filter only those are left that were not done before a restart; ids are all there still.
    auto const done_before = request.ids ? 0 : applied.changed;
    auto const total = TRY(bulk.count()) + done_before;
    while (true) {
        auto const ids = TRY(bulk.page(after, accounts_per_step));
        if (ids.empty()) return boost::json::value(applied_json(applied));
        applied = TRY(accounts.db().write(actor.workspace, [&](db::Tx& tx) -> Result<Applied> {
            auto grown = applied;
            TRY(bulk.apply(tx, ids, grown));
            auto state = applied_json(grown);
            state["after"] = ids.back().value;
            TRY(job.checkpoint(tx, std::move(state)));
            return grown;
        }));
        after = ids.back();
        job.progress(request.action, applied.matched, std::max(total, applied.matched));
        if (job.cancelled() || job.stopping()) return jobs::errors::interrupted();
    }
}

}  // namespace roost::accounts
