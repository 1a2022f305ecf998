// Files of films as the real program keeps them, in a folder and in a real bucket: the same is expected of both.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/media.h"
#include "tests/support/minio.h"
#include "tests/support/ports.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using testing::HasSubstr;

const std::string kPassword = "violet tram beyond seven";
const WebHeaders kPng = {{"Content-Type", "image/png"}};
const WebHeaders kMp4 = {{"Content-Type", "video/mp4"}};

enum class Store : std::uint8_t { kFolder, kS3 };

// One for the whole program; the tests' keys begin with their databases' own ids.
const Minio& TheMinio() {
  static const Minio minio;
  return minio;
}

class FilmFiles : public testing::TestWithParam<Store> {
 protected:
  void Open(std::vector<std::string> settings = {}) {
    LoadFilms(database_, 3);
    for (const auto& setting : Settings()) settings.push_back(setting);
    server_.emplace(database_.Dsn(database_.CreateRole("IN ROLE walcast_editor")), settings);
    server_->Start();
    web_ = SignIn("vera", "editor");
    film_ = database_.Value("SELECT id FROM content.film_work ORDER BY id LIMIT 1");
    path_ = "/api/admin/films/" + film_;
    catalogue_ = database_.Value("SELECT catalogue FROM admin.file_store");
  }

  std::vector<std::string> Settings() const {
    if (GetParam() == Store::kS3) return TheMinio().Settings();
    return {"files.store=folder", "files.folder=" + folder_.string()};
  }

  std::unique_ptr<Web> SignIn(const std::string& name, const std::string& role) {
    const auto added = server_->Command({"user", "add", name, "--role", role, "--password-stdin"}, kPassword + "\n");
    EXPECT_EQ(added.exit, 0) << added.output;
    auto web = std::make_unique<Web>(server_->url());
    const auto reply = web->Post("/api/session", {{"name", name}, {"password", kPassword}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status == 200) web->csrf = reply.Json().at("csrf").get<std::string>();
    return web;
  }

  WebReply Put(const std::string& kind, const std::string& bytes, WebHeaders headers = kPng,
               const std::string& name = "a.png") {
    return web_->Send("PUT", path_ + "/files/" + kind + "?name=" + name, bytes, std::move(headers));
  }
  WebReply Files() { return web_->Get(path_ + "/files"); }

  // What lies in the storage for this database.
  std::size_t Objects() const {
    std::size_t count = 0;
    if (GetParam() == Store::kS3) {
      for (const auto& key : TheMinio().Keys()) count += key.starts_with("test/" + catalogue_ + "/") ? 1 : 0;
      return count;
    }
    std::error_code none;
    for (std::filesystem::recursive_directory_iterator at(folder_ / catalogue_, none), end; !none && at != end; ++at)
      count += at->is_regular_file() ? 1 : 0;
    return count;
  }
  std::size_t Uploads() const {  // that are under way, or broke off
    std::error_code none;
    std::size_t count = 0;
    for (std::filesystem::directory_iterator at(folder_ / "incoming", none), end; !none && at != end; ++at) ++count;
    return count;
  }
  std::string Rows() { return database_.Value("SELECT count(*) FROM content.film_file"); }
  std::string Sweep(const std::string& grace) {
    const auto swept = server_->Command({"files", "sweep", "--set", "files.grace=" + grace});
    EXPECT_EQ(swept.exit, 0) << swept.output;
    return swept.output;
  }
  std::string Tag() { return web_->Get(path_).Header("etag"); }

  TestDatabase database_;
  Scratch scratch_;
  const std::filesystem::path folder_ = scratch_.path() / "files";
  std::optional<AdminServer> server_;
  std::unique_ptr<Web> web_;
  std::string film_, path_, catalogue_;
};

TEST_P(FilmFiles, AreUploadedListedReadAndTakenAway) {
  ASSERT_NO_FATAL_FAILURE(Open());
  const auto none = Files().Json();
  EXPECT_TRUE(none["files"].empty());
  EXPECT_EQ(none["kinds"][0]["kind"], "poster");
  const auto put = Put("poster", Png(5000), kPng, "%D0%9F%D0%BB%D0%B0%D0%BA%D0%B0%D1%82.png");
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.Json()["name"], "Плакат.png");
  EXPECT_EQ(put.Json()["size"], 5000);
  EXPECT_EQ(put.Json()["created_by"], "vera");
  EXPECT_EQ(Files().Json()["files"], nlohmann::json::array({put.Json()}));
  const auto got = web_->Get(path_ + "/files/poster");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, Png(5000));
  EXPECT_EQ(got.Header("content-type"), "image/png");
  EXPECT_EQ(got.Header("content-length"), "5000");
  EXPECT_EQ(got.Header("x-content-type-options"), "nosniff");
  EXPECT_EQ(got.Header("etag"), '"' + put.Json()["sha256"].get<std::string>() + '"');
  EXPECT_THAT(got.Header("content-disposition"), HasSubstr("inline; filename="));
  EXPECT_THAT(got.Header("content-disposition"), HasSubstr("UTF-8''%D0%9F%D0%BB%D0%B0%D0%BA%D0%B0%D1%82.png"));
  EXPECT_THAT(web_->Get(path_ + "/files/poster?download=true").Header("content-disposition"), HasSubstr("attachment"));
  EXPECT_EQ(web_->Get(path_ + "/files/poster", {{"If-None-Match", got.Header("etag")}}).status, 304);
  const auto head = web_->Send("HEAD", path_ + "/files/poster");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-length"), "5000");
  EXPECT_EQ(Objects(), 1u);
  EXPECT_EQ(web_->Delete(path_ + "/files/poster").status, 204);
  EXPECT_EQ(web_->Get(path_ + "/files/poster").status, 404);
  EXPECT_EQ(web_->Delete(path_ + "/files/poster").status, 404);
  EXPECT_EQ(Objects(), 0u) << "the bytes go with the file";
  EXPECT_EQ(database_.Value("SELECT count(*) FROM admin.file_removed"), "0");
}

