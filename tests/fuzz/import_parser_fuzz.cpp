// import_parser_fuzz.cpp: any bytes as an accounts file: lines in order, good ones legal, pieces do not
// matter.
#include <boost/json.hpp>

#include "domains/accounts/rules_import.h"

namespace rules = roost::accounts::rules;

namespace {

struct Seen {
    std::string text;  // every line's number, outcome and fields
    std::int64_t last = 0;
};

Seen read(std::string_view file, rules::ImportFormat const& format, std::size_t piece) {
    Seen seen;
    rules::ImportParser parser(format);
    auto sink = [&](rules::ImportLine const& line) -> roost::Result<void> {
        if (line.number <= seen.last) __builtin_trap();
        seen.last = line.number;
        seen.text += std::to_string(line.number) + " ";
        if (line.code) {
            seen.text += std::string(roost::to_text(*line.code)) + "\n";
            return {};
        }
        std::string again;
        if (rules::normalise_username(line.username, again) || again != line.username) __builtin_trap();
        if (line.password.empty()) __builtin_trap();
        if (!line.email.empty() && !rules::is_email(line.email)) __builtin_trap();
        boost::system::error_code broken;
        if (!line.extra.empty() && !boost::json::parse(line.extra, broken).is_object()) __builtin_trap();
        for (auto part : {line.username, line.password, line.email, line.extra})
            seen.text.append(part) += "|";
        seen.text += "\n";
        return {};
    };
    for (std::size_t at = 0; at < file.size(); at += piece) {
        if (!parser.feed(file.substr(at, piece), sink).ok()) __builtin_trap();
    }
    if (!parser.finish(sink).ok()) __builtin_trap();
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const file(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const format = rules::recognise(file, {});
    if (format.binary || format.empty) return 0;
    auto const whole = read(file, format, file.size() + 1);
    if (read(file, format, 1 + data[0] % 13).text != whole.text) __builtin_trap();
    return 0;
}
