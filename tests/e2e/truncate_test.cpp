// TRUNCATE of each table, alone and with rows that follow in the same transaction.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr const char* kTables[] = {"film_work", "genre", "person", "genre_film_work", "person_film_work"};

class Truncate : public FilmStream, public testing::WithParamInterface<const char*> {
 protected:
  // The table's rows as a file, and COPY of it: run by psql, as people do.
  void Psql(const std::string& commands) {
    const auto ran = RunToEnd({"psql", "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-f",
                               site_.scratch().Write("commands.sql", commands).string(), database_.Dsn()});
    ASSERT_EQ(ran.exit, 0) << ran.output;
  }
  std::string File() { return "'" + (site_.scratch().path() / "rows.copy").string() + "'"; }
  const std::string table_ = std::string("content.") + GetParam();
};

TEST_P(Truncate, LeavesWhatTheSqlReturns) {
  daemon_.Start();
  daemon_.Wait();
  database_.Exec("BEGIN; TRUNCATE " + table_ + " CASCADE; ROLLBACK");
  ExpectEqual();

  ASSERT_NO_FATAL_FAILURE(Psql("\\copy (SELECT * FROM " + table_ + " ORDER BY id LIMIT 30) TO " + File()));
  ASSERT_NO_FATAL_FAILURE(
      Psql("BEGIN;\nTRUNCATE " + table_ + " CASCADE;\n\\copy " + table_ + " FROM " + File() + "\nCOMMIT;"));
  EXPECT_NE(database_.Value("SELECT count(*) FROM " + table_), "0");
  ExpectEqual();
  Change(1);
  ExpectEqual();

  database_.Exec("TRUNCATE " + table_ + " CASCADE");
  ExpectEqual();
  Change(2);
  ExpectEqual();
}

INSTANTIATE_TEST_SUITE_P(Tables, Truncate, testing::ValuesIn(kTables),
                         [](const auto& tried) { return std::string(tried.param); });

class TruncateMany : public FilmStream {
 protected:
  TruncateMany() : FilmStream(2500) { site_.Configure({{"batch", {{"documents", 100}}}}); }
};

TEST_F(TruncateMany, OfALinkTableUnderLoadIsWalkedToItsEnd) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  Load load([&](std::stop_token stop) { ChangeUntil(1, stop); });
  database_.Exec("TRUNCATE content.person_film_work");
  database_.Exec("TRUNCATE content.genre_film_work");
  daemon_.Kill();
  daemon_.Start();
  ASSERT_NO_THROW(load.End());
  ExpectEqual();
}

TEST_F(TruncateMany, OfAllTablesAtOnceEmptiesTheIndices) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  database_.Exec(
      "TRUNCATE content.film_work, content.genre, content.person, content.genre_film_work, content.person_film_work");
  ExpectEqual();
  EXPECT_TRUE(Indexed(site_.Alias("movies")).empty());
}

}  // namespace
}  // namespace cdc::test
