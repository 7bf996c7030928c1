// errors.cpp: SQLSTATEs of PostgreSQL as errors of core/db.
#include "core/db/postgres/errors.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/db/failures.h"

namespace roost::db::postgres {

namespace {

std::string_view field(PGresult const* result, int code) {
    auto const* text = PQresultErrorField(result, code);
    return text ? text : "";
}

bool is_any_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

std::string first_line(char const* text) {
    std::string_view all(text ? text : "");
    return std::string(all.substr(0, all.find('\n')));
}

}  // namespace

Error error_of(PGresult const* result, std::string_view doing) {
    auto state = field(result, PG_DIAG_SQLSTATE);
    auto detail = fmt::format("{}: {} (PostgreSQL {})", doing, field(result, PG_DIAG_MESSAGE_PRIMARY), state);
    if (state.empty()) {
        return failures::unreachable(fmt::format("{}: {}", doing, first_line(PQresultErrorMessage(result))));
    }
    if (state == "23505") return failures::unique(detail);
    if (state == "23503") return failures::reference(detail);
    if (state.starts_with("23")) return failures::constraint(detail);
    if (state == "53100") return failures::full(detail);
    if (is_any_of(state, {"40001", "40P01"})) return failures::collided(detail);
    if (is_any_of(state, {"55P03", "57014", "53200", "53400"})) return failures::busy(detail);
    if (is_any_of(state, {"22021", "22P05"})) return failures::bad_text(detail);
    if (state == "54000") return failures::too_large(detail);
    if (state.starts_with("08") || state.starts_with("57P") ||
        is_any_of(state, {"53300", "25006", "25P03"})) {
        return failures::unreachable(detail);
    }
    if (state.starts_with("XX00")) return failures::corrupt(detail);
    return roost::errors::internal(detail);
}

Error lost(PGconn const* connection, std::string_view doing) {
    return failures::unreachable(fmt::format("{}: {}", doing, first_line(PQerrorMessage(connection))));
}

bool ends_session(PGresult const* result) {
    auto state = field(result, PG_DIAG_SQLSTATE);
    auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    return state.starts_with("57P") || state.starts_with("08") || state == "25006" || state == "25P03" ||
           (state == "0A000" && message.starts_with("cached plan"));
}

}  // namespace roost::db::postgres
