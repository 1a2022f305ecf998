#include "tests/support/film_stream.h"

#include <algorithm>

namespace cdc::test {
namespace {

constexpr int kLarge = 60;  // rows of a large statement

}  // namespace

FilmStream::FilmStream(int films, const std::string& server)
    : database_(server.empty() ? Environment("WALCAST_TEST_DSN") : server),
      site_(database_.Dsn(), FilmIndices()),
      daemon_(site_) {
  LoadFilms(database_, films);
}

void FilmStream::ExpectEqual() {
  daemon_.Wait();
  EXPECT_EQ(Differences(site_), "");
}

bool FilmStream::WaitLive() {
  return WaitUntil(
      [&] {
        const Json status = daemon_.Status();
        return !status.is_null() && status.at("state") == "streaming" && !status.at("indices").empty() &&
               std::ranges::all_of(status.at("indices"), [](const Json& index) {
                 return index.at("state") == "live" && index.at("filling").is_null();
               });
      },
      kLong);
}

void FilmStream::ExpectEqualOnceLive() {
  EXPECT_TRUE(WaitLive()) << daemon_.Status().dump(1);
  ExpectEqual();
}

void FilmStream::ExpectUnharmed() {
  ASSERT_TRUE(daemon_.Running()) << daemon_.Log();
  ExpectEqualOnceLive();
  for (const auto& index : site_.indices()) {
    EXPECT_TRUE(site_.Generation(index.name).ends_with("000001")) << site_.Generation(index.name);
  }
}

WorkloadCounts FilmStream::Change(std::uint64_t seed, int transactions) {
  return RunWorkload(database_.Dsn(), [](Random& random) { return FilmChange(random, kLarge); },
                     {.seed = seed, .clients = 3, .transactions = transactions});
}

void FilmStream::ChangeUntil(std::uint64_t seed, std::stop_token stop, std::chrono::milliseconds rest) {
  RunWorkload(
      database_.Dsn(), [](Random& random) { return FilmChange(random, kLarge); },
      {.seed = seed, .clients = 3, .transactions = 0, .rest = rest}, stop);
}

void FilmStream::ChangeThrough(std::uint64_t seed, std::stop_token stop, std::chrono::milliseconds rest) {
  for (; !stop.stop_requested(); ++seed) {
    try {
      // A transaction that is prepared when the server goes would keep its locks for ever. One that a crash takes back
      // may have been read by then: tests/README.md says what follows.
      RunWorkload(
          database_.Dsn(), [](Random& random) { return FilmChange(random, kLarge); },
          {.seed = seed, .clients = 3, .transactions = 0, .rest = rest, .asynchronous = false, .two_phase = false},
          stop);
    } catch (const std::runtime_error&) {
      WaitUntil([&] { return stop.stop_requested() || database_.Answers(); }, kLong);
    }
  }
}

bool FilmStream::WaitForLog(std::uint64_t bytes, std::chrono::seconds limit) {
  const std::string from = database_.Value("SELECT pg_current_wal_insert_lsn()");
  return WaitUntil(
      [&] {
        return std::stoull(database_.Value("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + from +
                                           "')::bigint")) >= bytes;
      },
      limit);
}

std::string FilmStream::Film() { return database_.Value("SELECT id FROM content.film_work ORDER BY id LIMIT 1"); }

}  // namespace cdc::test
