// list_answers.cpp: answers of long lists that were just given, in bounded memory.
#include "core/http/list_answers.h"

namespace roost::http {

std::size_t ListAnswers::size_of(std::string const& key, Answer const& answer) {
    return key.size() + sizeof(Answer) + (answer.body ? answer.body->size() : 0);
}

bool ListAnswers::is_good(Answer const& answer, std::uint64_t version) const {
    return answer.version == version && clock_.monotonic() - answer.made_at <= limits_.age;
}

std::shared_ptr<std::string const> ListAnswers::find(std::string const& key, std::uint64_t version) {
    std::lock_guard lock(mutex_);
    auto const found = answers_.find(key);
    if (found == answers_.end() || !is_good(found->second, version)) return nullptr;
    return found->second.body;
}

void ListAnswers::keep(std::string key, std::uint64_t version, std::string const& body) {
    std::lock_guard lock(mutex_);
    Answer answer{nullptr, version, clock_.monotonic()};
    if (auto const old = answers_.find(key); old != answers_.end()) {
        if (is_good(old->second, version)) answer.body = std::make_shared<std::string const>(body);
        bytes_ -= size_of(old->first, old->second);
        answers_.erase(old);
    }
    auto const bytes = size_of(key, answer);
    if (bytes > limits_.bytes) return;
    make_room(bytes);
    bytes_ += bytes;
    answers_.emplace(std::move(key), std::move(answer));
}

/// Old ones first; when that is not enough, all: they would be old in a moment anyway.
void ListAnswers::make_room(std::size_t bytes) {
    if (bytes_ + bytes <= limits_.bytes) return;
    std::erase_if(answers_, [&](auto const& entry) {
        if (is_good(entry.second, entry.second.version)) return false;
        bytes_ -= size_of(entry.first, entry.second);
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