TEST_P(FilmFiles, AreReadInParts) {
  ASSERT_NO_FATAL_FAILURE(Open());
  const auto film = Mp4(300'000);
  ASSERT_EQ(Put("video", film, kMp4).status, 200);
  const auto part = [&](const std::string& range) {
    return web_->Get(path_ + "/files/video", {{"Range", "bytes=" + range}});
  };
  const auto middle = part("100000-200000");
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(middle.Header("content-range"), "bytes 100000-200000/300000");
  EXPECT_EQ(middle.Header("content-length"), "100001");
  EXPECT_EQ(middle.body, film.substr(100'000, 100'001));
  EXPECT_EQ(part("-10").body, film.substr(299'990));
  EXPECT_EQ(part("299999-").body, film.substr(299'999));
  const auto behind = part("300000-");
  EXPECT_EQ(behind.status, 416);
  EXPECT_EQ(behind.Header("content-range"), "bytes */300000");
  EXPECT_EQ(web_->Get(path_ + "/files/video").body, film);
}

TEST_P(FilmFiles, ThatAreReplacedLeaveTheirPlaceAndAreInTheHistory) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  ASSERT_EQ(Put("poster", Jpeg(), {{"Content-Type", "image/jpeg"}}, "b.jpg").status, 200);
  EXPECT_EQ(Objects(), 1u);
  EXPECT_EQ(web_->Get(path_ + "/files/poster").body, Jpeg());
  const auto told = web_->Get("/api/admin/history?object_type=film&object_id=" + film_).Json();
  ASSERT_EQ(told.size(), 2u) << told.dump();
  EXPECT_EQ(told[0]["object_type"], "film_file");
  EXPECT_EQ(told[0]["action"], "update");
  EXPECT_THAT(told[0]["object_name"].get<std::string>(), HasSubstr("(poster)"));
  EXPECT_EQ(told[1]["action"], "create");
  const auto revert =
      web_->Post(fmt::format("/api/admin/history/{}/revert", told[0]["seq"].get<int>()), {{"state", "before"}});
  EXPECT_EQ(revert.status, 409) << "bytes that are gone cannot come back";
}

TEST_P(FilmFiles, GoWithTheirFilmAndComeBackWithIt) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  ASSERT_EQ(Put("video", Mp4(), kMp4).status, 200);
  const auto preview = web_->Get(path_ + "/deletion");
  EXPECT_THAT(preview.body, HasSubstr("film_file")) << preview.body;
  ASSERT_EQ(web_->Delete(path_, {{"If-Match", Tag()}}).status, 200);
  EXPECT_EQ(Rows(), "0");
  EXPECT_EQ(web_->Get(path_ + "/files/poster").status, 404);
  Sweep("24h");
  EXPECT_EQ(Objects(), 2u) << "the film may come back";
  const auto seq = web_->Get("/api/admin/history?object_id=" + film_ + "&action=delete").Json()[0]["seq"].get<int>();
  const auto back = web_->Post(fmt::format("/api/admin/history/{}/revert", seq), {{"state", "before"}});
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(web_->Get(path_ + "/files/poster").body, Png());
  EXPECT_EQ(Rows(), "2");
}

TEST_P(FilmFiles, OfAFilmThatIsGoneForLongAreSweptAndDoNotComeBack) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  ASSERT_EQ(web_->Delete(path_, {{"If-Match", Tag()}}).status, 200);
  EXPECT_THAT(Sweep("0s"), HasSubstr("1 deleted files and 0 "));
  EXPECT_EQ(Objects(), 0u);
  database_.Exec("INSERT INTO content.film_work (id, title, type) VALUES ('" + film_ + "', 'again', 'movie')");
  EXPECT_EQ(Rows(), "0");
}

TEST_P(FilmFiles, ThatACrashLeftWithoutARowAreSweptOnceTheyAreOldEnough) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  ASSERT_EQ(Put("video", Mp4(), kMp4).status, 200);
  database_.Exec(
      "SET session_replication_role = replica; DELETE FROM content.film_file WHERE kind = 'poster'; RESET "
      "session_replication_role");
  Sweep("24h");
  EXPECT_EQ(Objects(), 2u) << "what is young may be about to get its row";
  EXPECT_TRUE(WaitUntil([&] { return Sweep("0s").find("0 deleted files and 1 ") != std::string::npos; }));
  EXPECT_EQ(Objects(), 1u);
  EXPECT_EQ(web_->Get(path_ + "/files/video").status, 200);
}

TEST_P(FilmFiles, AreSweptByTheServerWhileItRuns) {
  ASSERT_NO_FATAL_FAILURE(Open({"files.sweep=1s", "files.grace=0s"}));
  ASSERT_EQ(Put("poster", Png()).status, 200);
  ASSERT_EQ(web_->Delete(path_, {{"If-Match", Tag()}}).status, 200);
  EXPECT_TRUE(WaitUntil([&] { return Objects() == 0; }, std::chrono::seconds(60)));
}

TEST_P(FilmFiles, ThatMayNotBeOneAreRefusedInWordsAndLeaveNothing) {
  ASSERT_NO_FATAL_FAILURE(Open({"files.poster_size=10KiB"}));
  const auto lie = Put("poster", Jpeg());
  EXPECT_EQ(lie.status, 422);
  EXPECT_THAT(lie.body, HasSubstr("image/jpeg"));
  const auto russian = Put("poster", "<svg/>", {{"Content-Type", "image/png"}, {"Accept-Language", "ru"}});
  EXPECT_EQ(russian.status, 422);
  EXPECT_THAT(russian.body, HasSubstr("судя по содержимому"));
  const auto other = Put("poster", "<svg/>", {{"Content-Type", "image/svg+xml"}});
  EXPECT_EQ(other.status, 415);
  EXPECT_EQ(other.Header("accept"), "image/jpeg, image/png, image/webp, image/avif");
  EXPECT_EQ(Put("poster", Mp4(), kMp4).status, 415) << "a video is no poster";
  EXPECT_EQ(Put("poster", Png(10 * 1024 + 1)).status, 413);
  EXPECT_EQ(Put("poster", Png(200 * 1024), {{"Content-Type", "image/png"}, {"Transfer-Encoding", "chunked"}}).status,
            413);
  EXPECT_EQ(Put("poster", "", kPng).status, 422);
  EXPECT_EQ(web_->Send("PUT", "/api/admin/films/00000000-0000-4000-8000-000000000000/files/poster", Png(), kPng).status,
            404);
  EXPECT_EQ(Put("poster", Png(10 * 1024)).status, 200) << "the connection, and the server, are well";
  EXPECT_EQ(Rows(), "1");
  EXPECT_EQ(Objects(), 1u);
  EXPECT_EQ(Uploads(), 0u);
}

TEST_P(FilmFiles, AreChangedByEditorsAndReadByViewers) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  const auto viewer = SignIn("paul", "viewer");
  EXPECT_EQ(viewer->Get(path_ + "/files").status, 200);
  EXPECT_EQ(viewer->Get(path_ + "/files/poster").status, 200);
  EXPECT_EQ(viewer->Send("PUT", path_ + "/files/poster", Png(), kPng).status, 403);
  EXPECT_EQ(viewer->Delete(path_ + "/files/poster").status, 403);
  Web nobody(server_->url());
  EXPECT_EQ(nobody.Get(path_ + "/files/poster").status, 401);
  EXPECT_EQ(nobody.Send("PUT", path_ + "/files/poster", Png(), kPng).status, 401);
}

