// text.cpp: one line per sample, one pair of comments per family.
#include "core/metrics/text.h"

#include <fmt/format.h>

#include <cmath>

namespace roost::metrics {
namespace {

constexpr std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::counter:
            return "counter";
        case Kind::gauge:
            return "gauge";
        case Kind::histogram:
            return "histogram";
    }
    return "untyped";
}

void append_escaped(std::string& out, std::string_view text) {
    for (char c : text) {
        if (c == '\n') out += "\\n";
        else if (c == '"' || c == '\\') (out += '\\') += c;
        else out += c;
    }
}

std::string number(double value) {
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    if (std::isnan(value)) return "NaN";
    return fmt::format("{}", value);
}

}  // namespace

void Text::family(std::string_view name, Kind kind, std::string_view help) {
    name_ = name;
    out_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind_name(kind));
}

void Text::line(std::string_view suffix, Labels labels, Label const* extra, double value) {
    (out_ += name_) += suffix;
    char separator = '{';
    auto append = [&](Label const& label) {
        ((out_ += separator) += label.name) += "=\"";
        append_escaped(out_, label.value);
        out_ += '"';
        separator = ',';
    };
    for (auto const& label : labels) append(label);
    if (extra) append(*extra);
    if (separator == ',') out_ += '}';
    ((out_ += ' ') += number(value)) += '\n';
}

void Text::sample(Labels labels, double value) { line("", labels, nullptr, value); }

void Text::sample(Labels labels, Histogram const& histogram) {
    std::uint64_t count = 0;
    auto bounds = histogram.bounds();
    for (std::size_t i = 0; i <= bounds.size(); ++i) {
        count += histogram.bucket(i);
        auto bound = number(i < bounds.size() ? bounds[i] : INFINITY);
        Label le{"le", bound};
        line("_bucket", labels, &le, static_cast<double>(count));
    }
    line("_sum", labels, nullptr, histogram.sum());
    line("_count", labels, nullptr, static_cast<double>(count));
}

}  // namespace roost::metrics
