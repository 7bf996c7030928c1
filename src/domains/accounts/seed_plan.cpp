// seed_plan.cpp: lives of accounts, each told forward from its import to the state it is to have
// now.
#include "domains/accounts/seed_plan.h"

#include <algorithm>

#include "core/base/json.h"
#include "domains/accounts/rules.h"
#include "domains/accounts/seed_names.h"

namespace roost::accounts {
namespace {

constexpr Millis hour = std::chrono::hours{1};
constexpr Millis minute = std::chrono::minutes{1};
constexpr Millis second = std::chrono::seconds{1};

/// So many accounts in this state at this step, from one of these imports.
struct Shape {
    LifecycleState state;
    int step;
    int count;
    bool review = false;
    std::size_t first_import = 0;
    std::size_t last_import = 0;
};
constexpr Shape shapes[] = {
    {LifecycleState::imported, 0, 420, false, 3, 4},   {LifecycleState::warming_up, 1, 70, false, 3, 4},
    {LifecycleState::warming_up, 2, 150, false, 3, 4}, {LifecycleState::warming_up, 3, 150, false, 2, 4},
    {LifecycleState::warming_up, 4, 130, false, 2, 3}, {LifecycleState::warming_up, 5, 100, false, 2, 3},
    {LifecycleState::warming_up, 1, 8, true, 3, 4},    {LifecycleState::warming_up, 2, 12, true, 2, 3},
    {LifecycleState::warming_up, 3, 8, true, 2, 3},    {LifecycleState::warming_up, 4, 7, true, 2, 3},
    {LifecycleState::warming_up, 5, 5, true, 1, 3},    {LifecycleState::ready, 0, 380, false, 1, 3},
    {LifecycleState::assigned, 0, 330, false, 0, 1},   {LifecycleState::cleanup, 1, 26, false, 0, 1},
    {LifecycleState::cleanup, 2, 24, false, 0, 1},     {LifecycleState::cleanup, 3, 20, false, 0, 1},
    {LifecycleState::cleanup, 4, 16, false, 0, 1},     {LifecycleState::cleanup, 5, 14, false, 0, 1},
    {LifecycleState::cleanup, 2, 10, true, 0, 1},      {LifecycleState::disabled, 0, 80, false, 0, 2},
    // the rest goes to the trash
};

char const* message_of(StepError error) {
    switch (error) {
        case StepError::checkpoint:
            return "Instagram asks for a code that was sent to the e-mail address.";
        case StepError::bad_credentials:
            return "The password was refused.";
        case StepError::account_disabled:
            return "Instagram says that the account was disabled.";
        case StepError::proxy_failed:
            return "The proxy closed the connection during log-in.";
        case StepError::rate_limited:
            return "Please wait a few minutes before you try again.";
        case StepError::content_rejected:
            return "The picture was not accepted; the upload ended with an error.";
        case StepError::network:
            return "No answer within thirty seconds.";
        case StepError::other:
            return "The page looked different from what the bot knows.";
    }
    return "";
}

constexpr StepError retried[] = {StepError::rate_limited, StepError::network, StepError::proxy_failed,
                                 StepError::content_rejected, StepError::other};
constexpr StepError at_once[] = {StepError::checkpoint, StepError::bad_credentials,
                                 StepError::account_disabled};

/// Tells the life of one account after the other.
class Planner {
public:
    explicit Planner(SeedParts const& parts) : parts_(parts), random_(parts.random), names_(parts.random) {}

    std::vector<PlannedAccount> plan() {
        for (auto const& shape : shapes) {
            for (int n = 0; n < shape.count; ++n) add(shape);
        }
        while (accounts_.size() < seeded_accounts) trash();
        std::vector<PlannedAccount> sorted;
        for (std::size_t i = 0; i < std::size(planned_imports); ++i) {
            std::copy_if(accounts_.begin(), accounts_.end(), std::back_inserter(sorted),
                         [&](auto const& planned) { return planned.import == i; });
        }
        return sorted;
    }

private:
    // --- chance ---
    double unit() { return random_.next_unit(); }
    Millis between(Millis low, Millis high) {
        return low + Millis{static_cast<std::int64_t>(unit() * static_cast<double>((high - low).count()))};
    }
    template <class List>
    auto const& pick(List const& list) {
        return list[static_cast<std::size_t>(unit() * static_cast<double>(std::size(list)))];
    }

