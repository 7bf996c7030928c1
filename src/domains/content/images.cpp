// images.cpp: pictures as they are accepted, by libvips.
#include "domains/content/images.h"

#include <vips/vips.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <semaphore>

#include "domains/content/errors.h"

namespace roost::content {
namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// Bytes that glib allocated.
struct Buffer {
    Buffer() = default;
    Buffer(Buffer const&) = delete;
    ~Buffer() { g_free(data); }
    std::string text() const { return {static_cast<char const*>(data), size}; }
    void* data = nullptr;
    std::size_t size = 0;
};

Error bad(std::string code, std::string message) {
    return errors::bad_image(ErrorKind::invalid, std::move(code), std::move(message));
}

/// libvips reports through a buffer of its own; a person is told in our words.
Error broken() {
    vips_error_clear();
    return bad("content.broken", "The picture is damaged and cannot be read. Save it again.");
}

/// The type by the first bytes; empty for anything else.
std::string sniff(std::string_view upload) {
    if (upload.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (upload.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
    if (upload.starts_with("RIFF") && upload.substr(std::min<std::size_t>(8, upload.size()), 4) == "WEBP")
        return "image/webp";
    return {};
}

/// Opens with the loader of that type only; pixels are decoded when they are asked for.
Image open(std::string_view upload, std::string_view mime) {
    VipsImage* image = nullptr;
    auto* data = const_cast<char*>(upload.data());  // libvips takes void* and only reads
    auto size = upload.size();
    if (mime == "image/jpeg")
        vips_jpegload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    else if (mime == "image/png")
        vips_pngload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    else vips_webpload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    return Image(image);
}

/// How large it is when it stands upright.
struct Size {
    int width, height;
};
Size upright_size(VipsImage* image) {
    Size size{vips_image_get_width(image), vips_image_get_height(image)};
    if (vips_image_get_orientation_swap(image) != 0) std::swap(size.width, size.height);
    return size;
}

Result<void> check_size(VipsImage* image) {
    if (vips_image_get_n_pages(image) > 1)
        return bad("content.animated", "Moving pictures are not supported. Save one frame.");
    auto [width, height] = upright_size(image);
    auto [low, high] = std::minmax(width, height);
    auto is = "The picture is " + std::to_string(width) + " × " + std::to_string(height) + " pixels; ";
    if (high > image_side_max) {
        return bad("content.too_many_pixels",
                   is + "at most " + std::to_string(image_side_max) + " a side are allowed.");
    }
    if (low < image_side_min) {
        return bad("content.too_small",
                   is + "at least " + std::to_string(image_side_min) + " a side are needed.");
    }
    if (high > low * image_aspect_max) {
        return bad("content.aspect", is + "the longer side may be at most " +
                                         std::to_string(image_aspect_max) + " times the shorter.");
    }
    return {};
}

/// Whether the file says more than its pixels: where and with what it was taken, comments, a rotation.
bool must_be_rewritten(VipsImage* image) {
    if (vips_image_get_orientation(image) != 1) return true;
    if (vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK) return true;
    char** fields = vips_image_get_fields(image);
    bool found = false;
    for (char** field = fields; *field != nullptr; ++field) {
        std::string_view name = *field;
        for (auto prefix : {"exif-", "xmp-", "iptc-", "photoshop-", "png-comment", "jpeg-thumbnail"}) {
            found = found || name.starts_with(prefix);
        }
    }
    g_strfreev(fields);
    return found;
}

/// Upright, in sRGB, without metadata, in the same format.
Result<std::string> rewrite(Image image, std::string_view mime) {
    VipsImage* next = nullptr;
    if (vips_autorot(image.get(), &next, nullptr) != 0) return broken();
    image.reset(next);
    next = nullptr;
    bool profile = vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0;
    if (profile && vips_icc_transform(image.get(), &next, "srgb", "embedded", TRUE, nullptr) == 0) {
        image.reset(next);
    } else if (vips_image_get_interpretation(image.get()) == VIPS_INTERPRETATION_CMYK) {
        if (vips_colourspace(image.get(), &next, VIPS_INTERPRETATION_sRGB, nullptr) != 0) return broken();
        image.reset(next);
    }
    Buffer out;
    int failed =
        mime == "image/jpeg"
            ? vips_jpegsave_buffer(image.get(), &out.data, &out.size, "Q", 92, "strip", TRUE, nullptr)
        : mime == "image/png"
            ? vips_pngsave_buffer(image.get(), &out.data, &out.size, "strip", TRUE, nullptr)
            : vips_webpsave_buffer(image.get(), &out.data, &out.size, "Q", 92, "strip", TRUE, nullptr);
    if (failed != 0) return broken();
    vips_error_clear();  // a profile that could not be applied is no reason to refuse
    return out.text();
}

/// Decodes every pixel, so that a file cut off in the middle is found here.
Result<std::string> make_thumbnail(std::string_view bytes, std::string_view mime) {
    auto image = open(bytes, mime);
    VipsImage* small = nullptr;
    if (!image || vips_thumbnail_image(image.get(), &small, thumbnail_side, "height", thumbnail_side, "size",
                                       VIPS_SIZE_DOWN, nullptr) != 0) {
        return broken();
    }
    image.reset(small);
    if (vips_image_hasalpha(image.get()) != 0) {
        VipsImage* flat = nullptr;
        std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(
            vips_array_double_newv(1, 255.0), [](VipsArrayDouble* a) { vips_area_unref(VIPS_AREA(a)); });
        if (vips_flatten(image.get(), &flat, "background", white.get(), nullptr) != 0) return broken();
        image.reset(flat);
    }
    Buffer out;
    if (vips_jpegsave_buffer(image.get(), &out.data, &out.size, "Q", 80, "strip", TRUE, nullptr) != 0)
        return broken();
    return out.text();
}

}  // namespace

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("roost") != 0) throw std::logic_error("libvips does not start");
        vips_concurrency_set(1);
        // Damaged uploads are answered, not written to the error stream.
        g_log_set_handler(
            "VIPS", G_LOG_LEVEL_WARNING, [](char const*, GLogLevelFlags, char const*, void*) {}, nullptr);
        vips_cache_set_max(0);
    });
}

Result<CheckedImage> check_image(std::string_view upload) {
    static std::counting_semaphore<2> slots{2};
    if (upload.size() > image_bytes_max) {
        return errors::bad_image(ErrorKind::too_large, "content.too_large",
                                 "A picture may have at most 30 MB.");
    }
    CheckedImage checked;
    checked.mime = sniff(upload);
    if (checked.mime.empty()) {
        return errors::bad_image(ErrorKind::unsupported_type, "content.unsupported_type",
                                 "This is no JPEG, PNG or WebP picture.");
    }
    slots.acquire();
    std::unique_ptr<std::counting_semaphore<2>, void (*)(std::counting_semaphore<2>*)> release(
        &slots, [](auto* s) { s->release(); });
    start_vips();
    auto image = open(upload, checked.mime);
    if (!image) return broken();
    TRY(check_size(image.get()));
    auto [width, height] = upright_size(image.get());
    checked.width = width;
    checked.height = height;
    checked.thumbnail = TRY(make_thumbnail(upload, checked.mime));
    checked.bytes =
        must_be_rewritten(image.get()) ? TRY(rewrite(std::move(image), checked.mime)) : std::string(upload);
    return checked;
}

}  // namespace roost::content
