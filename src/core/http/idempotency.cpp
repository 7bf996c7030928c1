// idempotency.cpp: claims, answers and replays in the table idempotency_keys.
#include "core/http/idempotency.h"

#include "core/crypto/password.h"
#include "core/http/problem.h"
#include "core/http/router.h"
#include "core/http/sql.h"
#include "core/jobs/process_identity.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

constexpr Millis kept{24 * 3600 * 1000};
constexpr Millis secret_kept{10 * 60 * 1000};
constexpr Millis handlers_are_done_after{10 * 60 * 1000};

std::string actor_text(Actor const* actor) {
    if (actor == nullptr) return "anyone";
    auto id = actor->kind == ActorKind::bot ? actor->bot : actor->user.value;
    return std::string(to_text(actor->kind)) + ":" + std::to_string(id);
}

bool is_sane(std::string_view key) {
    return key.size() <= 255 && std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

/// `name`: operation and key with a slash between.
std::string seal_context(WorkspaceId workspace, std::string const& name) {
    return "idempotency/" + std::to_string(workspace.value) + "/" + name;
}

std::string seal_context(IdempotencyTicket const& ticket) {
    return seal_context(ticket.workspace, ticket.operation + "/" + ticket.key);
}

std::string answer_text(Response const& response) {
    boost::json::array headers;
    for (auto const& [name, value] : response.headers) headers.push_back({name, value});
    return boost::json::serialize(boost::json::object{{"status", response.status},
                                                      {"headers", std::move(headers)},
                                                      {"content_type", response.content_type},
                                                      {"body", response.body}});
}

/// Whether the same request may simply be sent again because it changed nothing.
bool is_forgotten(Response const& response) {
    return response.stream || response.file || !response.borrowed.empty() || response.status == 503 ||
           response.status == 429 || response.status == 408 || response.status == 401;
}

Error answer_gone() {
    return roost::errors::conflict(
        "idempotency.answer_gone",
        "The first request with this key was done. Its answer held a secret that is "
        "shown once, and is kept no longer. Look at what is there; to get a new "
        "secret, use a new key.");
}

struct Kept {
    std::string hash, node, state;
    std::optional<std::string> answer;
    std::optional<Instant> answer_until;
    Instant created_at;
};

Result<std::optional<Kept>> find(db::Tx& tx, IdempotencyTicket const& ticket) {
    return tx.optional(sql::idempotency_find,
                       {{"workspace_id", ticket.workspace},
                        {"actor", ticket.actor},
                        {"operation", ticket.operation},
                        {"idempotency_key", ticket.key}},
                       [](db::Row const& row) {
                           db::Columns in{row};
                           Kept kept;
                           kept.hash = in.next<std::string>();
                           kept.node = in.next<std::string>();
                           kept.state = in.next<std::string>();
                           kept.answer = in.next_optional_bytes();
                           kept.answer_until = in.next<std::optional<Instant>>();
                           kept.created_at = in.next<Instant>();
                           return kept;
                       });
}

}  // namespace

Idempotency::Idempotency(db::Db& db, Clock& clock, crypto::Keyring& keys, std::string node)
    : db_(db), clock_(clock), keys_(keys), node_(std::move(node)) {}

std::string Idempotency::request_hash(Exchange const& exchange) const {
    auto const& request = exchange.request;
    std::string text(method_name(request.method));
    (text += ' ') += request.path;
    for (auto const& [name, value] : request.query) text += '\0' + name + '\0' + value;
    text += '\0';
    text += exchange.upload_hash.empty() ? request.body : exchange.upload_hash;
    return crypto::hex(keys_.keyed_hash(text, "idempotency"));
}

Result<std::optional<Response>> Idempotency::begin(Exchange& exchange) {
    auto key = exchange.request.header("idempotency-key");
    if (key.empty() || exchange.request.method != Method::post) return std::nullopt;
    if (exchange.route->repeat == Repeat::afresh) return std::nullopt;
    if (!is_sane(key)) {
        return roost::errors::invalid_field("Idempotency-Key", "idempotency.invalid_key",
                                            "The key may have at most 255 visible ASCII characters.");
    }
    auto const* actor = exchange.request.maybe_actor ? &*exchange.request.maybe_actor : nullptr;
    IdempotencyTicket ticket{actor ? actor->workspace : WorkspaceId{0}, actor_text(actor),
                             exchange.route->operation_id, std::string(key), exchange.route->repeat};
    auto hash = request_hash(exchange);
    auto answer = TRY(db_.write(ticket.workspace, [&](db::Tx& tx) { return claim(tx, ticket, hash); }));
    if (!answer) exchange.ticket = std::move(ticket);
    return answer;
}

