// static_files.cpp: choice of file, encoding and caching headers.
#include "core/http/static_files.h"

#include "core/crypto/password.h"

namespace roost::http {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Whether Accept-Encoding lists `coding` without q=0.
bool accepts(std::string_view header, std::string_view coding) {
    while (!header.empty()) {
        auto end = std::min(header.find(','), header.size());
        auto item = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        auto parameters = std::min(item.find(';'), item.size());
        if (trimmed(item.substr(0, parameters)) != coding) continue;
        auto quality = trimmed(item.substr(std::min(parameters + 1, item.size())));
        return !quality.starts_with("q=0") || quality.find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

bool is_page_address(std::string_view path) {
    if (path == "/api" || path.starts_with("/api/") || path.starts_with("/webhook")) return false;
    return path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
}

}  // namespace

bool none_match_hits(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        auto end = std::min(if_none_match.find(','), if_none_match.size());
        auto item = trimmed(if_none_match.substr(0, end));
        if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
        if (item == "*") return true;
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == etag) return true;
    }
    return false;
}

StaticFiles::StaticFiles(std::vector<StaticFile> files) {
    entries_.reserve(files.size());
    for (auto const& file : files) {
        entries_.push_back({file, crypto::hex(crypto::sha256(file.plain).substr(0, 8))});
    }
    for (auto const& entry : entries_) by_path_.emplace(entry.file.path, &entry);
}

StaticFiles::Entry const* StaticFiles::entry_for(std::string_view path) const {
    if (auto found = by_path_.find(path); found != by_path_.end()) return found->second;
    auto folder_index = std::string(path) + (path.ends_with('/') ? "index.html" : "/index.html");
    if (auto found = by_path_.find(folder_index); found != by_path_.end()) return found->second;
    if (!is_page_address(path)) return nullptr;
    auto found = by_path_.find("/index.html");
    return found == by_path_.end() ? nullptr : found->second;
}

std::optional<Response> StaticFiles::find(Request const& request) const {
    auto const* entry = entry_for(request.path);
    if (entry == nullptr) return std::nullopt;
    auto const& file = entry->file;
    auto accepted = request.header("accept-encoding");
    Response response;
    response.content_type = file.content_type;
    response.borrowed = file.plain;
    std::string suffix;
    if (!file.brotli.empty() && accepts(accepted, "br")) {
        response.borrowed = file.brotli;
        response.headers.emplace_back("Content-Encoding", suffix = "br");
    } else if (!file.gzip.empty() && accepts(accepted, "gzip")) {
        response.borrowed = file.gzip;
        response.headers.emplace_back("Content-Encoding", suffix = "gzip");
    }
    auto etag = '"' + entry->etag + (suffix.empty() ? "" : "-") + suffix + '"';
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back("Cache-Control",
                                  file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (none_match_hits(request.header("if-none-match"), etag)) {
        response.status = 304;
        response.borrowed = {};
    }
    return response;
}

}  // namespace roost::http
