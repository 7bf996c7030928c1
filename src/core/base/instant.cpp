// instant.cpp: RFC 3339 text of an Instant, by civil-calendar arithmetic of <chrono>.
#include "core/base/instant.h"

#include <fmt/format.h>

namespace roost {
namespace {

/// Reads exactly `digits` decimal digits at `pos` and moves on; nothing if there are fewer.
std::optional<int> take_number(std::string_view text, std::size_t& pos, std::size_t digits) {
    if (pos + digits > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        char c = text[pos + i];
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    pos += digits;
    return value;
}

bool take_char(std::string_view text, std::size_t& pos, std::string_view any_of) {
    if (pos >= text.size() || any_of.find(text[pos]) == std::string_view::npos) return false;
    ++pos;
    return true;
}

/// The fraction after the seconds in milliseconds; further digits are dropped.
std::optional<int> take_fraction_ms(std::string_view text, std::size_t& pos) {
    if (!take_char(text, pos, ".")) return 0;
    int ms = 0;
    int scale = 100;
    std::size_t start = pos;
    while (pos < text.size() && text[pos] >= '0' && text[pos] <= '9') {
        ms += (text[pos] - '0') * scale;
        scale /= 10;
        ++pos;
    }
    if (pos == start) return std::nullopt;
    return ms;
}

/// The offset from UTC in minutes: `Z`, `+02:00`, `-03:30`.
std::optional<int> take_offset_minutes(std::string_view text, std::size_t& pos) {
    if (take_char(text, pos, "Zz")) return 0;
    if (pos >= text.size()) return std::nullopt;
    int sign = text[pos] == '-' ? -1 : 1;
    if (!take_char(text, pos, "+-")) return std::nullopt;
    auto hours = take_number(text, pos, 2);
    if (!hours || !take_char(text, pos, ":")) return std::nullopt;
    auto minutes = take_number(text, pos, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

/// Writes `number` with leading zeros so that it ends before `end`.
void put_digits(char* end, int count, std::int64_t number) {
    for (; count > 0; --count, number /= 10) *--end = static_cast<char>('0' + number % 10);
}

}  // namespace

// By hand: a page of a list has hundreds of these.
std::string to_rfc3339(Instant at) {
    using namespace std::chrono;
    sys_time<milliseconds> time{milliseconds{at.ms}};
    auto day = floor<days>(time);
    year_month_day date{day};
    hh_mm_ss clock{time - day};
    int const year = static_cast<int>(date.year());
    bool usual = year >= 0 && year <= 9999;
    std::string text = usual ? "0000-00-00T00:00:00.000Z" : fmt::format("{:04}-00-00T00:00:00.000Z", year);
    auto* const end = text.data() + text.size();
    if (usual) put_digits(end - 20, 4, year);
    put_digits(end - 17, 2, static_cast<unsigned>(date.month()));
    put_digits(end - 14, 2, static_cast<unsigned>(date.day()));
    put_digits(end - 11, 2, clock.hours().count());
    put_digits(end - 8, 2, clock.minutes().count());
    put_digits(end - 5, 2, clock.seconds().count());
    put_digits(end - 1, 3, clock.subseconds().count());
    return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    std::size_t pos = 0;
    auto y = take_number(text, pos, 4);
    if (!y || !take_char(text, pos, "-")) return std::nullopt;
    auto mo = take_number(text, pos, 2);
    if (!mo || !take_char(text, pos, "-")) return std::nullopt;
    auto d = take_number(text, pos, 2);
    if (!d || !take_char(text, pos, "Tt ")) return std::nullopt;
    auto h = take_number(text, pos, 2);
    if (!h || !take_char(text, pos, ":")) return std::nullopt;
    auto mi = take_number(text, pos, 2);
    if (!mi || !take_char(text, pos, ":")) return std::nullopt;
    auto s = take_number(text, pos, 2);
    if (!s) return std::nullopt;
    auto fraction = take_fraction_ms(text, pos);
    if (!fraction) return std::nullopt;
    auto offset = take_offset_minutes(text, pos);
    year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!offset || pos != text.size() || !date.ok() || *h > 23 || *mi > 59 || *s > 60) {
        return std::nullopt;
    }
    auto time =
        sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s} + milliseconds{*fraction} - minutes{*offset};
    return Instant{duration_cast<milliseconds>(time.time_since_epoch()).count()};
}

}  // namespace roost
