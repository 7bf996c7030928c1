// bot_exam_rules.cpp: one small rule per trial over the exchanges of a recording.
#include "sandbox/bot_exam_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace roost::sandbox {

namespace {

using Exchanges = std::vector<Exchange const*>;
/// Why a bot fails, or nothing.
using Complaint = std::optional<std::string>;

constexpr Millis clock_tolerance{150};
constexpr Millis short_poll{1'000};     // an empty answer that came faster was no long poll
constexpr Millis smallest_rest{500};    // between two such questions
constexpr int restless_max = 3;         // so many are forgiven
constexpr int after_dismissal_max = 3;  // questions with a dead token

/// The exchanges of a recording from several sides.
class Book {
public:
    explicit Book(std::vector<Exchange> const& recording) : all_(recording) {}

    Exchanges of(Trial trial) const {
        return where([&](Exchange const& one) { return one.trial == trial; });
    }
    template <class Wanted>
    Exchanges where(Wanted const& wanted) const {
        Exchanges found;
        for (auto const& one : all_) {
            if (wanted(one)) found.push_back(&one);
        }
        return found;
    }
    template <class Wanted>
    Exchange const* first_after(Exchange const& from, Wanted const& wanted) const {
        for (auto const& one : all_) {
            if (one.number > from.number && wanted(one)) return &one;
        }
        return nullptr;
    }

private:
    std::vector<Exchange> const& all_;
};

template <class Wanted>
Exchange const* first(Exchanges const& exchanges, Wanted const& wanted) {
    auto found = std::ranges::find_if(exchanges, [&](auto const* one) { return wanted(*one); });
    return found == exchanges.end() ? nullptr : *found;
}

bool arrived(Exchange const& one) { return one.status == 200 && one.delivery == Delivery::whole; }

bool has_image(Exchange const& content) {
    auto const* object = content.answered.if_object();
    auto const* image = object ? object->if_contains("image") : nullptr;
    return image && image->is_object();
}

/// A step that was reported as done although the bot lacked what it needs for it.
Complaint unprepared(Exchanges const& trial) {
    auto const* done = first(trial, reports_done);
    if (!done) return std::nullopt;
    auto earlier = [&](Exchange const& one) { return one.number < done->number && arrived(one); };
    auto const* content =
        first(trial, [&](Exchange const& one) { return asks_for_content(one) && earlier(one); });
    if (!content)
        return fmt::format("Exchange {}: reported as done without having got its content.", done->number);
    bool picture = first(trial, [&](Exchange const& one) { return asks_for_image(one) && earlier(one); });
    if (has_image(*content) && !picture)
        return fmt::format("Exchange {}: reported as done without having got the whole picture.",
                           done->number);
    return std::nullopt;
}

Complaint reported_at_all(Exchanges const& trial) {
    if (first(trial, reports)) return std::nullopt;
    return fmt::format("The task of exchange {} was never reported.", trial.front()->number);
}

Complaint done_properly(Book const&, Exchanges const& trial) {
    if (auto missing = reported_at_all(trial)) return missing;
    if (auto const* failed = first(trial, reports_failed))
        return fmt::format("Exchange {}: a step without trouble was reported as failed.", failed->number);
    return unprepared(trial);
}

Complaint ended_either_way(Book const&, Exchanges const& trial) {
    if (auto missing = reported_at_all(trial)) return missing;
    return unprepared(trial);
}

Complaint gave_up_the_picture(Book const&, Exchanges const& trial) {
    if (auto const* done = first(trial, reports_done))
        return fmt::format("Exchange {}: reported as done, but its picture never came.", done->number);
    return reported_at_all(trial);
}

/// Whether the report at `lost` was sent again, and as the same.
Complaint repeated(Book const& book, Exchange const& lost) {
    auto again = book.first_after(
        lost, [&](Exchange const& one) { return reports(one) && one.task_id == lost.task_id; });
    if (!again)
        return fmt::format("The report of exchange {} got no good answer and was not sent again.",
                           lost.number);
    if (again->asked != lost.asked || path_of(*again) != path_of(lost))
        return fmt::format("Exchange {} says something else than exchange {}.", again->number, lost.number);
    return std::nullopt;
}

Complaint repeats_lost_report(Book const& book, Exchanges const& trial) {
    auto const* lost = first(trial, reports);
    return lost ? repeated(book, *lost) : reported_at_all(trial);
}

/// `refused` said how long to wait; `next` came how soon.
Complaint too_soon(Exchange const& refused, Exchange const& next) {
    auto waited = next.asked_at - refused.answered_at;
    if (waited + clock_tolerance >= refused.retry_after) return std::nullopt;
    return fmt::format("Exchange {} came after {} ms; exchange {} asked for {} ms.", next.number,
                       waited.count(), refused.number, refused.retry_after.count());
}

Complaint waits_with_report(Book const& book, Exchanges const& trial) {
    auto const* refused = first(trial, [](Exchange const& one) { return reports(one) && one.status == 503; });
    if (!refused) return reported_at_all(trial);
    if (auto complaint = repeated(book, *refused)) return complaint;
    return too_soon(*refused, *book.first_after(*refused, reports));
}

Complaint slows_down(Book const& book, Exchanges const& trial) {
    auto const* next = book.first_after(*trial.front(), asks_for_task);
    if (!next) return "It never asked again.";
    return too_soon(*trial.front(), *next);
}

Complaint asks_again(Book const& book, Exchanges const& trial) {
    auto const* lost = first(trial, [](Exchange const& one) { return one.delivery == Delivery::nothing; });
    if (!lost || !book.first_after(*lost, asks_for_task)) return "It never asked for a task again.";
    return ended_either_way(book, trial);
}

Complaint lets_go(Book const& book, Exchanges const& trial) {
    auto const* late = first(trial, [](Exchange const& one) { return reports(one) && one.status == 409; });
    if (!late) return reported_at_all(trial);
    auto again = book.first_after(
        *late, [&](Exchange const& one) { return reports(one) && one.task_id == late->task_id; });
    if (again)
        return fmt::format("Exchange {} repeats what exchange {} refused for good.", again->number,
                           late->number);
    if (!book.first_after(*late, asks_for_task)) return "It asked for no other task.";
    return std::nullopt;
}

Complaint rests_while_paused(Book const& book, Exchanges const& trial) {
    int restless = 0;
    for (std::size_t i = 1; i < trial.size(); ++i) {
        bool was_short = trial[i - 1]->answered_at - trial[i - 1]->asked_at < short_poll;
        if (was_short && trial[i]->asked_at - trial[i - 1]->answered_at < smallest_rest) ++restless;
    }
    if (restless > restless_max)
        return fmt::format("It asked {} times without waiting, from exchange {} on.", restless,
                           trial.front()->number);
    auto goes_on = book.first_after(
        *trial.back(), [](Exchange const& one) { return asks_for_task(one) && one.status == 200; });
    if (!goes_on) return "It took no task when the pause was over.";
    return std::nullopt;
}

Complaint stops(Book const&, Exchanges const& trial) {
    auto refused = std::ranges::count_if(trial, [](auto const* one) { return one->status == 401; });
    if (refused <= after_dismissal_max) return std::nullopt;
    return fmt::format("It asked {} times with a token that is dead.", refused);
}

/// A trial, what every bot has to do in it, and how that is seen.
struct Rule {
    Trial trial;
    std::string_view sentence;
    Complaint (*complaint)(Book const&, Exchanges const&);
};

constexpr Rule rules[] = {
    {Trial::plain_step, "Gets content and picture, does the step, reports it as done.", done_properly},
    {Trial::cleanup_step, "Does cleanup steps too.", done_properly},
    {Trial::unknown_field, "Passes over fields it does not know.", done_properly},
    {Trial::lost_task, "Asks again when the answer with a task was lost, and does that task.", asks_again},
    {Trial::lost_content, "Asks again for lost content, or reports failure.", ended_either_way},
    {Trial::half_picture, "Notices a picture that broke off.", ended_either_way},
    {Trial::no_picture, "Reports failure when the picture can't be had.", gave_up_the_picture},
    {Trial::lost_report, "Sends a report again, unchanged, until it is answered.", repeats_lost_report},
    {Trial::busy, "Waits as long as a 503 says before it reports again.", waits_with_report},
    {Trial::lost_lease, "Lets go of a task whose lease has ended (409).", lets_go},
    {Trial::slow_down, "Waits as long as a 429 says.", slows_down},
    {Trial::pause, "Rests while it is paused, and goes on afterwards.", rests_while_paused},
    {Trial::dead_token, "Stops when its token is dead (401).", stops}};

Verdict verdict_of(Rule const& rule, Book const& book) {
    Verdict verdict{.name = std::string(to_text(rule.trial)), .rule = std::string(rule.sentence)};
    auto trial = book.of(rule.trial);
    if (trial.empty()) {
        verdict.outcome = Outcome::not_seen;
    } else if (auto complaint = rule.complaint(book, trial)) {
        verdict.outcome = Outcome::failed;
        verdict.reason = *complaint;
    }
    return verdict;
}

Verdict one_outcome(Book const& book) {
    Verdict verdict{.name = "one_outcome", .rule = "Reports each task one way only."};
    std::map<std::string, bool> done_by_task;
    for (auto const* one : book.where(reports)) {
        bool done = reports_done(*one);
        if (done_by_task.try_emplace(one->task_id, done).first->second == done) continue;
        verdict.outcome = Outcome::failed;
        verdict.reason = fmt::format("Exchange {} contradicts an earlier report of its task.", one->number);
        break;
    }
    return verdict;
}

Verdict manners(Book const& book) {
    Verdict verdict{.name = "manners", .rule = "Sends nothing that Roost has to refuse."};
    auto unprovoked = book.where([](Exchange const& one) {
        bool provoked =
            one.trial == Trial::dead_token || (one.trial == Trial::lost_lease && one.status == 409);
        return one.passed_on && one.status >= 400 && one.status < 500 && !provoked;
    });
    if (unprovoked.empty()) return verdict;
    auto const& worst = *unprovoked.front();
    auto const* problem = worst.answered.if_object();
    auto const* detail = problem ? problem->if_contains("detail") : nullptr;
    verdict.outcome = Outcome::failed;
    verdict.reason = fmt::format("Exchange {}: {} {} was answered {}: {}", worst.number, worst.method,
                                 path_of(worst), worst.status,
                                 detail && detail->is_string() ? std::string_view(detail->get_string()) : "");
    return verdict;
}

bool shows(std::vector<Publication> const& shown, Publication const& wanted) {
    return std::ranges::find(shown, wanted) != shown.end();
}

/// Whether the profile shows what a step that was reported as done used.
bool is_shown(Profile const& profile, std::string_view step, Publication const& used) {
    if (step == "change_pfp") return profile.picture_sha256 == used.picture_sha256;
    if (step == "change_bio") return profile.bio == used.text;
    if (step == "add_highlight") return shows(profile.highlights, used);
    if (step == "add_story") return shows(profile.stories, used);
    return step != "add_post" || shows(profile.posts, used);
}

/// What the bot got for a task.
Publication used_in(Exchanges const& task) {
    Publication used;
    for (auto const* one : task) {
        if (!arrived(*one)) continue;
        if (asks_for_image(*one)) used.picture_sha256 = one->picture_sha256;
        if (!asks_for_content(*one) || !one->answered.at("text").is_object()) continue;
        used.text = std::string(one->answered.at("text").at("text_content").as_string());
    }
    return used;
}

/// Not of trials after which both ends are right.
Verdict profiles_match(Book const& book, FindProfile const& find_profile) {
    Verdict verdict{.name = "profiles",
                    .rule = "Shows on the sandbox's Instagram what it was given.",
                    .outcome = Outcome::not_seen,
                    .needed = false};
    std::set<std::string> cleaned;
    for (auto const* one : book.of(Trial::cleanup_step)) {
        if (asks_for_task(*one) && one->status == 200)
            cleaned.emplace(one->answered.at("account").at("username").as_string());
    }
    auto tasks = book.where([](Exchange const& one) { return asks_for_task(one) && arrived(one); });
    for (auto const* leased : tasks) {
        auto task = book.where([&](Exchange const& one) { return one.task_id == leased->task_id; });
        auto username = std::string(leased->answered.at("account").at("username").as_string());
        bool open = leased->trial == Trial::lost_lease || leased->trial == Trial::no_picture;
        auto profile = find_profile(username);
        if (open || !profile || cleaned.contains(username) || !first(task, reports_done)) continue;
        if (verdict.outcome == Outcome::not_seen) verdict.outcome = Outcome::passed;
        auto step = std::string_view(leased->answered.at("step").at("name").as_string());
        if (is_shown(*profile, step, used_in(task))) continue;
        verdict.outcome = Outcome::failed;
        verdict.reason =
            fmt::format("{} of {} is not what exchange {} handed out.", step, username, leased->number);
    }
    return verdict;
}

}  // namespace

std::vector<Verdict> judge(std::vector<Exchange> const& recording, FindProfile const& find_profile) {
    Book book(recording);
    std::vector<Verdict> verdicts;
    for (auto const& rule : rules) verdicts.push_back(verdict_of(rule, book));
    verdicts.push_back(one_outcome(book));
    verdicts.push_back(manners(book));
    verdicts.push_back(profiles_match(book, find_profile));
    return verdicts;
}

bool deserves_certificate(std::vector<Verdict> const& verdicts) {
    return std::ranges::all_of(verdicts, [](Verdict const& one) {
        return one.needed ? one.outcome == Outcome::passed : one.outcome != Outcome::failed;
    });
}

}  // namespace roost::sandbox
