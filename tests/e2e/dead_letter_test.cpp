// A document that the strict mapping refuses is kept as a dead letter; everything else goes on.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

class DeadLetter : public FilmStream {
 protected:
  void Begin() {
    daemon_.Start();
    daemon_.Wait();
    film_ = Film();
  }
  // A date that the format strict_date refuses.
  void Refuse(const std::string& film) {
    database_.Exec("UPDATE content.film_work SET creation_date = 'infinity', title = 'refused' WHERE id = '" + film +
                   "'");
  }
  void Mend(const std::string& film) {
    database_.Exec("UPDATE content.film_work SET creation_date = '2001-02-03' WHERE id = '" + film + "'");
  }
  // The ids that the command line lists.
  std::vector<std::string> Listed() {
    const auto listed = daemon_.Command({"dead-letters", "list", "--json"});
    EXPECT_EQ(listed.exit, 0) << listed.output;
    const Json answer = Json::parse(listed.output);
    std::vector<std::string> ids;
    for (const auto& letter : answer.at("letters")) ids.push_back(letter.at("id"));
    return ids;
  }
  Json Said(std::vector<std::string> words) {
    words.push_back("--json");
    const auto command = daemon_.Command(words);
    EXPECT_EQ(command.exit, 0) << command.output;
    return Json::parse(command.output.substr(command.output.find('{')), nullptr, false);
  }
  std::uint64_t Counted() { return daemon_.IndexStatus("movies").at("dead_letters").get<std::uint64_t>(); }
  using Ids = std::vector<std::string>;

  std::string film_;
};

TEST_F(DeadLetter, TheOthersGoOnAndItHealsWhenItsRowIsMended) {
  Begin();
  const Json last_good = Indexed(site_.Alias("movies")).at(film_);
  Refuse(film_);
  database_.Exec("UPDATE content.film_work SET description = 'after it' WHERE id <> '" + film_ + "'");
  daemon_.Wait();
  auto rendered = Rendered(database_.Dsn(), site_.indices()[0].document);
  rendered[film_] = last_good;
  EXPECT_EQ(Differences(rendered, Indexed(site_.Alias("movies"))), "");
  EXPECT_EQ(Counted(), 1u);
  EXPECT_EQ(Listed(), Ids{film_});

  Mend(film_);
  ExpectEqual();
  EXPECT_EQ(Counted(), 0u);
  EXPECT_EQ(Listed(), Ids{});
}

TEST_F(DeadLetter, IsStillThereAfterAKillAndHealsWhenItsRowIsDeleted) {
  Begin();
  Refuse(film_);
  daemon_.Wait();
  daemon_.Kill();
  EXPECT_EQ(Listed(), Ids{film_});  // from the store, as nobody runs
  daemon_.Start();
  daemon_.Wait();
  EXPECT_EQ(Counted(), 1u);
  database_.Exec("DELETE FROM content.film_work WHERE id = '" + film_ + "'");
  ExpectEqual();
  EXPECT_EQ(Counted(), 0u);
}

TEST_F(DeadLetter, OfTheFirstLoadDoesNotKeepTheIndexFromGoingLive) {
  film_ = Film();
  Refuse(film_);
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  daemon_.Wait();
  EXPECT_EQ(Listed(), Ids{film_});
  Mend(film_);
  ExpectEqual();
  EXPECT_EQ(Listed(), Ids{});
}

TEST_F(DeadLetter, IsWrittenByRetryOnceTheIndexTakesIt) {
  Begin();
  Refuse(film_);
  daemon_.Wait();
  EXPECT_EQ(Said({"dead-letters", "retry", site_.Alias("movies")}),
            (Json{{"retried", 1}, {"applied", 0}, {"left", 1}}));
  // This much of a mapping can be changed in place.
  HttpClient(Environment("WALCAST_TEST_ES"))
      .Call("PUT", "/" + site_.Generation("movies") + "/_mapping",
            {{"properties",
              {{"creation_date", {{"type", "date"}, {"format", "strict_date"}, {"ignore_malformed", true}}}}}});
  EXPECT_EQ(Said({"dead-letters", "retry", site_.Alias("movies")}),
            (Json{{"retried", 1}, {"applied", 1}, {"left", 0}}));
  EXPECT_EQ(Listed(), Ids{});
  ExpectEqual();
}

TEST_F(DeadLetter, IsForgottenByDiscardAndTheIndexKeepsWhatItHas) {
  Begin();
  const Json last_good = Indexed(site_.Alias("movies")).at(film_);
  Refuse(film_);
  daemon_.Wait();
  EXPECT_EQ(Said({"dead-letters", "discard", site_.Alias("movies"), "--id", film_}).value("discarded", 0), 1);
  EXPECT_EQ(Listed(), Ids{});
  EXPECT_EQ(Counted(), 0u);
  EXPECT_EQ(Indexed(site_.Alias("movies")).at(film_), last_good);
}

TEST_F(DeadLetter, OfARowThatCannotBeRenderedStopsNobodyElse) {
  site_.SetDocument("movies",
                    "SELECT f.id AS _id, f.id, f.title, 10 / (length(f.title) - 1)::float8 AS imdb_rating FROM "
                    "content.film_work AS f");
  Begin();
  database_.Exec("UPDATE content.film_work SET title = 'x' WHERE id = '" + film_ + "'");
  database_.Exec("UPDATE content.film_work SET title = 'after it' WHERE id <> '" + film_ + "'");
  daemon_.Wait();
  EXPECT_EQ(Listed(), Ids{film_});
  EXPECT_EQ(daemon_.IndexStatus("movies").at("state"), "live");
  for (const auto& [id, document] : Indexed(site_.Alias("movies"))) {
    EXPECT_EQ(document.at("title") == "after it", id != film_);
  }
  database_.Exec("UPDATE content.film_work SET title = 'well' WHERE id = '" + film_ + "'");
  ExpectEqual();
  EXPECT_EQ(Listed(), Ids{});
}

}  // namespace
}  // namespace cdc::test
