// static_files.h: the embedded web application: encodings, ETags, caching, and the page for every route of
// it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/http/message.h"
#include "core/http/server.h"

namespace roost::http {

/// Read-only after construction; thread-safe.
class StaticFiles {
public:
    explicit StaticFiles(std::vector<StaticFile> files);

    /// The file at the request's path, or /index.html for a page address of the application (no
    /// file extension, not under /api); nothing for the rest.
    std::optional<Response> find(Request const& request) const;

private:
    struct Entry {
        StaticFile file;
        std::string etag;  // of the plain bytes; the encoding is appended when it is sent
    };
    Entry const* entry_for(std::string_view path) const;

    std::vector<Entry> entries_;
    std::unordered_map<std::string_view, Entry const*> by_path_;
};

/// Whether the If-None-Match header of a request names `etag` (weak comparison).
bool none_match_hits(std::string_view if_none_match, std::string_view etag);

}  // namespace roost::http
