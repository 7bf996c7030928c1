// list_answers.cpp: answers of long lists that were just given, in bounded memory.
#include "core/http/list_answers.h"

namespace roost::http {

bool ListAnswers::is_old(Answer const& answer) const {
    return clock_.monotonic() - answer.made_at > limits_.age;
}

std::shared_ptr<std::string const> ListAnswers::find(std::string const& key, std::uint64_t version) {
    std::lock_guard lock(mutex_);
    auto const found = answers_.find(key);
    if (found == answers_.end()) return nullptr;
    if (found->second.version == version && !is_old(found->second)) return found->second.body;
    return nullptr;
}

void ListAnswers::keep(std::string key, std::uint64_t version, std::string const& body) {
    auto const bytes = key.size() + body.size();
    if (bytes > limits_.bytes) return;
    Answer answer{std::make_shared<std::string const>(body), version, clock_.monotonic()};
    std::lock_guard lock(mutex_);
    if (auto const old = answers_.find(key); old != answers_.end()) {
        bytes_ -= old->first.size() + old->second.body->size();
        answers_.erase(old);
    }
    make_room(bytes);
    bytes_ += bytes;
    answers_.emplace(std::move(key), std::move(answer));
}

/// Old ones first; when that is not enough, all: they would be old in a moment anyway.
void ListAnswers::make_room(std::size_t bytes) {
    if (bytes_ + bytes <= limits_.bytes) return;
    std::erase_if(answers_, [&](auto const& entry) {
        if (!is_old(entry.second)) return false;
        bytes_ -= entry.first.size() + entry.second.body->size();
        return true;
    });
    if (bytes_ + bytes <= limits_.bytes) return;
    answers_.clear();
    bytes_ = 0;
}

std::size_t ListAnswers::bytes() {
    std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace roost::http
