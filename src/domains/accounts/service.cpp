// service.cpp: one account: read, make, edit, reveal; counts for the cards; the hourly tidying.
#include "domains/accounts/service.h"

#include "core/base/text.h"

#include "domains/accounts/sql.h"
#include "domains/accounts/store_json.h"
#include "domains/identity/api.h"

namespace roost::accounts {

namespace {

/// Extra fields hold text only, so that they look the same whether imported or typed.
Result<std::string> extra_text(boost::json::object const& extra) {
    auto wrong = [](std::string message) {
        return roost::errors::invalid_field("extra", "accounts.invalid_extra", std::move(message));
    };
    if (extra.size() > rules::extras_max) return wrong("An account has at most 32 extra fields.");
    for (auto const& field : extra) {
        if (field.key().empty() || field.key().size() > 64)
            return wrong("The name of an extra field has 1 to 64 characters.");
        if (!field.value().is_string()) return wrong("Extra fields are text.");
    }
    return boost::json::serialize(extra);
}

Error invalid_username(rules::LineCode code) {
    return roost::errors::invalid_field("username", "accounts." + std::string(to_text(code)),
                                        std::string(rules::message_of(code)));
}

Result<std::string> checked_username(std::string_view text) {
    std::string username;
    if (auto code = rules::normalise_username(text, username)) return invalid_username(*code);
    return username;
}

Result<std::optional<std::string>> checked_email(std::optional<std::string> const& text) {
    if (!text || text->empty()) return std::optional<std::string>{};
    if (!rules::is_email(*text)) {
        return roost::errors::invalid_field("email", "accounts.invalid_email",
                                            std::string(rules::message_of(rules::LineCode::invalid_email)));
    }
    return std::optional(text::lower_ascii(*text));
}

/// Boxes are bound to the username: a new name needs new boxes.
Result<void> rename(crypto::Keyring const& keys, WorkspaceId workspace, Account& account,
                    std::string username) {
    if (username == account.username) return {};
    auto const secrets =
        TRY(open_secrets(keys, workspace, account.username, account.password_box, account.extra_box));
    if (account.password_box)
        account.password_box = seal_password(keys, workspace, username, secrets.password);
    if (account.extra_box) account.extra_box = seal_extra(keys, workspace, username, secrets.extra);
    account.username = std::move(username);
    return {};
}

/// An edit with its input checked already.
struct CheckedEdit {
    std::optional<std::string> username;
    std::optional<Secret<std::string>> password;
    bool has_email = false;
    std::optional<std::string> email;
    bool has_extra = false;
    std::optional<std::string> extra;
    std::optional<std::string> tags;
};

Result<rules::Decision> edit_account(crypto::Keyring const& keys, WorkspaceId workspace,
                                     CheckedEdit const& edit, Account account) {
    if (account.trashed_at) return errors::trashed();
    if (edit.username) TRY(rename(keys, workspace, account, *edit.username));
    if (edit.password)
        account.password_box = seal_password(keys, workspace, account.username, *edit.password);
    if (edit.has_email) account.email = edit.email;
    if (edit.has_extra) {
        account.extra_box.reset();
        if (edit.extra)
            account.extra_box = seal_extra(keys, workspace, account.username, Secret(*edit.extra));
    }
    if (edit.tags) account.tags = *edit.tags;
    return rules::Decision{.account = std::move(account), .action = "edited"};
}

}  // namespace

Result<Account> Accounts::get(Actor const& actor, AccountId id) {
    auto found =
        TRY(parts_.db.read([&](db::Reader& reader) { return store::find(reader, actor.workspace, id); }));
    if (!found) return errors::not_found();
    return *found;
}

Result<std::vector<store::Count>> Accounts::counts(Actor const& actor) {
    return parts_.db.read([&](db::Reader& reader) { return store::counts(reader, actor.workspace); });
}

Result<Gesture> Accounts::edit_gesture(Actor const& actor, EditInput const& input) {
    CheckedEdit edit{
        .password = input.password, .has_email = input.email.present, .has_extra = input.extra.present};
    if (input.username) edit.username = TRY(checked_username(*input.username));
    if (input.password && input.password->empty()) {
        return roost::errors::invalid_field("password", "accounts.empty_password",
                                            "The password is missing.");
    }
    edit.email = TRY(checked_email(input.email.value));
    if (input.extra.value && !input.extra.value->empty()) edit.extra = TRY(extra_text(*input.extra.value));
    if (input.tags) edit.tags = TRY(rules::store_tags(*input.tags));
    auto decide = [this, workspace = actor.workspace, edit = std::move(edit)](Account account) {
        return edit_account(parts_.keys, workspace, edit, std::move(account));
    };
    return Gesture{.aspect = UndoAspect::edit, .label = "Edit", .decide = std::move(decide)};
}

Result<Account> Accounts::create(Actor const& actor, NewAccountInput const& input) {
    auto const username = TRY(checked_username(input.username));
    auto const email = TRY(checked_email(input.email));
    auto const tags = TRY(rules::store_tags(input.tags));
    if (input.password.empty())
        return roost::errors::invalid_field("password", "accounts.empty_password",
                                            "The password is missing.");
    auto const password_box = seal_password(parts_.keys, actor.workspace, username, input.password);
    std::string extra_box;
    if (input.extra && !input.extra->empty()) {
        extra_box = seal_extra(parts_.keys, actor.workspace, username, Secret(TRY(extra_text(*input.extra))));
    }
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Account> {
        if (input.model_id) TRY(models::require_active(tx, actor.workspace, *input.model_id, "model_id"));
        if (TRY(store::find_by_username(tx, actor.workspace, username))) return errors::username_taken();
        auto const now = parts_.clock.now();
        rules::SlotPicker picker;
        TRY(load_slots(tx, actor.workspace, 1, picker));
        auto const proxy = picker.take(input.model_id);
        TRY(proxies::change_slots(tx, actor.workspace, picker.take_changes(), now));
        auto rows = store::new_accounts();
        store::append_new(rows, {.username = username,
                                 .email = email.value_or(""),
                                 .password_box = password_box,
                                 .extra_box = extra_box,
                                 .proxy_id = proxy});
        std::array<std::uint32_t, 1> const only{0};
        TRY(store::insert_many(tx, actor.workspace, {.rows = &rows, .which = only},
                               {.model_id = input.model_id,
                                .due_at = input.model_id ? std::optional(now) : std::nullopt,
                                .tags = tags,
                                .now = now,
                                .with_proxy = proxy ? 1 : 0,
                                .without_proxy = proxy ? 0 : 1}));
        auto made = TRY(store::find_by_username(tx, actor.workspace, username));
        if (!made) return roost::errors::internal("the new account is not there");
        TRY(store::insert_events(
            tx, {actor, now}, {{.account = made->id, .action = "created", .to = LifecycleState::imported}}));
        TRY(publish(tx, actor.workspace, {made->id}, live::ChangeKind::created));
        return *made;
    });
}

Result<Secrets> Accounts::reveal(Actor const& actor, AccountId id) {
    auto const account = TRY(get(actor, id));
    auto secrets = TRY(open_secrets(parts_.keys, actor.workspace, account.username, account.password_box,
                                    account.extra_box));
    TRY(parts_.db.write(actor.workspace, [&](db::Tx& tx) {
        return identity::audit(
            tx, parts_.clock, actor,
            {.action = "accounts.reveal", .object_type = "account", .object_id = id.value});
    }));
    return secrets;
}

Result<void> Accounts::publish(db::Tx& tx, WorkspaceId workspace, std::vector<AccountId> const& ids,
                               live::ChangeKind kind) {
    live::Change change{.workspace = workspace, .topic = "accounts", .kind = kind};
    for (auto id : ids) change.ids.push_back(id.value);
    TRY(live::publish(tx, parts_.clock, change));
    if (ids.size() > 20) return {};  // a page that shows one account also follows `accounts`
    for (auto id : ids) {
        TRY(live::publish(tx, parts_.clock,
                          {.workspace = workspace,
                           .topic = "accounts/" + std::to_string(id.value),
                           .kind = kind,
                           .ids = {id.value}}));
    }
    return {};
}

}  // namespace roost::accounts
