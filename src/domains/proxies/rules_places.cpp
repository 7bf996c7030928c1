// rules_places.cpp: an index over the gazetteer's towns by their folded names, and ICU's countries.
#include "domains/proxies/rules_places.h"

#include <GeoIP.h>
#include <unicode/locid.h>
#include <unicode/translit.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/text.h"
#include "domains/proxies/rules_places_data.h"

namespace roost::proxies::rules {

namespace {

constexpr std::uint32_t better_known = 5;      // times as many people as the next town of that name
constexpr std::size_t shortest_beginning = 4;  // "Frankfurt" finds Frankfurt am Main, "San" nothing

struct Town {
    std::string folded;
    char const* name;
    std::string_view country_code;
    std::uint32_t population = 0;
};

/// Lower-case ASCII: "São Paulo" and "Sao Paulo" are one name. Not thread-safe, as ICU's transliterators.
class Folding {
public:
    Folding() {
        UErrorCode failed = U_ZERO_ERROR;
        to_ascii_.reset(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, failed));
        if (U_FAILURE(failed)) throw std::runtime_error(u_errorName(failed));
    }
    std::string fold(std::string_view text) const {
        auto wide =
            icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
        to_ascii_->transliterate(wide);
        std::string folded;
        wide.toUTF8String(folded);
        return folded;
    }

private:
    std::unique_ptr<icu::Transliterator> to_ascii_;
};

std::string english_name(char const* code) {
    icu::UnicodeString wide;
    icu::Locale("", code).getDisplayCountry(icu::Locale::getEnglish(), wide);
    std::string name;
    return wide.toUTF8String(name);
}

/// Everything there is to look up, folded; read once. Thread-safe.
class Gazetteer {
public:
    Gazetteer() {
        read_towns();
        read_countries();
    }

    std::string fold(std::string_view text) {
        std::lock_guard lock(mutex_);
        return folding_.fold(text);
    }
    /// The code of a country; empty when the text names none.
    std::string country_code(std::string const& folded) const {
        auto found = countries_.find(folded);
        return found == countries_.end() ? "" : found->second;
    }
    /// The best known town of that name, or whose name begins with it; in any country when the code is empty.
    Town const* town(std::string const& folded, std::string const& country_code) const {
        if (auto const* exact = best(folded, folded + '\0', country_code)) return exact;
        if (folded.size() < shortest_beginning) return nullptr;
        return best(folded + ' ', folded + '!', country_code);
    }

private:
    void read_towns() {
        for (auto const& town : gazetteer_towns())
            towns_.push_back({folding_.fold(town.name), town.name, town.country_code, town.population});
        std::ranges::sort(towns_, {}, &Town::folded);
    }

    void read_countries() {
        for (auto const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
            icu::Locale country("", *code);
            countries_[folding_.fold(*code)] = *code;
            countries_[folding_.fold(country.getISO3Country())] = *code;
            countries_[folding_.fold(english_name(*code))] = *code;
            icu::Locale own = country;
            UErrorCode failed = U_ZERO_ERROR;
            own.addLikelySubtags(failed);
            icu::UnicodeString wide;
            country.getDisplayCountry(U_SUCCESS(failed) ? own : country, wide);
            std::string name;
            countries_.try_emplace(folding_.fold(wide.toUTF8String(name)), *code);
        }
        countries_["uk"] = "GB";  // what people write, which ISO keeps free
        countries_["united states of america"] = "US";
    }

    Town const* best(std::string const& from, std::string const& to, std::string const& country_code) const {
        auto first = std::ranges::lower_bound(towns_, from, {}, &Town::folded);
        auto last = std::ranges::lower_bound(towns_, to, {}, &Town::folded);
        Town const* largest = nullptr;
        std::uint32_t next = 0;
        for (auto town = first; town != last; ++town) {
            if (!country_code.empty() && town->country_code != country_code) continue;
            if (largest == nullptr || town->population > largest->population) {
                next = largest ? largest->population : 0;
                largest = &*town;
            } else {
                next = std::max(next, town->population);
            }
        }
        return largest && largest->population >= better_known * static_cast<std::uint64_t>(next) ? largest
                                                                                                 : nullptr;
    }

    std::mutex mutex_;  // of the folding; the rest is read only
    Folding folding_;
    std::vector<Town> towns_;
    std::map<std::string, std::string> countries_;
};

Gazetteer& gazetteer() {
    static Gazetteer read;
    return read;
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto end = std::min(text.find_first_of(",/;|"), text.size());
        auto part = text::trim(text.substr(0, end));
        if (!part.empty()) parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// The database, mapped; nothing when its package is missing.
GeoIP* addresses(GeoIPDBTypes type) {
    auto* found = GeoIP_open_type(type, GEOIP_MMAP_CACHE);
    if (found != nullptr) GeoIP_set_charset(found, GEOIP_CHARSET_UTF8);
    return found;
}

}  // namespace

std::optional<Place> find_place(std::string_view text) {
    auto parts = parts_of(text);
    if (parts.empty()) return std::nullopt;
    auto& known = gazetteer();
    auto code = known.country_code(known.fold(parts.back()));
    if (!code.empty()) parts.pop_back();
    if (parts.empty()) return Place{"", english_name(code.c_str())};
    auto const* town = known.town(known.fold(parts.front()), code);
    if (town != nullptr) return Place{town->name, english_name(town->country_code.data())};
    if (code.empty()) return std::nullopt;
    return Place{"", english_name(code.c_str())};
}

std::optional<std::string> country_of_address(std::string const& address) {
    static auto* const four = addresses(GEOIP_COUNTRY_EDITION);
    static auto* const six = addresses(GEOIP_COUNTRY_EDITION_V6);
    bool is_six = address.find(':') != std::string::npos;
    auto* database = is_six ? six : four;
    if (database == nullptr) return std::nullopt;
    auto const* code = is_six ? GeoIP_country_code_by_addr_v6(database, address.c_str())
                              : GeoIP_country_code_by_addr(database, address.c_str());
    if (code == nullptr || std::string_view(code) == "--") return std::nullopt;
    return english_name(code);
}

Proxy settle_place(Proxy proxy) {
    if (!proxy.country.empty() || !proxy.city.empty()) return proxy;
    if (auto place = find_place(proxy.location)) {
        proxy.country = place->country;
        proxy.city = place->city;
    }
    return proxy;
}

}  // namespace roost::proxies::rules