    // --- one account ---
    void add(Shape const& shape) {
        begin(shape.first_import, shape.last_import, shape.state, shape.step);
        int warm = shape.state == LifecycleState::imported     ? 0
                   : shape.state == LifecycleState::warming_up ? shape.step - 1
                   : shape.state == LifecycleState::disabled   ? static_cast<int>(unit() * 6)
                                                               : last_step;
        int clean = shape.state == LifecycleState::cleanup ? shape.step - 1 : 0;
        set_pace(warm + clean + 3);
        if (shape.state == LifecycleState::imported) return end();
        start();
        for (int n = 1; n <= warm; ++n) do_step({StepKind::warmup, n});
        if (shape.state == LifecycleState::warming_up && shape.step == 1 && !shape.review) stumble();
        if (shape.state == LifecycleState::assigned || shape.state == LifecycleState::cleanup) assign();
        if (shape.state == LifecycleState::cleanup) release();
        for (int n = 1; n <= clean; ++n) do_step({StepKind::cleanup, n});
        if (shape.review) get_stuck();
        if (shape.state == LifecycleState::disabled) disable();
        end();
    }

    /// Mistyped or sold: away before anything was done with it.
    void trash() {
        begin(0, 3, LifecycleState::imported, 0);
        auto trashed_at = parts_.now - between(hour, 20 * 24 * hour);
        now().account.trashed_at = std::max(trashed_at, at_ + hour);
        event(*now().account.trashed_at, "trashed", parts_.founder).reason = "Not ours after all.";
        end();
    }

    PlannedAccount& now() { return accounts_.back(); }
    rules::Progress progress() {
        auto const& a = now().account;
        return {.state = a.lifecycle_state,
                .warmup_step = a.warmup_step,
                .cleanup_step = a.cleanup_step,
                .retry_count = a.retry_count,
                .requires_review = a.requires_human_review,
                .model_id = a.model_id,
                .content_model_id = a.content_model_id,
                .cleanup_target_model_id = a.cleanup_target_model_id};
    }

    void begin(std::size_t first_import, std::size_t last_import, LifecycleState state, int step) {
        auto& planned = accounts_.emplace_back();
        planned.import = first_import + static_cast<std::size_t>(
                                            unit() * static_cast<double>(last_import - first_import + 1));
        planned.password = random_.hex(6);
        auto& account = planned.account;
        account.username = names_.next();
        if (unit() < 0.85) account.email = account.username + "@postlark.example";
        account.created_at = parts_.now - planned_imports[planned.import].age;
        account.tags = tags();
        account.model_id = model_for(state, step);
        at_ = account.created_at + between(20 * minute, 5 * hour);
    }

    std::string tags() {
        constexpr char const* known[] = {"aged", "phone-verified", "spring", "vip", "resold"};
        if (unit() > 0.3) return "";
        std::vector<std::string> list{pick(known)};
        if (unit() < 0.3) list.emplace_back("priority");
        return rules::store_tags(list).value();
    }

    /// The last model lacks content for step 3: nothing of it got further.
    std::optional<ModelId> model_for(LifecycleState state, int step) {
        auto const& models = parts_.models;
        bool early = state == LifecycleState::imported || (state == LifecycleState::warming_up && step <= 3);
        if (state == LifecycleState::imported && unit() < 0.35) return std::nullopt;
        if (early && unit() < 0.12) return models.back().id;
        constexpr std::size_t shares[] = {0, 0, 0, 1, 1, 1, 2, 2, 3, 3};
        return models[pick(shares)].id;
    }

    /// So long between two steps that all of them fit between the import and now.
    void set_pace(int steps) {
        auto room = (parts_.now - parts_.gap - at_) / (steps + 1);
        pace_ = std::min(between(7 * hour, 22 * hour), room);
    }
    void wait() { at_ = at_ + between(pace_ * 7 / 10, pace_); }

