#include "tests/support/film_stream.h"

#include <algorithm>

namespace cdc::test {
namespace {

constexpr int kLarge = 60;  // rows of a large statement

}  // namespace

FilmStream::FilmStream(int films) : site_(database_.Dsn(), FilmIndices()), daemon_(site_) {
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

WorkloadCounts FilmStream::Change(std::uint64_t seed, int transactions) {
  return RunWorkload(database_.Dsn(), [](Random& random) { return FilmChange(random, kLarge); },
                     {.seed = seed, .clients = 3, .transactions = transactions});
}

void FilmStream::ChangeUntil(std::uint64_t seed, std::stop_token stop) {
  RunWorkload(
      database_.Dsn(), [](Random& random) { return FilmChange(random, kLarge); },
      {.seed = seed, .clients = 3, .transactions = 0}, stop);
}

std::string FilmStream::Film() { return database_.Value("SELECT id FROM content.film_work ORDER BY id LIMIT 1"); }

}  // namespace cdc::test
