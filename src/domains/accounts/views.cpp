// views.cpp: accounts, events and imports as JSON text, written without a tree.
#include "domains/accounts/views.h"

#include <charconv>

#include "core/base/json.h"
#include "domains/accounts/rules.h"

namespace roost::accounts {

namespace {

/// One object; every member is written, absent ones as null.
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) { out_.push_back('{'); }
    ~Writer() { out_.push_back('}'); }
    Writer(Writer const&) = delete;

    void raw(std::string_view name, std::string_view json) {
        if (!first_) out_.push_back(',');
        first_ = false;
        out_.push_back('"');
        out_.append(name).append("\":").append(json);
    }
    void add(std::string_view name, std::string_view value) {
        raw(name, "");
        json::append_string(out_, value);
    }
    void add(std::string_view name, std::string const& value) { add(name, std::string_view(value)); }
    void add(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    void add(std::string_view name, I value) {
        raw(name, std::to_string(value));
    }
    template <class Tag>
    void add(std::string_view name, Id<Tag> value) {
        add(name, value.value);
    }
    void add(std::string_view name, Instant value) { raw(name, '"' + to_rfc3339(value) + '"'); }
    template <DescribedEnum E>
    void add(std::string_view name, E value) {
        add(name, to_text(value));
    }
    template <class T>
    void add(std::string_view name, std::optional<T> const& value) {
        if (value) add(name, *value);
        else raw(name, "null");
    }

private:
    std::string& out_;
    bool first_ = true;
};

std::string tags_json(std::string const& stored) {
    std::string out = "[";
    for (auto const& tag : rules::list_tags(stored)) {
        if (out.size() > 1) out.push_back(',');
        json::append_string(out, tag);
    }
    return out + "]";
}

}  // namespace

void append_json(std::string& out, Account const& a, std::optional<UndoId> undo_id) {
    Writer w(out);
    w.add("id", a.id);
    w.add("username", a.username);
    w.add("email", a.email);
    w.add("lifecycle_state", a.lifecycle_state);
    w.add("disabled_from", a.disabled_from);
    w.add("warmup_step", a.warmup_step);
    w.add("cleanup_step", a.cleanup_step);
    w.add("retry_count", a.retry_count);
    w.add("due_at", a.due_at);
    w.add("warmup_started_at", a.warmup_started_at);
    w.add("warmup_completed_at", a.warmup_completed_at);
    w.add("requires_human_review", a.requires_human_review);
    w.add("last_error_code", a.last_error_code);
    w.add("last_error_message", a.last_error_message);
    w.add("last_error_at", a.last_error_at);
    w.add("last_bot_action_by", a.last_bot_action_by);
    w.add("last_bot_action_at", a.last_bot_action_at);
    w.add("model_id", a.model_id);
    w.add("assigned_to_model_at", a.assigned_to_model_at);
    w.add("content_model_id", a.content_model_id);
    w.add("cleanup_target_model_id", a.cleanup_target_model_id);
    w.add("proxy_id", a.proxy_id);
    w.add("proxy_assigned_at", a.proxy_assigned_at);
    w.add("proxy_hold", a.proxy_hold);
    w.add("connection_id", a.connection_id);
    w.raw("tags", a.tags.empty() ? "[]" : tags_json(a.tags));
    w.add("import_id", a.import_id);
    w.add("trashed_at", a.trashed_at);
    w.add("version", a.version);
    w.add("created_at", a.created_at);
    w.add("updated_at", a.updated_at);
    w.add("has_password", a.password_box.has_value());
    w.add("has_extra", a.extra_box.has_value());
    if (undo_id) w.add("undo_id", *undo_id);
}

