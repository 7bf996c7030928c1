// seed_pictures.cpp: portraits and scenes as SVG, rendered by libvips.
#include "domains/content/seed_pictures.h"

#include <fmt/format.h>
#include <vips/vips.h>

#include <array>
#include <memory>

#include "core/crypto/random.h"
#include "domains/content/images.h"

namespace roost::content {
namespace {

/// Ground, its darker half, something warm, something dark.
struct Palette {
    char const* light;
    char const* deep;
    char const* warm;
    char const* dark;
    char const* skin;
    char const* hair;
};
constexpr std::array<Palette, 5> palettes{{
    {"#f6d9b8", "#c9795b", "#f2b35d", "#3d3a5c", "#e8b48c", "#4a2c23"},
    {"#d7ece5", "#4f9d8b", "#f08a5d", "#1f3b4d", "#f0c6a4", "#b5651d"},
    {"#f9e7c4", "#d98e32", "#b8433f", "#3b2a1f", "#c68642", "#1c1410"},
    {"#dfe3ee", "#7a86b6", "#d6b25e", "#23263b", "#d9a074", "#2b2b2b"},
    {"#eee6da", "#a99985", "#c96f4a", "#4b4038", "#e6d3bd", "#7b6a5a"},
}};

struct Canvas {
    int width;
    int height;
};

Canvas canvas_of(ContentType type) {
    switch (type) {
        case ContentType::post:
            return {640, 800};
        case ContentType::story:
            return {540, 960};
        default:
            return {480, 480};
    }
}

/// A number from `low` to `high`, the next of the picture's own sequence.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    int roll(int low, int high) { return low + static_cast<int>(random_.next_unit() * (high - low + 1)); }

private:
    SeededRandom random_;
};

std::string backdrop(Palette const& p, Canvas c, Dice& dice) {
    return fmt::format(
        R"s(<defs><linearGradient id="g" x1="0" y1="0" x2="{}" y2="1"><stop offset="0" stop-color="{}"/>)s"
        R"s(<stop offset="1" stop-color="{}"/></linearGradient></defs>)s"
        R"s(<rect width="{}" height="{}" fill="url(#g)"/><circle cx="{}" cy="{}" r="{}" fill="{}" opacity="0.85"/>)s",
        dice.roll(0, 1), p.light, p.deep, c.width, c.height, dice.roll(c.width / 5, c.width * 4 / 5),
        dice.roll(c.height / 6, c.height / 3), dice.roll(c.width / 9, c.width / 5), p.warm);
}

/// Head, hair and shoulders; the number turns the light and changes clothes and hair.
std::string portrait(Palette const& p, int number) {
    int tilt = (number * 37) % 11 - 5;
    char const* cloth = number % 2 == 0 ? p.dark : p.warm;
    auto hair =
        number % 3 == 2
            ? fmt::format(R"s(<circle cx="240" cy="104" r="46" fill="{0}"/>)s", p.hair)
            : fmt::format(R"s(<path d="M150 190 Q140 340 176 372 L304 372 Q340 340 330 190 Z" fill="{0}"/>)s",
                          p.hair);
    return fmt::format(
        R"s(<g transform="rotate({} 240 300)">{}<path d="M70 480 Q84 360 240 352 Q396 360 410 480 Z" fill="{}"/>)s"
        R"s(<path d="M206 300 L206 366 Q240 396 274 366 L274 300 Z" fill="{}"/>)s"
        R"s(<ellipse cx="240" cy="232" rx="78" ry="98" fill="{}"/>)s"
        R"s(<path d="M156 236 Q150 118 240 116 Q330 118 324 236 Q316 176 262 166 Q196 172 156 236 Z" fill="{}"/>)s"
        R"s(<circle cx="211" cy="236" r="6" fill="{}"/><circle cx="269" cy="236" r="6" fill="{}"/>)s"
        R"s(<path d="M214 278 Q240 {} 266 278" stroke="{}" stroke-width="6" fill="none" stroke-linecap="round"/></g>)s",
        tilt, hair, cloth, p.skin, p.skin, p.hair, p.dark, p.dark, 292 + number % 3 * 4, p.dark);
}

/// The brand has a pot where people have a face.
std::string pot(Palette const& p, int x, int base, int size, bool dark) {
    return fmt::format(
        R"s(<path d="M{} {} q{} {} {} {} q{} {} {} {} q{} {} {} {} z" fill="{}"/><ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="{}"/>)s",
        x - size / 3, base, -size / 3, -size / 2, size / 12, -size, size / 4, -size / 8, size / 2, 0,
        size * 5 / 12, size / 2, size / 12, size, dark ? p.dark : p.warm, x, base - size, size / 4, size / 16,
        p.light);
}

std::string hills(Palette const& p, Canvas c, Dice& dice) {
    std::string out;
    for (int row = 0; row < 4; ++row) {
        int y = c.height * (55 + row * 12) / 100;
        out += fmt::format(
            R"s(<path d="M0 {} Q{} {} {} {} T{} {} L{} {} L0 {} Z" fill="{}" opacity="{:.2f}"/>)s", y,
            c.width / 4, y - dice.roll(20, c.height / 7), c.width / 2, y - dice.roll(0, 30), c.width,
            y - dice.roll(-20, 50), c.width, c.height, c.height, p.dark, 0.35 + row * 0.18);
    }
    return out;
}

std::string weights(Palette const& p, Canvas c, Dice& dice) {
    std::string out;
    for (int row = 0; row < 3; ++row) {
        int y = c.height * (58 + row * 13) / 100;
        int x = dice.roll(c.width / 8, c.width / 4);
        int w = c.width - 2 * x;
        out += fmt::format(R"s(<rect x="{}" y="{}" width="{}" height="10" fill="{}"/>)s", x, y, w, p.dark);
        for (int plate = 0; plate < 3; ++plate) {
            int h = 84 - plate * 18;
            for (int at : {x + plate * 18, x + w - 14 - plate * 18}) {
                out += fmt::format(R"s(<rect x="{}" y="{}" width="14" height="{}" rx="5" fill="{}"/>)s", at,
                                   y + 5 - h / 2, h, plate == 1 ? p.warm : p.dark);
            }
        }
    }
    return out;
}

std::string bowls(Palette const& p, Canvas c, Dice& dice) {
    std::string out = fmt::format(R"s(<rect y="{}" width="{}" height="{}" fill="{}" opacity="0.9"/>)s",
                                  c.height * 7 / 10, c.width, c.height, p.dark);
    for (int n = 0; n < 2; ++n) {
        int x = c.width * (30 + n * 40) / 100;
        int r = dice.roll(c.width / 8, c.width / 6);
        int y = c.height * 7 / 10 - r / 2;
        out += fmt::format(R"s(<path d="M{} {} a{} {} 0 0 0 {} 0 z" fill="{}"/>)s", x - r, y, r, r, 2 * r,
                           p.warm);
        for (int wisp = -1; wisp <= 1; ++wisp) {
            int sx = x + wisp * r / 2;
            out += fmt::format(
                R"s(<path d="M{} {} q{} -24 0 -48 q-{} -24 0 -48" stroke="{}" stroke-width="5" fill="none" opacity="0.7"/>)s",
                sx, y - 14, dice.roll(8, 22), dice.roll(8, 22), p.light);
        }
    }
    return out;
}

std::string skyline(Palette const& p, Canvas c, Dice& dice) {
    std::string out;
    for (int x = -10; x < c.width;) {
        int w = dice.roll(c.width / 12, c.width / 6);
        int h = dice.roll(c.height / 4, c.height * 6 / 10);
        out += fmt::format(R"s(<rect x="{}" y="{}" width="{}" height="{}" fill="{}" opacity="0.{}"/>)s", x,
                           c.height - h, w, h, p.dark, dice.roll(70, 95));
        for (int y = c.height - h + 24; y < c.height - 30; y += 46) {
            if (dice.roll(0, 2) > 0) {
                out +=
                    fmt::format(R"s(<rect x="{}" y="{}" width="{}" height="16" fill="{}" opacity="0.8"/>)s",
                                x + w / 4, y, w / 3, p.warm);
            }
        }
        x += w + 4;
    }
    return out;
}

std::string shelf(Palette const& p, Canvas c, Dice& dice) {
    int y = c.height * 8 / 10;
    auto out = fmt::format(R"s(<rect y="{}" width="{}" height="14" fill="{}"/>)s", y, c.width, p.dark);
    for (int n = 0; n < 3; ++n) {
        out += pot(p, c.width * (22 + n * 28) / 100, y, dice.roll(c.width / 4, c.width * 2 / 5), n % 2 == 1);
    }
    return out;
}

std::string scene(std::size_t model, Canvas c, Dice& dice) {
    auto const& p = palettes[model];
    switch (model) {
        case 0:
            return hills(p, c, dice);
        case 1:
            return weights(p, c, dice);
        case 2:
            return bowls(p, c, dice);
        case 3:
            return skyline(p, c, dice);
        default:
            return shelf(p, c, dice);
    }
}

std::string drawing(ContentType type, std::size_t model, int number) {
    auto const& p = palettes[model];
    auto c = canvas_of(type);
    Dice dice(model * 1000 + static_cast<std::uint64_t>(type) * 100 + static_cast<std::uint64_t>(number) + 1);
    auto out = fmt::format(R"s(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">)s", c.width,
                           c.height);
    out += backdrop(p, c, dice);
    bool brand = model + 1 == palettes.size();
    if (type != ContentType::pfp) out += scene(model, c, dice);
    else if (brand) out += pot(p, 240, 420, 300 - number * 30, number % 2 == 1);
    else out += portrait(p, number);
    return out + "</svg>";
}

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

}  // namespace

Result<std::string> draw_picture(ContentType type, std::size_t model, int number) {
    start_vips();
    auto svg = drawing(type, model % palettes.size(), number);
    VipsImage* drawn = nullptr;
    if (vips_svgload_buffer(svg.data(), svg.size(), &drawn, nullptr) != 0) {
        return errors::internal(std::string("libvips can't draw: ") + vips_error_buffer());
    }
    Image image(drawn);
    VipsImage* flat = nullptr;
    if (vips_flatten(image.get(), &flat, nullptr) != 0) return errors::internal(vips_error_buffer());
    image.reset(flat);
    void* data = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(image.get(), &data, &size, "Q", 85, "strip", TRUE, nullptr) != 0) {
        return errors::internal(vips_error_buffer());
    }
    std::string bytes(static_cast<char const*>(data), size);
    g_free(data);
    return bytes;
}

}  // namespace roost::content