TEST_P(FilmFiles, WhoseUploadBreaksOffLeaveNothing) {
  ASSERT_NO_FATAL_FAILURE(Open());
  {
    RawSocket socket(server_->port());
    socket.Send(
        fmt::format("PUT {}/files/poster HTTP/1.1\r\nHost: a\r\nCookie: sid={}\r\nX-CSRF-Token: {}\r\n"
                    "Content-Type: image/png\r\nContent-Length: 1000000\r\n\r\n",
                    path_, web_->Cookie("sid"), web_->csrf));
    socket.Send(Png(500'000));
    if (GetParam() == Store::kFolder) {
      EXPECT_TRUE(WaitUntil([&] { return Uploads() == 1; }));
    }
  }
  EXPECT_TRUE(WaitUntil([&] { return Uploads() == 0; }));
  EXPECT_TRUE(WaitUntil([&] { return server_->Log().find("the client has gone") != std::string::npos; }));
  EXPECT_EQ(Rows(), "0");
  EXPECT_EQ(Objects(), 0u);
}

TEST_P(FilmFiles, OfAnySizePassThroughLittleMemory) {
  ASSERT_NO_FATAL_FAILURE(Open());
  const std::string large = Mp4(64 << 20);
  ASSERT_EQ(Put("video", Mp4(), kMp4).status, 200);
  ASSERT_EQ(web_->Get(path_ + "/files/video").status, 200);
  const auto before = server_->PeakMemory();
  ASSERT_EQ(Put("video", large, kMp4).status, 200);
  EXPECT_TRUE(web_->Get(path_ + "/files/video").body == large);
  EXPECT_LT(server_->PeakMemory() - before, large.size() / 4);
}

INSTANTIATE_TEST_SUITE_P(In, FilmFiles, testing::Values(Store::kFolder, Store::kS3),
                         [](const auto& tested) { return tested.param == Store::kS3 ? "S3" : "AFolder"; });

class FilmFilesInABucket : public FilmFiles {};

TEST_P(FilmFilesInABucket, AreSavedFromAnAddressThatHoldsForAWhile) {
  ASSERT_NO_FATAL_FAILURE(Open({"files.download=presigned"}));
  ASSERT_EQ(Put("video", Mp4(5000), kMp4, "%D0%A4%D0%B8%D0%BB%D1%8C%D0%BC%20(1).mp4").status, 200);
  EXPECT_EQ(web_->Get(path_ + "/files/video").status, 200) << "what is shown comes from this server";
  const auto led = web_->Get(path_ + "/files/video?download=true");
  ASSERT_EQ(led.status, 302) << led.body;
  const auto location = led.Header("location");
  ASSERT_TRUE(location.starts_with(TheMinio().endpoint())) << location;
  Web stranger(TheMinio().endpoint());
  const auto got = stranger.Get(location.substr(TheMinio().endpoint().size()));
  EXPECT_EQ(got.status, 200) << got.body.substr(0, 500);
  EXPECT_EQ(got.body, Mp4(5000));
  EXPECT_EQ(got.Header("content-type"), "video/mp4");
  EXPECT_THAT(got.Header("content-disposition"), HasSubstr("attachment"));
  EXPECT_EQ(stranger.Get(location.substr(TheMinio().endpoint().size()) + "0").status, 403);
}

TEST_P(FilmFilesInABucket, ThatIsAwayAreRefusedForNowAndLeaveNoRow) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_EQ(Put("poster", Png()).status, 200);
  auto settings = TheMinio().Settings();
  settings.push_back("s3.endpoint=http://" + FreeAddress());
  AdminServer other(database_.Dsn(database_.CreateRole("IN ROLE walcast_editor")), settings);
  other.Start();
  Web web(other.url());
  const auto signed_in = web.Post("/api/session", {{"name", "vera"}, {"password", kPassword}});
  ASSERT_EQ(signed_in.status, 200);
  web.csrf = signed_in.Json().at("csrf").get<std::string>();
  const auto refused = web.Send("PUT", path_ + "/files/video", Mp4(), kMp4);
  EXPECT_EQ(refused.status, 503) << refused.body;
  EXPECT_FALSE(refused.Header("retry-after").empty());
  EXPECT_EQ(web.Get(path_ + "/files/poster").status, 503);
  EXPECT_EQ(Rows(), "1");
  EXPECT_EQ(web.Delete(path_ + "/files/poster").status, 204) << "the row goes; the bytes are left to be swept";
  EXPECT_EQ(Objects(), 1u);
  EXPECT_THAT(Sweep("24h"), HasSubstr("1 deleted files and 0 "));
  EXPECT_EQ(Objects(), 0u);
}

INSTANTIATE_TEST_SUITE_P(In, FilmFilesInABucket, testing::Values(Store::kS3), [](const auto&) { return "S3"; });

}  // namespace
}  // namespace cdc::test
