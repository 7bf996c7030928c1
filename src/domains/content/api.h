// api.h: content for bots: choose and reserve for a task, then count it as used or give it back.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/db/db.h"
#include "domains/content/types.h"

namespace roost::content {

/// What a step needs: change_pfp {pfp, –}, change_bio {–, bio}, add_post {post, post}, ….
struct Need {
    std::optional<ContentType> picture;  // never `any`
    std::optional<TextType> text;
};

/// What a task holds. A picture with its own text brings that text: then `text_id` is empty.
struct Reservation {
    std::optional<ContentId> content_id;
    std::optional<TextId> text_id;
    std::optional<std::string> text_content;
};

/// Chooses by CNT-4 (exact type before any; order_priority, higher first; least used and reserved;
/// oldest) and reserves it for `task_id`. Asking again for the same task returns what it already
/// holds. Parts that are not in stock are empty. Exact under concurrency, because writes of a
/// workspace never overlap.
Result<Reservation> reserve(db::Tx& tx, WorkspaceId workspace, ModelId model, Need const& need,
                            std::string_view task_id, Instant now);

/// What the task holds, or nothing.
Result<std::optional<Reservation>> find_reservation(db::Reader& reader, WorkspaceId workspace,
                                                    std::string_view task_id);

/// The step was done: usage_count +1 on what the task held, which is returned for the step's log;
/// nothing when it held nothing. The second call finds nothing and changes nothing.
Result<std::optional<Reservation>> confirm(db::Tx& tx, WorkspaceId workspace, std::string_view task_id,
                                           Instant now);

/// The step failed or its lease ended: gives back what these tasks held. Set-based.
Result<void> release(db::Tx& tx, WorkspaceId workspace, std::vector<std::string> const& task_ids,
                     Instant now);

/// A model that has what a warm-up step (1–5) must have: a picture for 1, 3, 4, 5, a text for 2.
/// (Texts of 3–5 are taken when there are some.)
struct Stock {
    ModelId model;
    int step = 0;
};

/// Whether that model has what that step must have, by two look-ups: asked for every lease.
Result<bool> in_stock(db::Reader& reader, WorkspaceId workspace, ModelId model, int step);
/// Every (model, step) in stock. An account whose pair is missing is "waiting for content".
Result<std::vector<Stock>> stock(db::Reader& reader, WorkspaceId workspace);
/// The same as a JSON array `[{"model_id": 1, "step": 2}, …]` for {{each(:stock)}}.
Result<std::string> stock_json(db::Reader& reader, WorkspaceId workspace);

/// The stored file of a picture.
struct ImageFile {
    std::string sha256;
    std::string mime;
    std::int64_t bytes = 0;
};

/// The picture if `task_id` holds it, even when a person deleted it meanwhile; else nothing.
Result<std::optional<ImageFile>> find_held_image(db::Reader& reader, WorkspaceId workspace, ContentId id,
                                                 std::string_view task_id);

/// Where that file is below the data folder.
std::filesystem::path image_path(std::filesystem::path const& data_dir, WorkspaceId workspace,
                                 std::string_view sha256);

}  // namespace roost::content
