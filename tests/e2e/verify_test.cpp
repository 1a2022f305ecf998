// `walcast verify`: finds what differs between an index and its SQL, and nothing else, and has it mended.
#include <gmock/gmock.h>

#include "tests/support/film_stream.h"
#include "tests/support/http.h"

namespace cdc::test {
namespace {

using testing::HasSubstr;

constexpr std::chrono::milliseconds kRest{200};  // so that the stream can follow, whatever the machine

class Verify : public FilmStream {
 protected:
  void Begin() {
    daemon_.Start();
    daemon_.Wait();
  }
  struct Said {
    int exit = 0;
    Json json;
    std::string output;
  };
  Said Run(std::vector<std::string> words) {
    words.insert(words.begin(), {"verify", Movies(), "--json"});
    const auto command = daemon_.Command(words);
    return {command.exit, Json::parse(command.output, nullptr, false), command.output};
  }
  std::string Movies() const { return site_.Alias("movies"); }
  // As somebody does who writes to the index past walcast.
  void Tamper(const std::string& method, const std::string& path, const std::string& body = "") {
    const auto reply = search_.Send(method, "/" + Movies() + path + "?refresh=true", body);
    ASSERT_LT(reply.status, 300) << reply.body;
  }
  // One document missing, one different, two too many; their ids.
  std::vector<std::string> Spoil() {
    const std::string one = Film();
    const std::string other = database_.Value("SELECT id FROM content.film_work WHERE id <> '" + one + "' LIMIT 1");
    Tamper("DELETE", "/_doc/" + one);
    Tamper("POST", "/_update/" + other, R"({"doc":{"title":"Tampered with"}})");
    const std::string ghost = "00000000-0000-4000-8000-000000000000";
    Tamper("PUT", "/_doc/" + ghost, R"({"id":"00000000-0000-4000-8000-000000000000","title":"Nobody's"})");
    Tamper("PUT", "/_doc/no-uuid", R"({"title":"Nobody's either"})");
    return {one, other, ghost, "no-uuid"};
  }

  HttpClient search_{Environment("WALCAST_TEST_ES")};
};

TEST_F(Verify, SaysThatAllIsEqualWhereItIs) {
  Begin();
  const auto said = Run({});
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_EQ(said.json.at("equal"), 60);
  for (const char* flaw : {"missing", "different", "ghosts", "failing", "changing"}) EXPECT_EQ(said.json.at(flaw), 0);
}

TEST_F(Verify, NamesWhatDiffersShowsInWhatAndHasItRepaired) {
  Begin();
  const auto ids = Spoil();
  const auto said = Run({"--diff"});
  EXPECT_EQ(said.exit, 1) << said.output;
  EXPECT_EQ(said.json.at("equal"), 58);
  std::map<std::string, std::string> flaws;
  for (const auto& found : said.json.at("differences")) {
    flaws[found.at("id")] = found.at("flaw");
    if (found.at("flaw") == "different") {
      EXPECT_EQ(found.at("indexed").at("title"), "Tampered with");
      EXPECT_EQ(found.at("patch").at(0).at("path"), "/title");
    }
  }
  EXPECT_EQ(flaws, (std::map<std::string, std::string>{
                       {ids[0], "missing"}, {ids[1], "different"}, {ids[2], "ghost"}, {ids[3], "ghost"}}));

  const auto people = daemon_.Command({"verify", Movies(), "--diff"});
  EXPECT_EQ(people.exit, 1);
  EXPECT_THAT(people.output, HasSubstr("different " + ids[1] + "\n  /title\n    index - \"Tampered with\"\n"));

  const auto repaired = Run({"--repair"});
  EXPECT_EQ(repaired.exit, 0) << repaired.output;
  EXPECT_EQ(repaired.json.at("repaired"), 4);
  EXPECT_EQ(Run({}).exit, 0);
  ExpectEqual();
}

TEST_F(Verify, GivesNoFalseAlarmWhileEverythingChanges) {
  Begin();
  Load load([&](std::stop_token stop) { ChangeUntil(7, stop, kRest); });
  for (int round = 0; round < 3; ++round) {
    const auto said = Run({});
    EXPECT_THAT(said.exit, testing::AnyOf(0, 75)) << said.output;
  }
  load.End();
  EXPECT_EQ(Run({}).exit, 0);
}

TEST_F(Verify, FindsWhatIsWrongWhileEverythingChanges) {
  Begin();
  Load load([&](std::stop_token stop) { ChangeUntil(8, stop, kRest); });
  const std::string ghost = "00000000-0000-4000-8000-000000000000";
  Tamper("PUT", "/_doc/" + ghost, R"({"id":"00000000-0000-4000-8000-000000000000","title":"Nobody's"})");
  const auto said = Run({"--repair"});
  load.End();
  EXPECT_EQ(said.json.at("ghosts"), 1) << said.output;
  EXPECT_EQ(said.json.at("repaired"), 1) << said.output;
  ExpectEqual();
}

TEST_F(Verify, WithoutADaemonComparesButRepairsNothing) {
  Begin();
  daemon_.Kill();
  EXPECT_EQ(Run({}).exit, 0);
  database_.Exec("UPDATE content.film_work SET title = 'Not written yet' WHERE id = '" + Film() + "'");
  const auto said = Run({});
  EXPECT_EQ(said.exit, 1) << said.output;
  EXPECT_EQ(said.json.at("different"), 1);
  EXPECT_EQ(Run({"--repair"}).exit, 69);
  EXPECT_THAT(daemon_.Command({"verify", Movies()}).output, HasSubstr("walcast does not run"));
}

TEST_F(Verify, WaitsForNobodyWhoIsPausedAndSaysSo) {
  Begin();
  ASSERT_EQ(daemon_.Command({"pause"}).exit, 0);
  EXPECT_EQ(Run({}).exit, 0) << "what is equal needs no daemon";
  database_.Exec("UPDATE content.film_work SET title = 'Kept' WHERE id = '" + Film() + "'");
  const auto said = Run({});
  EXPECT_EQ(said.exit, 75) << said.output;
  EXPECT_THAT(said.output, HasSubstr("walcast resume"));
}

TEST_F(Verify, TellsOfARowForWhichTheSqlFails) {
  Begin();
  database_.Exec("UPDATE content.film_work SET creation_date = 'infinity' WHERE id = '" + Film() + "'");
  daemon_.Wait();
  const auto said = Run({});
  EXPECT_EQ(said.exit, 1) << said.output;
  EXPECT_EQ(said.json.at("equal"), 59);
}

TEST_F(Verify, ASampleIsAsLargeAsAskedFor) {
  Begin();
  const auto said = Run({"--sample", "10"});
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_EQ(said.json.at("equal"), 10);
  EXPECT_EQ(Run({"--sample", "none"}).exit, 64);
}

TEST_F(Verify, AnIndexThatIsNotThereYetIsNotYetComparable) {
  EXPECT_EQ(Run({}).exit, 75);
  EXPECT_EQ(daemon_.Command({"verify", "moovies"}).exit, 64);
}

}  // namespace
}  // namespace cdc::test