    void start() {
        auto& account = now().account;
        auto before = account.lifecycle_state;
        auto begun = rules::begin(progress());
        account.lifecycle_state = begun.state;
        account.warmup_step = begun.warmup_step;
        account.warmup_started_at = at_;
        auto& told = bot_event(at_, "lifecycle");
        told.from = before;
        told.to = begun.state;
        told.reason = "The first step was handed out.";
    }

    void do_step(rules::Step step) {
        auto die = unit();
        if (die < 0.04) be_rescued(step);
        else if (die < 0.15) try_step(step, 1, StepStatus::failed, pick(retried));
        auto attempt = now().account.retry_count + 1;
        auto& done = attempt_at(step, attempt, StepStatus::completed);
        use_content(done);
        auto before = now().account.lifecycle_state;
        take(rules::advance(progress()));
        auto& told = step_event("step_completed", done);
        auto after = now().account.lifecycle_state;
        if (before != after) {
            told.from = before;
            told.to = after;
            now().account.warmup_completed_at = done.completed_at;
        }
        wait();
    }

    void take(rules::Progress const& progress) {
        auto& account = now().account;
        account.lifecycle_state = progress.state;
        account.warmup_step = progress.warmup_step;
        account.cleanup_step = progress.cleanup_step;
        account.retry_count = progress.retry_count;
        account.requires_human_review = progress.requires_review;
        account.model_id = progress.model_id;
        account.content_model_id = progress.content_model_id;
        account.cleanup_target_model_id = progress.cleanup_target_model_id;
    }

    PlannedAttempt& attempt_at(rules::Step step, int number, StepStatus status) {
        auto& account = now().account;
        PlannedAttempt attempt{.step = step, .attempt = number, .status = status};
        attempt.bot = static_cast<std::size_t>(unit() * static_cast<double>(parts_.bots.size()));
        attempt.started_at = at_;
        attempt.completed_at = at_ + between(6 * second, 45 * second);
        attempt.model = step.kind == StepKind::warmup ? account.model_id : account.content_model_id;
        account.last_bot_action_by = parts_.bots[attempt.bot].bot_id;
        account.last_bot_action_at = attempt.completed_at;
        return now().attempts.emplace_back(attempt);
    }

    PlannedAttempt& try_step(rules::Step step, int number, StepStatus status, StepError error) {
        auto& failed = attempt_at(step, number, status);
        failed.error_code = to_text(error);
        failed.error_message = message_of(error);
        auto& account = now().account;
        account.last_error_code = failed.error_code;
        account.last_error_message = failed.error_message;
        account.last_error_at = failed.completed_at;
        at_ = failed.completed_at + between(minute, 4 * minute);
        if (status == StepStatus::failed) account.retry_count = number;
        auto& told = step_event("step_failed", failed);
        told.reason = *failed.error_message;
        told.detail["error_code"] = *failed.error_code;
        told.detail["retry_at"] =
            status == StepStatus::failed ? boost::json::value(to_rfc3339(at_)) : nullptr;
        return failed;
    }

    /// Stuck, and the assistant said: again.
    void be_rescued(rules::Step step) {
        auto& failed = try_step(step, 1, StepStatus::requires_review, StepError::checkpoint);
        at_ = at_ + between(20 * minute, 2 * hour);
        failed.resolved_at = at_;
        now().account.retry_count = 0;
        auto& told = event(at_, "review", parts_.assistant);
        told.reason = "Code entered by hand.";
        told.detail = {{"action", "retry"}, {"step", rules::step_name(step)}};
        at_ = at_ + minute;
    }

    /// The first step failed a moment ago and is due again.
    void stumble() { try_step({StepKind::warmup, 1}, 1, StepStatus::failed, pick(retried)); }

    /// Into the review queue, where it is now.
    void get_stuck() {
        at_ = std::max(at_, parts_.now - between(30 * minute, 40 * hour));
        at_ = std::min(at_, parts_.now - 30 * minute);
        auto step = *rules::current_step(progress());
        if (unit() < 0.6) {
            try_step(step, 1, StepStatus::requires_review, pick(at_once));
        } else {
            auto error = pick(retried);
            for (int n = 1; n <= 3; ++n) try_step(step, n, StepStatus::failed, error);
            try_step(step, 4, StepStatus::requires_review, error);
        }
        now().account.requires_human_review = true;
    }

