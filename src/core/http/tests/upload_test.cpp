// upload_test.cpp: bodies of upload routes: sealed files, form fields, and nothing left behind.
#include <rapidcheck/gtest.h>

#include <fstream>

#include "core/crypto/sealed_file.h"
#include "core/http/multipart.h"
#include "core/http/tests/fixture.h"

namespace roost::http {
namespace {

struct Collected final : PartSink {
    struct Part {
        PartHead head;
        std::string data;
        bool ended = false;
    };
    std::vector<Part> parts;
    Result<void> begin_part(PartHead head) override {
        parts.push_back({std::move(head), "", false});
        return {};
    }
    Result<void> part_data(std::string_view data) override {
        parts.back().data += data;
        return {};
    }
    Result<void> end_part() override {
        parts.back().ended = true;
        return {};
    }
};

Result<void> parse(std::string_view body, std::size_t piece, Collected& into,
                   std::string_view boundary = "b") {
    MultipartParser parser(boundary, into);
    for (std::size_t at = 0; at < body.size(); at += piece) TRY(parser.feed(body.substr(at, piece)));
    return parser.finish();
}

TEST(Multipart, is_the_same_in_pieces_of_any_size) {
    std::string body =
        "ignored preamble\r\n--b\r\nContent-Disposition: form-data; name=\"model_id\"\r\n\r\n17\r\n"
        "--b  \r\ncontent-disposition: form-data; name=\"file\"; filename=\"a "
        "\\\"b\\\".csv\"\r\nContent-Type: text/csv\r\n\r\n"
        "line\r\n--not a boundary\r\n--b-ish\r\r\n\r\n--b\r\nContent-Disposition: form-data; "
        "name=empty\r\n\r\n\r\n--b--\r\nepilogue";
    // `--b-ish` starts with the delimiter: a boundary followed by something else is malformed.
    Collected malformed;
    EXPECT_FALSE(parse(body, 7, malformed).ok());
    body.replace(body.find("--b-ish"), 7, "--c-ish");
    for (std::size_t piece = 1; piece <= body.size(); ++piece) {
        Collected found;
        auto done = parse(body, piece, found);
        ASSERT_TRUE(done.ok()) << piece << ": " << done.error().detail;
        ASSERT_EQ(found.parts.size(), 3u);
        EXPECT_EQ(found.parts[0].head.name, "model_id");
        EXPECT_EQ(found.parts[0].data, "17");
        EXPECT_EQ(found.parts[1].head.file_name, "a \"b\".csv");
        EXPECT_EQ(found.parts[1].head.content_type, "text/csv");
        EXPECT_EQ(found.parts[1].data, "line\r\n--not a boundary\r\n--c-ish\r\r\n");
        EXPECT_EQ(found.parts[2].data, "");
        EXPECT_TRUE(found.parts[2].ended);
    }
}

TEST(Multipart, what_is_cut_off_or_broken_is_malformed) {
    for (std::string_view body :
         {"", "--b", "--b\r\n", "--b--x", "--bx\r\n", "no boundary at all",
          "--b\r\nContent-Disposition: form-data; name=x\r\n\r\nabc", "--b\r\n\r\ndata\r\n--b--",
          "--b\r\nContent-Disposition: attachment; name=x\r\n\r\n\r\n--b--",
          "--b\r\nno colon\r\n\r\n\r\n--b--",
          "--b\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\r\n--b--"}) {
        Collected found;
        auto done = parse(body, 3, found);
        if (body == "--b--x") continue;  // an epilogue without line end is tolerated
        ASSERT_FALSE(done.ok()) << body;
        EXPECT_EQ(done.error().code, "request.malformed_upload");
    }
    Collected found;
    EXPECT_FALSE(parse("--b\r\n" + std::string(20'000, 'h'), 1000, found).ok());
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/form-data; charset=utf-8; boundary=x"), "x");
    for (auto type :
         {"multipart/form-data", "multipart/mixed; boundary=x", "multipart/form-data; boundary=", ""}) {
        EXPECT_FALSE(multipart_boundary(type)) << type;
    }
}

RC_GTEST_PROP(MultipartProperty, any_files_arrive_as_they_were_sent, ()) {
    auto const files = *rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::element('\r', '\n', '-', 'b', 'x')));
    auto const piece = *rc::gen::inRange<std::size_t>(1, 50);
    std::string const boundary = "bbxbb";
    std::string body;
    for (auto const& file : files) {
        RC_PRE(("\r\n" + file + "\r\n").find("\r\n--" + boundary) == std::string::npos);
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n" + file +
                "\r\n";
    }
    Collected found;
    RC_ASSERT(parse(body + "--" + boundary + "--\r\n", piece, found, boundary).ok());
    RC_ASSERT(found.parts.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i) RC_ASSERT(found.parts[i].data == files[i]);
}

class Uploads : public testing::HttpFixture {
protected:
    void SetUp() override {
        Routes routes{{Method::post, "/api/upload", "upload", Area::accounts, Permission::manage, Rate::write,
                       [this](Request const& request) -> Result<Response> {
                           seen = request;
                           if (request.query_param("keep")) request.files.at(0).keep();
                           boost::json::array texts;
                           for (auto const& file : request.files)
                               texts.push_back(boost::json::string(read(file.path)));
                           return Response::ok({{"files", texts}});
                       },
                       Body::upload(3'000'000)}};
        start(std::move(routes));
    }

    std::string read(std::filesystem::path const& path) {
        auto reader = crypto::SealedFileReader::open(path, keys);
        if (!reader.ok()) return "unreadable";
        std::string all;
        while (true) {
            auto piece = (*reader)->next();
            if (!piece.ok() || piece->empty()) return all;
            all += *piece;
        }
    }
    std::size_t files_left() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(options.upload_dir), {}));
    }
    roost::testing::Answer send(std::string const& type, std::string const& body,
                                std::string const& query = "", std::string const& token = "owner") {
        auto c = client();
        return c.request("POST", "/api/upload" + query,
                         {{"Authorization", "Bearer " + token}, {"Content-Type", type}}, body);
    }
    /// The request keeps its files; let go of them.
    void let_go() {
        seen = {};
        for (int i = 0; i < 1000 && files_left() > 0; ++i) std::this_thread::yield();
    }

