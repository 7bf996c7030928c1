// seed.h: pictures and words of the demonstration, drawn and written by the program.
#pragma once

#include <map>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/db/db.h"
#include "domains/content/image_files.h"
#include "domains/content/types.h"

namespace roost::content {

/// What one model has, in the order in which it was made.
struct SeededStock {
    std::map<ContentType, std::vector<ContentId>> pictures;
    std::map<TextType, std::vector<TextId>> texts;
};
using SeededStocks = std::map<ModelId, SeededStock>;

/// What seeding needs; all outlive the call.
struct SeedParts {
    db::Db& db;
    Clock const& clock;
    ImageFiles const& files;
};

/// Pictures, texts and a photo for each of the models (up to five); the last one has nothing for
/// highlights, so that its accounts wait. What is there already, when there is any text. One
/// transaction; the files are written before and are the same every time.
Result<SeededStocks> seed(SeedParts const& parts, Actor const& actor, std::vector<ModelId> const& models);

/// How often something was used in a history.
struct Uses {
    std::map<ContentId, std::int64_t> pictures;
    std::map<TextId, std::int64_t> texts;
};
/// Counts the uses of a history, in the transaction that writes it.
Result<void> seed_uses(db::Tx& tx, WorkspaceId workspace, Uses const& uses);

}  // namespace roost::content