namespace {

enum class Form { number, flag, instant, words, tags };

/// A column of a listed account: its name and null as JSON, how another value is written, whether it can be
/// null.
struct Field {
    std::string_view null;
    Form form;
    bool nullable;
    std::string_view head() const { return null.substr(0, null.size() - 4); }
};

/// In the order of the SELECT, which is that of append_json: a page is written without an object in between.
constexpr Field listed_fields[] = {
    {"{\"id\":null", Form::number, false},
    {",\"username\":null", Form::words, false},
    {",\"email\":null", Form::words, true},
    {",\"lifecycle_state\":null", Form::words, false},
    {",\"disabled_from\":null", Form::words, true},
    {",\"warmup_step\":null", Form::number, true},
    {",\"cleanup_step\":null", Form::number, true},
    {",\"retry_count\":null", Form::number, false},
    {",\"due_at\":null", Form::instant, true},
    {",\"warmup_started_at\":null", Form::instant, true},
    {",\"warmup_completed_at\":null", Form::instant, true},
    {",\"requires_human_review\":null", Form::flag, false},
    {",\"last_error_code\":null", Form::words, true},
    {",\"last_error_message\":null", Form::words, true},
    {",\"last_error_at\":null", Form::instant, true},
    {",\"last_bot_action_by\":null", Form::words, true},
    {",\"last_bot_action_at\":null", Form::instant, true},
    {",\"model_id\":null", Form::number, true},
    {",\"assigned_to_model_at\":null", Form::instant, true},
    {",\"content_model_id\":null", Form::number, true},
    {",\"cleanup_target_model_id\":null", Form::number, true},
    {",\"proxy_id\":null", Form::number, true},
    {",\"proxy_assigned_at\":null", Form::instant, true},
    {",\"proxy_hold\":null", Form::flag, false},
    {",\"connection_id\":null", Form::number, true},
    {",\"tags\":null", Form::tags, false},
    {",\"import_id\":null", Form::number, true},
    {",\"trashed_at\":null", Form::instant, true},
    {",\"version\":null", Form::number, false},
    {",\"created_at\":null", Form::instant, false},
    {",\"updated_at\":null", Form::instant, false},
    {",\"has_password\":null", Form::flag, false},
    {",\"has_extra\":null", Form::flag, false},
};

/// Neighbours in a list were often made or changed at the same moment.
std::string const& instant_text(Instant at) {
    thread_local Instant last;
    thread_local std::string text = to_rfc3339(last);
    if (at != last) text = to_rfc3339(last = at);
    return text;
}

void append_value(db::Row const& row, int column, Form form, std::string& out) {
    switch (form) {
        case Form::number: {
            char digits[20];
            out.append(digits, std::to_chars(digits, digits + sizeof digits, row.int64(column)).ptr);
            return;
        }
        case Form::flag:
            out.append(row.int64(column) != 0 ? "true" : "false");
            return;
        case Form::instant:
            out.push_back('"');
            out.append(instant_text(Instant{row.int64(column)})).push_back('"');
            return;
        case Form::words:
            json::append_string(out, row.text(column));
            return;
        case Form::tags: {
            auto const stored = row.text(column);
            out.append(stored.empty() ? "[]" : tags_json(std::string(stored)));
            return;
        }
    }
}

}  // namespace

void append_listed(db::Row const& row, std::string& out) {
    int column = -1;
    for (auto const& field : listed_fields) {
        ++column;
        if (field.nullable && row.is_null(column)) {
            out.append(field.null);
            continue;
        }
        out.append(field.head());
        append_value(row, column, field.form, out);
    }
    out.push_back('}');
}

void append_event(db::Row const& row, std::string& out) {
    db::Columns in{row};
    Writer w(out);
    w.add("id", in.next<std::int64_t>());
    w.add("at", in.next<Instant>());
    for (auto const* name : {"action", "from_state", "to_state", "actor_kind", "actor", "reason"}) {
        w.add(name, in.next<std::optional<std::string>>());
    }
    w.raw("detail", in.next<std::string_view>());
}

void append_import(db::Row const& row, std::string& out) {
    db::Columns in{row};
    Writer w(out);
    auto const id = in.next<std::int64_t>();
    w.add("id", id);
    w.add("file_name", in.next<std::string>());
    w.add("bytes", in.next<std::int64_t>());
    w.add("actor", in.next<std::string>());
    w.add("job_id", in.next<std::optional<std::int64_t>>());
    for (auto const* name : {"lines", "imported", "duplicates", "rejected"})
        w.add(name, in.next<std::int64_t>());
    w.add("created_at", in.next<Instant>());
    w.add("finished_at", in.next<std::optional<Instant>>());
    w.add("undone_at", in.next<std::optional<Instant>>());
    w.add("report_url", fmt::format("/api/accounts/imports/{}/report", id));
}

}  // namespace roost::accounts
