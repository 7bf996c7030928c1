// json_fuzz.cpp: any bytes as the JSON body of a request: refused with the fields at fault, or read and
// written alike.
#include "core/base/json.h"
#include "core/http/message.h"

namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Part {
    std::int64_t size = 0;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Part, (), (size, note))

struct Thing {
    std::string name;
    std::optional<roost::UserId> owner;
    std::optional<Colour> colour;
    std::optional<roost::Instant> at;
    std::optional<bool> used;
    std::optional<int> small;
    std::vector<Part> parts;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, owner, colour, at, used, small, parts))

struct Change {
    roost::json::Patch<std::string> name;
    roost::json::Patch<std::int64_t> size;
};
BOOST_DESCRIBE_STRUCT(Change, (), (name, size))

template <class T>
void must_name_its_fields(roost::Result<T> const& read) {
    if (!read.ok() && (read.error().fields.empty() || read.error().kind != roost::ErrorKind::invalid))
        __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    roost::http::Request request;
    request.body.assign(reinterpret_cast<char const*>(data), size);
    auto object = request.json_object();
    if (!object.ok()) return 0;
    must_name_its_fields(roost::json::read<Change>(*object));
    auto thing = roost::json::read<Thing>(*object);
    must_name_its_fields(thing);
    if (!thing.ok()) return 0;
    auto written = roost::json::write(*thing);
    auto again = roost::json::read<Thing>(boost::json::parse(boost::json::serialize(written)));
    if (!again.ok() || roost::json::write(*again) != written) __builtin_trap();
    return 0;
}
