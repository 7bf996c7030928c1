// list_answers.h: answers of long lists that were just given, for all who look at the same page.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/clock/clock.h"

namespace roost::http {

/// Thread-safe. After a change every browser of a workspace asks for the page it shows, and most show the
/// same. An answer is given again only while this process has written nothing to the workspace, and for no
/// longer than the live feed takes to notice other processes: nobody sees less than the feed would have told.
class ListAnswers {
public:
    struct Limits {
        std::size_t bytes = 8u << 20;
        Millis age{150};
    };
    explicit ListAnswers(Clock const& clock) : ListAnswers(clock, Limits{}) {}
    ListAnswers(Clock const& clock, Limits limits) : clock_(clock), limits_(limits) {}

    /// The body given for `key` at this version (Db::writes), or null.
    std::shared_ptr<std::string const> find(std::string const& key, std::uint64_t version);
    /// Keeps the body if the same was asked before at this version, not long ago: most pages are asked for
    /// once. `version` was read before the rows were.
    void keep(std::string key, std::uint64_t version, std::string const& body);
    std::size_t bytes();

private:
    struct Answer {
        std::shared_ptr<std::string const> body;  // null: asked for once
        std::uint64_t version = 0;
        Millis made_at{0};
    };
    static std::size_t size_of(std::string const& key, Answer const& answer);
    bool is_good(Answer const& answer, std::uint64_t version) const;
    void make_room(std::size_t bytes);

    Clock const& clock_;
    Limits const limits_;
    std::mutex mutex_;
    std::unordered_map<std::string, Answer> answers_;
    std::size_t bytes_ = 0;
};

}  // namespace roost::http