    Request seen;
};

TEST_F(Uploads, raw_bodies_become_one_sealed_file) {
    std::string body = "user;password\n" + std::string(2'000'000, 'p');
    auto answer = send("text/csv", body, "?filename=accounts.csv");
    EXPECT_EQ(answer.status, 200);
    ASSERT_EQ(seen.files.size(), 1u);
    EXPECT_EQ(seen.files[0].file_name, "accounts.csv");
    EXPECT_EQ(seen.files[0].bytes, static_cast<std::int64_t>(body.size()));
    EXPECT_EQ(read(seen.files[0].path), body);
    std::ifstream sealed(seen.files[0].path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(sealed)), {});
    EXPECT_EQ(bytes.find("password"), std::string::npos);
    let_go();
    EXPECT_EQ(files_left(), 0u);
}

TEST_F(Uploads, multipart_bodies_become_fields_and_files) {
    auto answer =
        send("multipart/form-data; boundary=b",
             "--b\r\nContent-Disposition: form-data; name=\"attest\"\r\n\r\ntrue\r\n"
             "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nAAA\r\n"
             "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.txt\"\r\n\r\nBBB\r\n"
             "--b\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--b--\r\n");
    EXPECT_EQ(answer.body, R"({"files":["AAA","BBB"]})");
    EXPECT_EQ(seen.form.at("attest"), "true");
    EXPECT_EQ(seen.files.size(), 2u);
}

TEST_F(Uploads, a_handler_that_keeps_a_file_has_it_afterwards) {
    send("text/plain", "kept", "?keep=1");
    auto path = seen.files.at(0).path;
    seen = {};
    for (int i = 0; i < 100; ++i) std::this_thread::yield();
    EXPECT_EQ(read(path), "kept");
}

TEST_F(Uploads, refused_ones_leave_nothing_behind) {
    std::string start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" +
                        std::string(200'000, 'x');
    EXPECT_EQ(send("multipart/form-data; boundary=b", start).status, 400);
    EXPECT_EQ(send("multipart/form-data", "x").status, 400);
    EXPECT_EQ(send("text/plain", std::string(3'000'001, 'x')).status, 413);
    EXPECT_EQ(send("text/plain", "x", "", "viewer").status, 403);
    EXPECT_EQ(send("text/plain", "x", "", "nobody").status, 401);
    {
        auto gone = client();
        gone.send(
            "POST /api/upload HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer owner\r\nContent-Type: "
            "text/plain\r\n"
            "Content-Length: 1000000\r\n\r\n" +
            std::string(300'000, 'x'));
    }
    auto c = client();
    c.send(
        "POST /api/upload HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer owner\r\nContent-Type: text/plain\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 40; ++i) c.send("186a0\r\n" + std::string(100'000, 'x') + "\r\n");
    EXPECT_EQ(c.receive()->status, 413);
    for (int i = 0; i < 100'000 && files_left() > 0; ++i) std::this_thread::yield();
    EXPECT_EQ(files_left(), 0u);
}

TEST_F(Uploads, json_is_no_file) {
    EXPECT_EQ(send("application/json; charset=utf-8", R"({"a":1})").status, 415);
    EXPECT_EQ(files_left(), 0u);
}

}  // namespace
}  // namespace roost::http
