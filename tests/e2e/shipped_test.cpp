// What a user meets: the shipped documents on a real catalogue, an idle database, the command line beside a daemon.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

// A real catalogue lies beside the sources of those who develop; its tables lack some columns, it is taken as it is.
std::filesystem::path RealCatalogue() { return SourceRoot() / "../shared/catalogue/catalogue.sql.gz"; }

class Shipped : public testing::Test {
 protected:
  void ExpectInStepWhileItChanges() {
    daemon_.Start();
    daemon_.Wait();
    ASSERT_EQ(Differences(site_), "");
    EXPECT_EQ(std::to_string(Indexed(site_.Alias("movies")).size()),
              database_.Value("SELECT count(*) FROM content.film_work"));
    EXPECT_EQ(std::to_string(Indexed(site_.Alias("persons")).size()),
              database_.Value("SELECT count(*) FROM content.person"));

    // The tables are other ones than ours: the changes come from their catalog.
    RunWorkload(database_.Dsn(), AnyChange(database_.Dsn()),
                {.seed = 1, .clients = 2, .transactions = 20, .two_phase = false});
    database_.Exec(
        "UPDATE content.genre SET name = name || ' (renamed)' WHERE name = (SELECT min(name) FROM content.genre)");
    database_.Exec("UPDATE content.person SET full_name = full_name || '!'");
    daemon_.Wait();
    EXPECT_EQ(Differences(site_), "");
  }

  TestDatabase database_;
  Site site_{database_.Dsn(), FilmIndices()};
  Daemon daemon_{site_};
};

TEST_F(Shipped, DocumentsAreKeptInStepOnARealCatalogue) {
  if (!std::filesystem::exists(RealCatalogue())) GTEST_SKIP() << "the catalogue is not here";
  const auto loaded =
      RunToEnd({"bash", "-c", "set -eo pipefail; gunzip -c \"$0\" | psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 \"$1\"",
                RealCatalogue().string(), database_.Dsn()});
  ASSERT_EQ(loaded.exit, 0) << loaded.output;
  ExpectInStepWhileItChanges();
}

TEST_F(Shipped, DocumentsAreKeptInStepOnTablesThatLackSomeOfOurColumns) {
  database_.Exec(ReadFile(SourceRoot() / "tests/e2e/lean_catalogue.sql"));
  ASSERT_NO_FATAL_FAILURE(ExpectInStepWhileItChanges());
  database_.Exec(
      "INSERT INTO content.film_work VALUES ('00000000-0000-4000-8000-00000000f199', 'Allein', NULL, NULL, NULL, "
      "'movie', "
      "NULL, NULL)");
  daemon_.Wait();
  EXPECT_EQ(Indexed(site_.Alias("movies")).at("00000000-0000-4000-8000-00000000f199").at("title"), "Allein");
}

TEST_F(Shipped, IndicesFindWhatIsSearchedForInRussianAndEnglish) {
  LoadFilms(database_, 0);
  daemon_.Start();
  daemon_.Wait();
  database_.Exec(
      "INSERT INTO content.film_work (title, type) VALUES ('Звёздные войны', 'movie'), ('The Wandering Stars', "
      "'movie')");
  daemon_.Wait();
  HttpClient search(Environment("WALCAST_TEST_ES"));
  const auto hits = [&](const std::string& words) {
    return search.Call("POST", "/" + site_.Alias("movies") + "/_search", {{"query", {{"match", {{"title", words}}}}}})
        .at("hits")
        .at("total")
        .at("value")
        .get<int>();
  };
  EXPECT_EQ(hits("звёздная война"), 1);
  EXPECT_EQ(hits("star's"), 1);
  EXPECT_EQ(hits("the"), 0);
}

class Idle : public FilmStream {
 protected:
  bool ConfirmedBy(const std::string& lsn) {
    return WaitUntil(
        [&] {
          return database_.Value("SELECT confirmed_flush_lsn >= '" + lsn +
                                 "' FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'") == "t";
        },
        kLong);
  }
  std::string Position() { return database_.Value("SELECT pg_current_wal_flush_lsn()"); }
  static constexpr const char* kWrite =
      "CREATE TABLE IF NOT EXISTS elsewhere.bulk (body text); ALTER TABLE elsewhere.bulk ALTER body SET STORAGE "
      "EXTERNAL;"
      "INSERT INTO elsewhere.bulk SELECT repeat(md5(i::text), 320) FROM generate_series(1, 10000) AS i";
};

TEST_F(Idle, TheSlotFollowsWhileUnrelatedTablesWriteAHundredMegabytes) {
  daemon_.Start();
  daemon_.Wait();
  const std::string before = Position();
  database_.Exec("CREATE SCHEMA elsewhere");
  database_.Exec(kWrite);
  const std::string after = Position();
  ASSERT_GE(std::stoll(database_.Value("SELECT ('" + after + "'::pg_lsn - '" + before + "'::pg_lsn)::bigint")),
            100'000'000);
  EXPECT_TRUE(ConfirmedBy(after)) << daemon_.Status().dump(1);
  ExpectEqual();
}

TEST_F(Idle, TheSlotFollowsWhileAnotherDatabaseWrites) {
  daemon_.Start();
  daemon_.Wait();
  TestDatabase other;
  other.Exec("CREATE SCHEMA elsewhere");
  other.Exec(kWrite);
  EXPECT_TRUE(ConfirmedBy(Position())) << daemon_.Status().dump(1);
}

class CommandLine : public FilmStream {};

TEST_F(CommandLine, SpeaksWithTheDaemonThatRuns) {
  EXPECT_EQ(daemon_.Command({"wait", "--timeout", "1s"}).exit, 69) << "nobody runs yet";
  daemon_.Start();
  database_.Exec("UPDATE content.film_work SET title = 'by hand' WHERE id = '" + Film() + "'");
  const auto waited = daemon_.Command({"wait", "--timeout", "120s"});
  EXPECT_EQ(waited.exit, 0) << waited.output;
  EXPECT_EQ(Indexed(site_.Alias("movies")).at(Film()).at("title"), "by hand");
  const auto status = daemon_.Command({"status", "--json"});
  ASSERT_EQ(status.exit, 0) << status.output;
  EXPECT_EQ(Json::parse(status.output).at("state"), "streaming");
  const auto rendered = daemon_.Command({"render", site_.Alias("movies"), Film(), "--diff"});
  EXPECT_EQ(rendered.exit, 0) << rendered.output;
  EXPECT_EQ(daemon_.Command({"slot", "drop", "--yes"}).exit, 75) << "the slot is active";
}

TEST_F(CommandLine, TeardownLeavesNothingBehind) {
  daemon_.Start();
  daemon_.Wait();
  ASSERT_EQ(daemon_.Terminate(), 0);
  const auto command = daemon_.Command({"teardown", "--indices", "--yes"});
  EXPECT_EQ(command.exit, 0) << command.output;
  EXPECT_EQ(database_.Value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'"), "0");
  EXPECT_EQ(database_.Value("SELECT count(*) FROM pg_class WHERE relnamespace = 'content'::regnamespace AND relkind = "
                            "'r' AND relreplident <> 'd'"),
            "0");
  for (const auto& index : site_.indices()) EXPECT_TRUE(site_.Generations(index.name).empty()) << index.name;
  // And from nothing it begins again.
  daemon_.Start();
  ExpectEqual();
}

}  // namespace
}  // namespace cdc::test