Result<std::optional<Response>> Idempotency::claim(db::Tx& tx, IdempotencyTicket const& ticket,
                                                   std::string const& hash) {
    auto now = clock_.now();
    auto existing = TRY(find(tx, ticket));
    if (!existing || existing->created_at < now - kept) {
        TRY(tx.execute(sql::idempotency_expire,
                       {{"workspace_id", ticket.workspace}, {"before", now - kept}}));
        TRY(tx.execute(sql::idempotency_insert, {{"workspace_id", ticket.workspace},
                                                 {"actor", ticket.actor},
                                                 {"operation", ticket.operation},
                                                 {"idempotency_key", ticket.key},
                                                 {"request_hash", hash},
                                                 {"node", node_},
                                                 {"created_at", now}}));
        return std::nullopt;
    }
    if (existing->hash != hash) {
        return roost::errors::invalid_field("Idempotency-Key", "idempotency.key_reused",
                                            "This key was used for another request before.");
    }
    if (existing->state == "done") {
        bool gone = !existing->answer || (existing->answer_until && *existing->answer_until <= now);
        if (gone) return answer_gone();
        return TRY(replay(*existing->answer, ticket));
    }
    bool may_run = now - existing->created_at < handlers_are_done_after && !jobs::is_gone(existing->node);
    if (existing->node == node_ || may_run) {
        auto error = roost::errors::conflict("idempotency.in_progress",
                                             "The first request with this key is still running.");
        error.retry_after_s = 1;
        return error;
    }
    return roost::errors::conflict("idempotency.outcome_unknown",
                                   "The first request with this key was cut off and may have been done or "
                                   "not. Look at what is there, then use a new key.");
}

Result<Response> Idempotency::replay(std::string_view sealed, IdempotencyTicket const& ticket) const {
    auto plain = TRY(keys_.open(sealed, seal_context(ticket)));
    auto const kept_answer = boost::json::parse(plain.reveal()).as_object();
    Response response;
    response.status = static_cast<int>(kept_answer.at("status").as_int64());
    response.content_type = std::string(kept_answer.at("content_type").as_string());
    response.body = std::string(kept_answer.at("body").as_string());
    for (auto const& header : kept_answer.at("headers").as_array()) {
        response.headers.emplace_back(header.at(0).as_string(), header.at(1).as_string());
    }
    response.headers.emplace_back("Idempotent-Replayed", "true");
    return response;
}

void Idempotency::end(Exchange& exchange, Response const& response) {
    if (!exchange.ticket) return;
    auto const ticket = *std::exchange(exchange.ticket, std::nullopt);
    bool forgotten = is_forgotten(response);
    auto sealed = forgotten ? std::string() : keys_.seal(answer_text(response), seal_context(ticket));
    std::optional<Instant> until;
    if (ticket.repeat == Repeat::short_lived) until = clock_.now() + secret_kept;
    auto done = db_.write(ticket.workspace, [&](db::Tx& tx) -> Result<std::int64_t> {
        if (forgotten) {
            return tx.execute(sql::idempotency_forget, {{"workspace_id", ticket.workspace},
                                                        {"actor", ticket.actor},
                                                        {"operation", ticket.operation},
                                                        {"idempotency_key", ticket.key}});
        }
        return tx.execute(sql::idempotency_finish, {{"answer", db::Bytes{sealed}},
                                                    {"answer_until", until},
                                                    {"workspace_id", ticket.workspace},
                                                    {"actor", ticket.actor},
                                                    {"operation", ticket.operation},
                                                    {"idempotency_key", ticket.key},
                                                    {"node", node_}});
    });
    // The claim then stays, and a repeat is refused: better than doing it twice.
    if (!done.ok())
        log::failure(log::Level::error, "an answer could not be kept for its idempotency key", done.error());
}

std::vector<db::SealedColumn> sealed_columns() {
    return {{.what = "kept answers",
             .kept = db::SealedColumn::Kept::bytes,
             .page = &sql::idempotency_answers,
             .put = &sql::idempotency_put_answer,
             .context = [](WorkspaceId workspace, std::int64_t, std::string const& name) {
                 return seal_context(workspace, name);
             }}};
}

Result<void> forget_old_answers(db::Db& db, Instant now) {
    auto workspaces = TRY(db.read([](db::Reader& reader) {
        return reader.list(sql::idempotency_workspaces, {},
                           [](db::Row const& row) { return db::Columns(row).next<WorkspaceId>(); });
    }));
    for (auto workspace : workspaces) {
        TRY(db.write(workspace, [&](db::Tx& tx) -> Result<void> {
            TRY(tx.execute(sql::idempotency_drop_answers, {{"workspace_id", workspace}, {"now", now}}));
            TRY(tx.execute(sql::idempotency_expire, {{"workspace_id", workspace}, {"before", now - kept}}));
            return {};
        }));
    }
    return {};
}

}  // namespace roost::http
