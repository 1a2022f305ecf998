// What files are, apart from where they lie: their types, names and parts, signed addresses, a bucket's listing.
#include <gtest/gtest.h>

#include "admin/server/files/kinds.h"
#include "admin/server/files/ranges.h"
#include "admin/server/files/s3_listing.h"
#include "admin/server/files/sigv4.h"
#include "cdc/base/error.h"
#include "tests/support/media.h"

namespace admin::files {
namespace {

TEST(TypesOfFiles, AreTakenFromTheirFirstBytes) {
  using namespace cdc::test;
  EXPECT_EQ(TypeOfBytes(Png()), "image/png");
  EXPECT_EQ(TypeOfBytes(Jpeg()), "image/jpeg");
  EXPECT_EQ(TypeOfBytes(Webp()), "image/webp");
  EXPECT_EQ(TypeOfBytes(Avif()), "image/avif");
  EXPECT_EQ(TypeOfBytes(Mp4()), "video/mp4");
  EXPECT_EQ(TypeOfBytes(Webm()), "video/webm");
  EXPECT_EQ(TypeOfBytes(Matroska()), "video/x-matroska");
}

TEST(TypesOfFiles, OfWhatIsNoPictureAreNoPictures) {
  for (const std::string text :
       {"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<html><script>", "GIF89a", "MZ", "x"}) {
    EXPECT_EQ(TypeOfBytes(text).find("image/png"), std::string::npos) << text;
    for (const auto& kind : Kinds(1, 1)) EXPECT_EQ(kind.types.find(TypeOfBytes(text)), std::string::npos) << text;
  }
}

TEST(NamesOfFiles, LoseFoldersAndSignsThatNobodySees) {
  EXPECT_EQ(PlainName("C:\\films\\solaris.png", "poster", "image/png"), "solaris.png");
  EXPECT_EQ(PlainName("../../etc/passwd", "poster", "image/png"), "passwd");
  EXPECT_EQ(PlainName("a\r\nSet-Cookie: x", "poster", "image/png"), "aSet-Cookie: x");
  EXPECT_EQ(PlainName("", "poster", "image/jpeg"), "poster.jpg");
  EXPECT_EQ(PlainName("..", "video", "video/x-matroska"), "video.mkv");
  std::string long_one;
  for (int i = 0; i < 150; ++i) long_one += "я";
  EXPECT_EQ(PlainName("x" + long_one, "poster", "image/png").size(), 199u) << "no half of a letter stays";
}

http::Headers Headers(const std::string& range, const std::string& if_range = "") {
  http::Headers headers;
  headers.Add("Range", range);
  if (!if_range.empty()) headers.Add("If-Range", if_range);
  return headers;
}

TEST(PartsOfFiles, AreThoseThatRangeNames) {
  const auto part = [](const std::string& range) {
    const auto asked = AskedRange(Headers(range), 1000, "\"t\"");
    EXPECT_TRUE(asked.part && asked.satisfiable) << range;
    return std::pair(asked.range.first, asked.range.bytes);
  };
  EXPECT_EQ(part("bytes=0-99"), std::pair(std::uint64_t{0}, std::uint64_t{100}));
  EXPECT_EQ(part("bytes=900-"), std::pair(std::uint64_t{900}, std::uint64_t{100}));
  EXPECT_EQ(part("bytes=-1"), std::pair(std::uint64_t{999}, std::uint64_t{1}));
  EXPECT_EQ(part("bytes=-5000"), std::pair(std::uint64_t{0}, std::uint64_t{1000}));
  EXPECT_EQ(part("bytes=990-5000"), std::pair(std::uint64_t{990}, std::uint64_t{10}));
}

TEST(PartsOfFiles, ThatDoNotExistAreRefusedAndUnreadableOnesAreTheWhole) {
  EXPECT_FALSE(AskedRange(Headers("bytes=1000-"), 1000, "\"t\"").satisfiable);
  EXPECT_FALSE(AskedRange(Headers("bytes=-0"), 1000, "\"t\"").satisfiable);
  for (const char* range : {"bytes=5-1", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-", "bytes=1-x",
                            "bytes=99999999999999999999-"}) {
    const auto asked = AskedRange(Headers(range), 1000, "\"t\"");
    EXPECT_FALSE(asked.part) << range;
    EXPECT_EQ(asked.range.bytes, 1000u) << range;
  }
}

TEST(PartsOfFiles, OfAnotherStateAreTheWhole) {
  EXPECT_TRUE(AskedRange(Headers("bytes=0-1", "\"t\""), 10, "\"t\"").part);
  EXPECT_FALSE(AskedRange(Headers("bytes=0-1", "\"u\""), 10, "\"t\"").part);
}

// The example of Amazon's documentation, "Authenticating Requests: Using Query Parameters".
TEST(SignedAddresses, AreThoseOfThePublishedExample) {
  const auto address = Presign({"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"},
                               {.origin = "https://examplebucket.s3.amazonaws.com",
                                .path = "/test.txt",
                                .now = std::chrono::system_clock::from_time_t(1369353600),
                                .time = std::chrono::hours(24)});
  EXPECT_EQ(address,
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires="
            "86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(Listings, ArePagesWithATokenForTheNext) {
  const auto page = ReadS3Page(
      "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>films</Name>"
      "<IsTruncated>true</IsTruncated><Contents><Key>a&amp;b.png</Key><LastModified>2026-11-22T05:30:00.123Z"
      "</LastModified><Size>7</Size></Contents><NextContinuationToken>x=&quot;</NextContinuationToken>"
      "</ListBucketResult>");
  ASSERT_EQ(page.objects.size(), 1u);
  EXPECT_EQ(page.objects[0].key, "a&b.png");
  EXPECT_EQ(std::chrono::system_clock::to_time_t(page.objects[0].written), 1795325400);
  EXPECT_EQ(page.next, "x=\"");
  EXPECT_THROW(ReadS3Page("<html>"), cdc::Error);
  EXPECT_THROW(ReadS3Page("<Error><Code>AccessDenied</Code></Error>"), cdc::Error);
  EXPECT_EQ(S3ErrorCode("<Error><Code>AccessDenied</Code></Error>"), "AccessDenied");
}

}  // namespace
}  // namespace admin::files
