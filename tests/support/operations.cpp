// operations.cpp: the table of operations. A new route needs a row here, or the isolation test
// fails.
#include "support/operations.h"

#include <algorithm>

namespace roost::testing {
namespace {

constexpr auto accounts = Area::accounts;
constexpr auto admin = Area::admin;
constexpr auto bots = Area::bots;
constexpr auto content = Area::content;
constexpr auto proxies = Area::proxies;
constexpr auto anyone = Least::anyone;
constexpr auto bot = Least::bot;
constexpr auto manager = Least::manager;
constexpr auto member = Least::member;
constexpr auto owner = Least::owner;
constexpr auto reader = Least::reader;
constexpr auto end = Phase::end;
constexpr auto apart = Phase::apart;

// clang-format off
constexpr Operation table[] = {
    // --- the program, people and their workspace -----------------------------------------------------
    {"get_health", "GET /healthz", anyone, admin},
    {"get_ready", "GET /readyz", anyone, admin},
    {"get_metrics", "GET /metrics", anyone, admin},
    {"get_openapi", "GET /api/openapi.json", anyone, admin},
    {"open_live", "GET /api/live", member, admin, "", 426, "", apart},
    {"auth_options", "GET /api/auth/options", anyone, admin},
    {"setup", "POST /api/auth/setup", anyone, admin,
     R"({"token":"<setup>","email":"<m>@roost.test","password":"correct horse battery","name":"N","workspace":"W"})",
     201, "", apart},
    {"register", "POST /api/auth/register", anyone, admin,
     R"({"email":"<m>@roost.test","password":"correct horse battery","name":"=<m> Olga","workspace":"=<m> Agency"})",
     201,
     "token=access_token person=user.id"},
    {"login", "POST /api/auth/login", anyone, admin,
     R"({"email":"<m>@roost.test","password":"correct horse battery"})", 200, "second_token=access_token"},
    {"me", "GET /api/auth/me", member, admin},
    {"update_profile", "PATCH /api/auth/me", member, admin, R"({"name":"=<m> Olga Owner"})"},
    {"list_sessions", "GET /api/auth/sessions", member, admin, "", 200, "session=items.0.id"},
    {"get_workspace", "GET /api/workspace", member, admin},
    {"rename_workspace", "PATCH /api/workspace", owner, admin, R"({"name":"=<m> Agency"})"},
    {"get_settings", "GET /api/workspace/settings", reader, admin},
    {"put_settings", "PUT /api/workspace/settings", manager, admin,
     R"({"warmup":{"gap_s":0,"cap_per_account_day":0,"cap_per_proxy_day":0},"airtable":{"token":"<m>-airtable"}})"},
    {"create_member", "POST /api/members", owner, admin,
     R"({"email":"va.<m>@roost.test","name":"=<m> Vera","password":"correct horse battery","role":"va"})",
     201, "member=id"},
    {"list_members", "GET /api/members", reader, admin},
    {"change_member_role", "PATCH /api/members/<member>", owner, admin, R"({"role":"viewer"})"},
    {"create_invitation", "POST /api/invitations", owner, admin,
     R"({"role":"manager","email":"new.<m>@roost.test","days":3})",
     201, "invitation=invitation.id invite_token=token"},
    {"list_invitations", "GET /api/invitations", owner, admin},
    {"read_invitation", "POST /api/auth/invitation", anyone, admin, R"({"token":"<invite_token>"})"},
    {"accept_invitation", "POST /api/auth/accept-invitation", anyone, admin,
     R"({"token":"<invite_token>","email":"new.<m>@roost.test","password":"correct horse battery","name":"Ned"})",
     201, "", end},
    {"join_workspace", "POST /api/auth/join", member, admin, R"({"token":"<invite_token>"})", 200, "", apart},
    {"create_token", "POST /api/tokens", member, admin,
     R"({"name":"=<m> script","scopes":["accounts:read"],"expires_at":"2030-01-01T00:00:00Z"})",
     201, "api_token=api_token.id"},
    {"list_tokens", "GET /api/tokens", member, admin},
    {"put_preference", "PUT /api/preferences/grid", member, admin, R"({"value":{"note":"<m>"}})"},
    {"get_preference", "GET /api/preferences/grid", member, admin},
    {"list_preferences", "GET /api/preferences", member, admin},
    {"create_view", "POST /api/views", member, admin,
     R"({"list":"accounts","name":"<m> view","shared":true,"definition":{"q":"<m>"}})", 201, "view=id"},
    {"update_view", "PUT /api/views/<view>", member, admin, R"({"name":"<m> renamed"})"},
    {"list_views", "GET /api/views?list=accounts", member, admin},
    // --- models and content --------------------------------------------------------------------------
    {"create_model", "POST /api/models", manager, accounts,
     R"({"name":"=<m> Mara","description":"+<m>"})", 201, "model=id"},
    {"list_models", "GET /api/models", reader, accounts},
    {"get_model", "GET /api/models/<model>", reader, accounts},
    {"update_model", "PUT /api/models/<model>", manager, accounts, R"({"description":"@<m>"})"},
    {"put_model_photo", "PUT /api/models/<model>/photo", manager, content, "@picture.jpg"},
    {"get_model_photo", "GET /api/models/<model>/photo", reader, content},
    {"upload_content", "POST /api/models/<model>/content", manager, content,
     "@picture.jpg content_type=pfp text_content=-<m>", 201, "content=items.0.id"},
    {"list_content", "GET /api/models/<model>/content", reader, content},
    {"get_content", "GET /api/models/<model>/content/<content>", reader, content},
    {"update_content", "PUT /api/models/<model>/content/<content>", manager, content, R"({"order_priority":3})"},
    {"get_content_image", "GET /api/models/<model>/content/<content>/image", reader, content},
    {"get_content_thumbnail", "GET /api/models/<model>/content/<content>/thumbnail", reader, content},
    {"create_text", "POST /api/models/<model>/text-pools", manager, content,
     R"({"content_type":"bio","text_content":"=<m> bio"})", 201, "text=id"},
    {"list_texts", "GET /api/models/<model>/text-pools", reader, content},
    {"update_text", "PUT /api/models/<model>/text-pools/<text>", manager, content, R"({"text_content":"@<m> bio"})"},
    // --- proxies -------------------------------------------------------------------------------------
    {"create_proxy", "POST /api/proxies", manager, proxies,
     R"({"kind":"http","host":"203.0.113.7","port":8080,"username":"<m>","password":"<m>-proxy","provider":"=<m>",)"
     R"("location":"+<m>","monthly_cost_cents":500,"currency":"EUR","max_accounts":5,"assigned_model_id":<model>})",
     201, "proxy=id"},
    {"create_proxy", "POST /api/proxies", manager, proxies,
     R"({"host":"203.0.113.8","port":8080})", 201, "spare_proxy=id"},
    {"list_proxies", "GET /api/proxies", reader, proxies},
    {"get_proxy", "GET /api/proxies/<proxy>", reader, proxies},
    {"update_proxy", "PUT /api/proxies/<proxy>", manager, proxies, R"({"city":"-<m>","assigned_model_id":<model>})"},
    {"list_available_proxies", "GET /api/proxies/available", reader, proxies},
    {"get_proxy_utilization", "GET /api/proxies/utilization", reader, proxies},
    {"get_proxy_costs", "GET /api/proxies/costs?months=3", reader, proxies},
    {"list_proxy_costs", "GET /api/proxies/<proxy>/costs", reader, proxies},
    {"reveal_proxy_password", "POST /api/proxies/<proxy>/reveal", manager, proxies},
    {"import_proxies", "POST /api/proxies/import", manager, proxies, "@proxies.txt provider==<m>", 202,
     "proxy_import=result.import_id"},
    {"get_proxy_import_report", "GET /api/proxies/imports/<proxy_import>/report", manager, proxies},
    // --- accounts ------------------------------------------------------------------------------------
    {"create_account", "POST /api/accounts", manager, accounts,
     R"({"username":"<m>.one","password":"<m>-secret","email":"one@<m>.test",)"
     R"("extra":{"pin":"<m>-pin"},"tags":["=<m>"],"model_id":<model>})",
     201, "account=id"},
    {"create_account", "POST /api/accounts", manager, accounts,
     R"({"username":"<m>.two","password":"<m>-secret","model_id":<model>})", 201, "spare_account=id"},
    {"preview_account_import", "POST /api/accounts/import/preview", manager, accounts,
     "@accounts.csv", 200, "upload=import_id"},
    {"preview_account_upload", "GET /api/accounts/imports/<upload>/preview", manager, accounts},
    {"start_account_import", "POST /api/accounts/imports/<upload>/start", manager, accounts,
     R"({"attest":true,"model_id":<model>,"dry_run":true})", 202},
    {"import_accounts", "POST /api/accounts/import", manager, accounts,
     "@accounts.csv attest=true model_id=<model>", 202,
     "job=job_id import=result.import_id import_undo=result.undo_id"},
    {"list_account_imports", "GET /api/accounts/imports", reader, accounts},
    {"account_import_report", "GET /api/accounts/imports/<import>/report", manager, accounts},
    {"list_jobs", "GET /api/jobs", member, admin},
    {"get_job", "GET /api/jobs/<job>", member, admin},
    {"assign_proxy", "POST /api/proxies/assign", manager, proxies,
     R"({"account_id":<account>,"proxy_id":<spare_proxy>})"},
    {"assign_account_proxies", "POST /api/accounts/assign-proxies", manager, accounts},
    {"list_accounts", "GET /api/accounts", reader, accounts},
    {"account_stats", "GET /api/accounts/stats", reader, accounts},
    {"get_account", "GET /api/accounts/<account>", reader, accounts},
    {"update_account", "PATCH /api/accounts/<account>", manager, accounts,
     R"({"tags":["=<m>","new"]})", 200, "undo=undo_id"},
    {"list_account_undos", "GET /api/accounts/undo", reader, accounts},
    {"reveal_account", "POST /api/accounts/<account>/reveal", manager, accounts},
    {"list_account_events", "GET /api/accounts/<account>/events", reader, accounts},
    {"list_warmup_queue", "GET /api/accounts/warmup-queue", reader, accounts},
    // --- bots and their work -------------------------------------------------------------------------
    {"create_bot", "POST /api/bots", manager, bots, R"({"name":"=<m> worker"})", 201, "bot=bot_id bot_token=token"},
    {"list_bots", "GET /api/bots", reader, bots},
    {"get_bot", "GET /api/bots/<bot>", reader, bots},
    {"update_bot", "PATCH /api/bots/<bot>", manager, bots, R"({"paused":false})"},
    {"bot_next_task", "GET /api/bot/next-task/<bot>", bot, bots, "", 200, "task=task_id task_account=account.id"},
    {"bot_task_content", "GET /api/bot/account/<task_account>/content?task_id=<task>", bot, bots,
     "", 200, "held=image.content_id"},
    {"bot_image", "GET /api/bot/images/<held>", bot, bots},
    {"bot_add_evidence", "POST /api/bot/tasks/<task>/evidence", bot, bots, "@picture.jpg", 201, "evidence=sha256"},
    {"bot_heartbeat", "PUT /api/bot/heartbeat/<bot>", bot, bots,
     R"({"status":"working","version":"=<m>","task_id":"<task>"})"},
    {"get_bot_evidence", "GET /api/bots/evidence/<evidence>", reader, bots},
    {"list_warmup_steps", "GET /api/accounts/warmup-steps", reader, accounts},
    {"list_account_warmup_steps", "GET /api/accounts/<task_account>/warmup-steps", reader, accounts},
    {"list_audit_log", "GET /api/audit-log", manager, admin},
    // --- what changes or takes away what was filled in --------------------------------------------------
    {"bot_step_complete", "POST /api/bot/step-complete", bot, bots,
     R"({"task_id":"<task>","bot_id":"<bot>","execution_time_ms":1200,)"
     R"("content_used":{"a":1},"instagram_response":{"ok":true}})", 200, "", end},
    {"bot_next_task", "GET /api/bot/next-task/<bot>", bot, bots,
     "", 200, "task=task_id task_account=account.id", end},
    {"bot_step_failed", "POST /api/bot/step-failed", bot, bots,
     R"({"task_id":"<task>","bot_id":"<bot>","error_code":"bad_credentials",)"
     R"("error_message":"<m>","execution_time_ms":5})", 200, "", end},
    {"review_account", "POST /api/accounts/<task_account>/review", manager, accounts,
     R"({"action":"retry","note":"again"})", 200, "", end},
    {"undo_account_gesture", "POST /api/accounts/undo/<undo>", manager, accounts, "", 200, "", end},
    {"redo_account_gesture", "POST /api/accounts/undo/<undo>/redo", manager, accounts, "", 200, "", end},
    {"set_account_lifecycle", "PUT /api/accounts/<spare_account>/lifecycle", manager, accounts,
     R"({"lifecycle_state":"ready","reason":"by hand"})", 200, "", end},
    {"set_account_lifecycle", "PUT /api/accounts/<spare_account>/lifecycle", manager, accounts,
     R"({"lifecycle_state":"assigned"})", 200, "", end},
    {"clean_up_account", "POST /api/accounts/<spare_account>/cleanup", manager, accounts,
     R"({"reason":"leaves"})", 200, "", end},
    {"reassign_account", "PUT /api/accounts/<spare_account>/reassign", manager, accounts,
     R"({"model_id":<model>})", 200, "", end},
    {"trash_account", "DELETE /api/accounts/<spare_account>", manager, accounts, "", 204, "", end},
    {"restore_account", "POST /api/accounts/<spare_account>/restore", manager, accounts, "", 200, "", end},
    {"bulk_accounts", "POST /api/accounts/bulk", manager, accounts,
     R"({"action":"tags","ids":[<account>,<spare_account>],"params":{"add":["bulk"]}})", 200, "", end},
    {"bulk_proxies", "POST /api/proxies/bulk", manager, proxies,
     R"({"action":"enable","ids":[<proxy>]})", 200, "", end},
    {"test_proxy", "POST /api/proxies/<proxy>/test", manager, proxies, "", 200, "", end},
    {"retry_job", "POST /api/jobs/<job>/retry", manager, admin, "", 200, "", end},
    {"cancel_job", "DELETE /api/jobs/<job>", member, admin, "", 200, "", end},
    {"delete_text", "DELETE /api/models/<model>/text-pools/<text>?force=true", manager, content, "", 204, "", end},
    {"delete_content", "DELETE /api/models/<model>/content/<content>?force=true", manager, content, "", 204, "", end},
    {"delete_model_photo", "DELETE /api/models/<model>/photo", manager, content, "", 204, "", end},
    {"archive_model", "DELETE /api/models/<model>?accounts=unassign", manager, accounts, "", 204, "", end},
    {"restore_model", "POST /api/models/<model>/restore", manager, accounts, "", 200, "", end},
    {"delete_proxy", "DELETE /api/proxies/<proxy>?accounts=leave", manager, proxies, "", 204, "", end},
    {"rotate_bot_token", "POST /api/bots/<bot>/rotate", manager, bots, "", 200, "", end},
    {"revoke_bot", "DELETE /api/bots/<bot>", manager, bots, "", 204, "", end},
    {"delete_view", "DELETE /api/views/<view>", member, admin, "", 204, "", end},
    {"delete_preference", "DELETE /api/preferences/grid", member, admin, "", 204, "", end},
    {"revoke_token", "DELETE /api/tokens/<api_token>", member, admin, "", 204, "", end},
    {"remove_member", "DELETE /api/members/<member>", owner, admin, "", 204, "", end},
    {"create_invitation", "POST /api/invitations", owner, admin,
     R"({"role":"viewer"})", 201, "open_invitation=invitation.id", end},
    {"revoke_invitation", "DELETE /api/invitations/<open_invitation>", owner, admin, "", 204, "", end},
    {"change_password", "POST /api/auth/password", member, admin,
     R"({"current_password":"correct horse battery","new_password":"correct horse battery 2"})", 204, "", end},
    {"login", "POST /api/auth/login", anyone, admin,
     R"({"email":"<m>@roost.test","password":"correct horse battery 2"})", 200, "", end},
    {"list_sessions", "GET /api/auth/sessions", member, admin, "", 200, "session=items.0.id", end},
    {"revoke_session", "DELETE /api/auth/sessions/<session>", member, admin, "", 204, "", end},
    {"revoke_other_sessions", "DELETE /api/auth/sessions", member, admin, "", 204, "", end},
    {"logout", "POST /api/auth/logout", member, admin, "", 204, "", end},
};
// clang-format on

}  // namespace

std::span<Operation const> operations() { return table; }

Operation const* find_operation(std::string_view id) {
    auto const* found =
        std::find_if(std::begin(table), std::end(table), [&](auto const& o) { return o.id == id; });
    return found == std::end(table) ? nullptr : found;
}

}  // namespace roost::testing
