// multipart.h: a streaming parser of multipart/form-data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace roost::http {

/// Head of one part.
struct PartHead {
    std::string name;
    std::optional<std::string> file_name;  // present: a file
    std::string content_type;
};

/// What the parser finds, in order. An error ends the parse.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual Result<void> begin_part(PartHead head) = 0;
    virtual Result<void> part_data(std::string_view data) = 0;
    virtual Result<void> end_part() = 0;
};

/// The boundary of a content type; nothing when it is no multipart/form-data with a legal one.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Keeps at most a part's head (16 KiB) or a boundary's length of input. Not thread-safe. Errors:
/// request.malformed_upload (400), and what the sink returns.
class MultipartParser {
public:
    MultipartParser(std::string_view boundary, PartSink& sink);
    Result<void> feed(std::string_view piece);
    /// The input is over; an error unless the closing boundary was seen.
    Result<void> finish();

private:
    enum class State { preamble, boundary_end, head, data, epilogue };

    Result<bool> step();
    Result<bool> skip_to_boundary();
    Result<bool> read_boundary_end();
    Result<bool> read_head();
    Result<bool> read_data();

    std::string const delimiter_;  // CRLF, two dashes, boundary
    PartSink& sink_;
    State state_ = State::preamble;
    std::string pending_ = "\r\n";  // so that the first boundary looks like the others
    int parts_ = 0;
};

}  // namespace roost::http
