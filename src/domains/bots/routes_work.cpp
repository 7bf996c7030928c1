// routes_work.cpp: the bot protocol: next task, content, picture, reports, evidence, heartbeat.
#include <boost/describe.hpp>
#include <charconv>

#include "core/base/json.h"
#include "core/base/length.h"
#include "core/http/poll.h"
#include "domains/bots/errors.h"
#include "domains/bots/routes.h"

namespace roost::bots {

namespace bj = boost::json;
using http::Body;
using http::Method;
using http::Permission;
using http::Rate;
using http::Request;
using http::Response;

namespace {

constexpr int wait_s_max = 30;
constexpr std::int64_t report_bytes_max = 256 << 10;
constexpr std::int64_t evidence_bytes_max = 5 << 20;
constexpr std::int64_t execution_ms_max = std::int64_t{7} * 24 * 3600 * 1000;

bj::value present(std::optional<proxies::Endpoint> const& proxy) {
    if (!proxy) return nullptr;
    return bj::object{{"kind", to_text(proxy->kind)},
                      {"host", proxy->host},
                      {"port", proxy->port},
                      {"username", proxy->username},
                      {"password", proxy->password.reveal()}};
}

/// The one place where an account's secrets leave Roost: to the bot that holds its task (ACC-11).
bj::object present(accounts::Task const& task) {
    return {{"task_id", task.task_id},
            {"kind", to_text(task.kind)},
            {"step", {{"number", task.step_number}, {"name", task.step_name}}},
            {"attempt", task.attempt},
            {"account",
             {{"id", task.account_id.value},
              {"username", task.username},
              {"password", task.password.reveal()},
              {"email", json::write(task.email)},
              {"extra", bj::parse(task.extra.reveal())}}},
            {"proxy", present(task.proxy)},
            {"lease_expires_at", to_rfc3339(task.lease_expires_at)}};
}

Result<int> wait_of(Request const& request) {
    auto text = request.query_param("wait");
    if (!text) return 0;
    int seconds = -1;
    auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (failed != std::errc{} || end != text->data() + text->size() || seconds < 0 || seconds > wait_s_max) {
        return roost::errors::invalid_field("wait", "request.invalid", "Must be 0 to 30 seconds.");
    }
    return seconds;
}

std::string param(Request const& request, std::string_view name) {
    return request.path_params.find(name)->second;
}

Result<Response> next_task(Bots& bots, WaitingBots& waiting, Request const& request) {
    auto actor = request.actor();
    TRY(bots.self(actor, param(request, "bot_id")));
    auto wait = TRY(wait_of(request));
    auto attempt = [&bots, &waiting, actor]() -> Result<std::optional<Response>> {
        auto next = TRY(bots.next_task(actor));
        waiting.asked(actor.workspace, next.task.has_value());
        if (!next.task) return std::optional<Response>{};
        return std::optional(Response::ok(present(*next.task)));
    };
    if (wait == 0) return TRY(attempt()).value_or(Response::no_content());
    return http::poll({.wait = Seconds{wait},
                       .subscribe =
                           [&waiting, actor](std::function<void()> wake) {
                               return waiting.wait(actor.workspace, std::move(wake));
                           },
                       .attempt = attempt,
                       .give_up = []() -> Result<Response> { return Response::no_content(); }});
}

Result<Response> task_content(Bots& bots, Request const& request) {
    auto account = TRY(request.path_id<accounts::AccountId>("id"));
    auto task_id = request.query_param("task_id");
    if (!task_id) return roost::errors::invalid_field("task_id", "field.required", "task_id is required.");
    auto content = TRY(bots.content(request.actor(), account, std::string(*task_id)));
    auto const& reserved = content.reserved;
    bj::value image = nullptr;
    bj::value text = nullptr;
    if (reserved.content_id) {
        auto id = reserved.content_id->value;
        image = bj::object{{"content_id", id}, {"url", "/api/bot/images/" + std::to_string(id)}};
    }
    if (reserved.text_content) {
        text =
            bj::object{{"text_id", json::write(reserved.text_id)}, {"text_content", *reserved.text_content}};
    }
    return Response::ok({{"step", {{"number", content.step_number}, {"name", content.step_name}}},
                         {"image", std::move(image)},
                         {"text", std::move(text)}});
}

struct CompleteBody {
    std::string task_id;
    std::string bot_id;
    std::optional<std::string> session_id;
    std::int64_t execution_time_ms = 0;
    std::optional<bj::value> content_used;
    std::optional<bj::value> instagram_response;
};
BOOST_DESCRIBE_STRUCT(CompleteBody, (),
                      (task_id, bot_id, session_id, execution_time_ms, content_used, instagram_response))

struct FailedBody {
    std::string task_id;
    std::string bot_id;
    std::optional<std::string> session_id;
    std::optional<accounts::StepError> error_code;
    std::string error_message;
    std::optional<bj::value> error_details;
    std::optional<std::int64_t> execution_time_ms;
};
BOOST_DESCRIBE_STRUCT(FailedBody, (),
                      (task_id, bot_id, session_id, error_code, error_message, error_details,
                       execution_time_ms))

constexpr std::size_t session_id_max = 200;

/// What both reports must keep to.
template <class B>
Result<B> report_of(Bots& bots, Request const& request) {
    auto body = TRY(json::read<B>(TRY(request.json_object())));
    TRY(bots.self(request.actor(), body.bot_id));
    std::optional<std::int64_t> took = body.execution_time_ms;
    if (took && (*took < 0 || *took > execution_ms_max)) {
        return roost::errors::invalid_field("execution_time_ms", "request.invalid", "Must be 0 to one week.");
    }
    TRY(check_length("session_id", body.session_id, session_id_max));
    return body;
}

Result<Response> step_complete(Bots& bots, Request const& request) {
    auto body = TRY(report_of<CompleteBody>(bots, request));
    return Response::ok(
        TRY(bots.complete(request.actor(), {.task_id = std::move(body.task_id),
                                            .session_id = std::move(body.session_id),
                                            .execution_time_ms = body.execution_time_ms,
                                            .content_used = std::move(body.content_used),
                                            .instagram_response = std::move(body.instagram_response)})));
}

Result<Response> step_failed(Bots& bots, Request const& request) {
    auto body = TRY(report_of<FailedBody>(bots, request));
    TRY(check_length("error_message", body.error_message, 4000));
    return Response::ok(
        TRY(bots.fail(request.actor(), {.task_id = std::move(body.task_id),
                                        .session_id = std::move(body.session_id),
                                        .error_code = body.error_code.value_or(accounts::StepError::other),
                                        .error_message = std::move(body.error_message),
                                        .error_details = std::move(body.error_details),
                                        .execution_time_ms = body.execution_time_ms})));
}

Result<Response> bot_image(Bots& bots, Request const& request) {
    auto id = TRY(request.path_id<content::ContentId>("content_id"));
    auto image = TRY(bots.image(request.actor(), id));
    return Response::from_file(image.path, image.file.mime);
}

Result<Response> add_evidence(Bots& bots, Request const& request) {
    if (request.files.size() != 1) return errors::evidence_not_picture();
    auto evidence =
        TRY(bots.add_evidence(request.actor(), param(request, "task_id"), request.files.front().path));
    return Response::created(
        bj::object{{"sha256", evidence.sha256}, {"mime", evidence.mime}, {"bytes", evidence.bytes}});
}

struct HeartbeatBody {
    BotStatus status = BotStatus::unknown;
    std::optional<std::string> version;
    std::optional<std::string> session_id;
    std::optional<std::string> task_id;
};
BOOST_DESCRIBE_STRUCT(HeartbeatBody, (), (status, version, session_id, task_id))

Result<Response> heartbeat(Bots& bots, Request const& request) {
    auto const& actor = request.actor();
    auto body = TRY(json::read<HeartbeatBody>(TRY(request.json_object())));
    TRY(bots.self(actor, param(request, "bot_id")));
    if (body.status == BotStatus::unknown) {
        return roost::errors::invalid_field("status", "field.value",
                                            "Must be one of idle, working, paused, stopping.");
    }
    TRY(check_length("version", body.version, 100));
    TRY(check_length("session_id", body.session_id, session_id_max));
    auto until = TRY(bots.heartbeat(actor, {body.status, body.version, body.session_id, body.task_id}));
    return Response::ok(
        {{"lease_expires_at", json::write(until)}, {"server_time", to_rfc3339(bots.parts().clock.now())}});
}

}  // namespace

http::Routes work_routes(Bots& bots, WaitingBots& waiting) {
    using enum Method;
    auto with = [&bots](Result<Response> (*handler)(Bots&, Request const&)) {
        return [&bots, handler](Request const& request) { return handler(bots, request); };
    };
    auto const bot = Permission::bot;
    return {
        {get, "/api/bot/next-task/:bot_id", "bot_next_task", Area::bots, bot, Rate::read,
         [&](Request const& request) { return next_task(bots, waiting, request); }, Body::none()},
        {get, "/api/bot/account/:id/content", "bot_task_content", Area::bots, bot, Rate::read,
         with(task_content), Body::none()},
        {post, "/api/bot/step-complete", "bot_step_complete", Area::bots, bot, Rate::write,
         with(step_complete), Body::json(report_bytes_max)},
        {post, "/api/bot/step-failed", "bot_step_failed", Area::bots, bot, Rate::write, with(step_failed),
         Body::json(report_bytes_max)},
        {get, "/api/bot/images/:content_id", "bot_image", Area::bots, bot, Rate::read, with(bot_image),
         Body::none()},
        {post, "/api/bot/tasks/:task_id/evidence", "bot_add_evidence", Area::bots, bot, Rate::write,
         with(add_evidence), Body::upload(evidence_bytes_max)},
        {put, "/api/bot/heartbeat/:bot_id", "bot_heartbeat", Area::bots, bot, Rate::write, with(heartbeat),
         Body::json()},
    };
}

}  // namespace roost::bots