    void assign() {
        auto& account = now().account;
        account.lifecycle_state = LifecycleState::assigned;
        account.assigned_to_model_at = at_;
        auto& told = event(at_, "assigned", parts_.founder);
        told.from = LifecycleState::ready;
        told.to = LifecycleState::assigned;
        wait();
    }

    /// To another model, or back on the shelf.
    void release() {
        auto& account = now().account;
        account.lifecycle_state = LifecycleState::cleanup;
        account.cleanup_step = first_step;
        account.assigned_to_model_at.reset();
        auto other = pick(parts_.models).id;
        if (unit() < 0.6 && other != account.model_id) account.cleanup_target_model_id = other;
        auto& told = event(at_, "assigned", parts_.founder);
        told.from = LifecycleState::assigned;
        told.to = LifecycleState::cleanup;
        wait();
    }

    void disable() {
        auto& account = now().account;
        account.disabled_from = account.lifecycle_state;
        account.lifecycle_state = LifecycleState::disabled;
        auto& told = event(at_, "lifecycle", parts_.assistant);
        told.from = account.disabled_from;
        told.to = LifecycleState::disabled;
        told.reason = pick(reasons_);
    }

    /// When the next step may be handed out, and when the row was last touched.
    void end() {
        auto& planned = now();
        auto& account = planned.account;
        account.updated_at = planned.events.empty() ? account.created_at : planned.events.back().at;
        if (!rules::is_queued(progress(), account.trashed_at.has_value())) return;
        if (planned.attempts.empty()) account.due_at = account.created_at;
        else if (account.retry_count > 0) account.due_at = at_;
        else account.due_at = planned.attempts.back().completed_at + parts_.gap;
    }

    // --- timeline ---
    PlannedEvent& event(Instant at, std::string action, Actor const& actor) {
        PlannedEvent told{
            .at = at, .action = std::move(action), .actor_kind = actor.kind, .actor = actor.name};
        return now().events.emplace_back(std::move(told));
    }
    PlannedEvent& bot_event(Instant at, std::string action) {
        Actor bot{.kind = ActorKind::bot, .name = pick(parts_.bots).bot_id};
        return event(at, std::move(action), bot);
    }
    PlannedEvent& step_event(std::string action, PlannedAttempt const& attempt) {
        Actor bot{.kind = ActorKind::bot, .name = parts_.bots[attempt.bot].bot_id};
        auto& told = event(attempt.completed_at, std::move(action), bot);
        told.detail = {{"kind", to_text(attempt.step.kind)},
                       {"step", rules::step_name(attempt.step)},
                       {"attempt", attempt.attempt}};
        return told;
    }

    // --- content, by turns ---
    void use_content(PlannedAttempt& attempt) {
        auto need = rules::content_need(attempt.step);
        auto model = std::find_if(parts_.models.begin(), parts_.models.end(),
                                  [&](SeedModel const& m) { return m.id == attempt.model; });
        if (model == parts_.models.end()) return;
        if (need.picture) attempt.picture = next_of(model->pictures, *need.picture);
        if (need.text) attempt.text = next_of(model->texts, *need.text);
    }
    template <class Type, class IdType>
    std::optional<IdType> next_of(std::map<Type, std::vector<IdType>> const& stock, Type type) {
        auto found = stock.find(type);
        if (found == stock.end() || found->second.empty()) return std::nullopt;
        return found->second[turn_++ % found->second.size()];
    }

    static constexpr char const* reasons_[] = {"Nobody has the e-mail any more.", "Handed back to its owner.",
                                               "Locked for good."};

    SeedParts const& parts_;
    Random& random_;
    SeedNames names_;
    std::vector<PlannedAccount> accounts_;
    Instant at_;      // how far the life is told
    Millis pace_{0};  // between its steps
    std::size_t turn_ = 0;
};

}  // namespace

std::vector<PlannedAccount> plan_accounts(SeedParts const& parts) { return Planner(parts).plan(); }

}  // namespace roost::accounts
