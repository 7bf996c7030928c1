// wire.cpp: writes response heads.
#include "core/http/wire.h"

#include <date/date.h>

#include <charconv>

namespace roost::http {

std::string_view reason_phrase(int status) {
    switch (status) {
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

std::string http_date(Instant at) {
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto time = date::sys_time<Millis>(Millis{at.ms});
    auto day = date::floor<date::days>(time);
    date::year_month_day ymd(day);
    date::hh_mm_ss<Seconds> clock(date::floor<Seconds>(time - day));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[date::weekday(day).c_encoding()],
                       static_cast<unsigned>(ymd.day()), months[static_cast<unsigned>(ymd.month()) - 1],
                       static_cast<int>(ymd.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

namespace {

/// A header value must not be able to end its line.
void append_clean(std::string& out, std::string_view text) {
    for (char c : text) {
        if (c != '\r' && c != '\n' && c != '\0') out.push_back(c);
    }
}

}  // namespace

std::string response_head(Response const& response, Framing const& framing, Instant now) {
    std::string out;
    out.reserve(768);
    out += framing.old_protocol ? "HTTP/1.0 " : "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\nDate: ";
    out += http_date(now);
    out += "\r\n";
    for (auto const& [name, value] : response.headers) {
        append_clean(out, name);
        out += ": ";
        append_clean(out, value);
        out += "\r\n";
    }
    bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
    if (!response.content_type.empty() && !bodiless) {
        out += "Content-Type: ";
        append_clean(out, response.content_type);
        out += "\r\n";
    }
    if (framing.chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    } else if (!bodiless && (!response.stream || response.length)) {
        auto size = response.borrowed.empty() ? response.body.size() : response.borrowed.size();
        out += "Content-Length: ";
        out += std::to_string(response.length.value_or(static_cast<std::int64_t>(size)));
        out += "\r\n";
    }
    if (!framing.keep_alive) out += "Connection: close\r\n";
    else if (framing.old_protocol) out += "Connection: keep-alive\r\n";
    out += "\r\n";
    return out;
}

}  // namespace roost::http
