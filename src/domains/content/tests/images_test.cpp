// images_test.cpp: what is taken as a picture, and what is left of it.
#include "domains/content/images.h"

#include <gtest/gtest.h>
#include <vips/vips.h>

#include <filesystem>

#include "core/crypto/random.h"
#include "domains/content/image_files.h"

namespace roost::content {
namespace {

/// A picture of one colour in the wanted format (".jpg", ".png", ".webp"), with a comment if asked for.
std::string draw(int width, int height, char const* suffix, char const* exif_artist = nullptr,
                 int orientation = 1) {
    VIPS_INIT("test");
    VipsImage* black = nullptr;
    vips_black(&black, width, height, "bands", 3, nullptr);
    VipsImage* image = nullptr;
    vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    if (exif_artist != nullptr) vips_image_set_string(image, "exif-ifd0-Artist", exif_artist);
    if (orientation != 1) vips_image_set_int(image, VIPS_META_ORIENTATION, orientation);
    void* data = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(vips_image_write_to_buffer(image, suffix, &data, &size, nullptr), 0) << vips_error_buffer();
    std::string bytes(static_cast<char*>(data), size);
    g_free(data);
    g_object_unref(image);
    g_object_unref(black);
    return bytes;
}

std::string code_of(std::string_view upload) {
    auto checked = check_image(upload);
    return checked.ok() ? "ok" : checked.error().code;
}

TEST(images, jpeg_png_and_webp_are_taken_by_their_bytes) {
    // shows CNT-1
    std::pair<char const*, char const*> const formats[] = {
        {".jpg", "image/jpeg"}, {".png", "image/png"}, {".webp", "image/webp"}};
    for (auto [suffix, mime] : formats) {
        auto checked = check_image(draw(640, 480, suffix));
        ASSERT_TRUE(checked.ok()) << suffix << checked.error().detail;
        EXPECT_EQ(checked->mime, mime);
        EXPECT_EQ(checked->width, 640);
        EXPECT_EQ(checked->height, 480);
        EXPECT_TRUE(checked->thumbnail.starts_with("\xFF\xD8\xFF"));
    }
}

TEST(images, what_is_no_good_picture_is_refused_in_words) {
    // shows CNT-1
    auto jpeg = draw(640, 480, ".jpg");
    EXPECT_EQ(code_of(""), "content.unsupported_type");
    EXPECT_EQ(code_of("GIF89a......"), "content.unsupported_type");
    EXPECT_EQ(code_of("<svg xmlns='http://www.w3.org/2000/svg'/>"), "content.unsupported_type");
    EXPECT_EQ(code_of("\xFF\xD8\xFF but no picture"), "content.broken");
    EXPECT_EQ(code_of(std::string_view(jpeg).substr(0, jpeg.size() / 2)), "content.broken");
    EXPECT_EQ(code_of(draw(63, 100, ".png")), "content.too_small");
    EXPECT_EQ(code_of(draw(8200, 4000, ".png")), "content.too_many_pixels");
    EXPECT_EQ(code_of(draw(600, 100, ".png")), "content.aspect");
    EXPECT_EQ(code_of(std::string(image_bytes_max + 1, '\xFF')), "content.too_large");
    auto small = check_image(draw(63, 100, ".png"));
    EXPECT_NE(small.error().detail.find("63 × 100"), std::string::npos);
}

TEST(images, a_picture_without_metadata_is_kept_byte_by_byte) {
    auto png = draw(200, 200, ".png[strip]");
    EXPECT_EQ(check_image(png)->bytes, png);
}

TEST(images, metadata_is_removed_and_rotation_applied) {
    // shows CNT-1
    auto photo = draw(640, 480, ".jpg", "Secret Person", 6);
    ASSERT_NE(photo.find("Secret Person"), std::string::npos);
    auto checked = check_image(photo);
    ASSERT_TRUE(checked.ok()) << checked.error().detail;
    EXPECT_EQ(checked->bytes.find("Secret Person"), std::string::npos);
    EXPECT_EQ(checked->bytes.find("Exif"), std::string::npos);
    EXPECT_EQ(checked->width, 480) << "it stood on its side";
    EXPECT_EQ(check_image(checked->bytes)->width, 480);
    EXPECT_EQ(check_image(checked->bytes)->bytes, checked->bytes) << "checking again changes nothing";
}

TEST(images, files_are_named_by_their_bytes_and_survive_being_put_twice) {
    // shows CNT-7
    auto folder = std::filesystem::temp_directory_path() / ("roost-images-" + SystemRandom().hex(8));
    ImageFiles files{folder};
    auto image = *check_image(draw(300, 200, ".png"));
    auto sha256 = *files.put(WorkspaceId{1}, image);
    EXPECT_EQ(*files.put(WorkspaceId{1}, image), sha256);
    EXPECT_TRUE(files.exists(WorkspaceId{1}, sha256));
    EXPECT_FALSE(files.exists(WorkspaceId{2}, sha256));
    EXPECT_EQ(std::filesystem::file_size(files.picture(WorkspaceId{1}, sha256)), image.bytes.size());
    files.remove(WorkspaceId{1}, sha256);
    EXPECT_FALSE(files.exists(WorkspaceId{1}, sha256));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace roost::content
