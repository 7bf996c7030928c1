// agency.h: a workspace filled over HTTP with one of everything, by playing the story of
// operations.h.
#pragma once

#include "support/operations.h"
#include "support/server.h"

namespace roost::testing {

/// What the placeholders of operations.h stand for.
using Words = std::map<std::string, std::string, std::less<>>;

/// An operation made ready to be sent.
struct Prepared {
    std::string method;
    std::string target;
    std::string body;
    std::string content_type;  // empty without a body
};

/// `text` with every `<name>` replaced; throws when a word is missing.
std::string fill_in(std::string_view text, Words const& words);
/// The names between `<` and `>` in call and body, each once.
std::vector<std::string> words_of(Operation const& operation);
Prepared prepare(Operation const& operation, Words const& words);

/// One customer. `marker` (a–z) stands in everything it stores. Not thread-safe.
class Agency {
public:
    Agency(TestServer& server, std::string marker) : server_(server), words_{{"m", std::move(marker)}} {}

    /// Plays the steps of `phase` in order; throws naming the step that is answered otherwise.
    void play(Phase phase);
    /// Plays one step and keeps its words.
    Reply play(Operation const& operation, Headers const& headers = {});
    /// Sends an operation with this agency's credentials and any words; keeps nothing.
    Reply send(Operation const& operation, Words const& words, Headers const& headers = {});
    /// The credentials an operation is called with: none, the bot's or the owner's.
    std::string token_for(Operation const& operation) const;

    Words const& words() const { return words_; }
    std::string const& word(std::string_view name) const { return words_.find(name)->second; }
    void set(std::string const& name, std::string value) { words_[name] = std::move(value); }
    std::string const& token() const { return word("token"); }
    WorkspaceId workspace() const;

private:
    void keep(Operation const& operation, Reply const& reply);

    TestServer& server_;
    Words words_;
};

/// Sends what was prepared.
Reply send(TestServer& server, Prepared const& prepared, std::string const& token, Headers headers = {});

/// Every row of the workspace, its people and their sessions as text: equal means nothing changed.
std::vector<std::string> dump_workspace(TestDatabase& database, WorkspaceId workspace);

}  // namespace roost::testing
