// TRUNCATE of each table, alone and with rows that follow in the same transaction.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr const char* kTables[] = {"film_work", "genre", "person", "genre_film_work", "person_film_work"};

class Truncates : public FilmStream {
 protected:
  explicit Truncates(int films = 60) : FilmStream(films) {}
  // Run by psql, as people do.
  void Psql(const std::string& commands) {
    const auto ran = RunToEnd({"psql", "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-f",
                               site_.scratch().Write("commands.sql", commands).string(), database_.Dsn()});
    ASSERT_EQ(ran.exit, 0) << ran.output;
  }
  // The rows of a table as a file, and COPY of it.
  std::string File(const std::string& table) { return "'" + (site_.scratch().path() / table).string() + "'"; }
  std::string Save(const std::string& table) { return "\\copy content." + table + " TO " + File(table) + "\n"; }
  std::string Load(const std::string& table) { return "\\copy content." + table + " FROM " + File(table) + "\n"; }
};

class Truncate : public Truncates, public testing::WithParamInterface<const char*> {
 protected:
  std::string File() { return Truncates::File("rows"); }
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

struct Parent {
  std::string table;
  std::vector<std::string> links;  // that refer to it
};

class TruncateOfAParent : public Truncates, public testing::WithParamInterface<Parent> {};

TEST_P(TruncateOfAParent, RestoredWithItsLinksInTheSameTransactionLeavesAllDocuments) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  Change(3);
  ExpectEqual();
  std::string save = Save(GetParam().table), load = Load(GetParam().table);
  for (const auto& link : GetParam().links) {
    save += Save(link);
    load += Load(link);
  }
  ASSERT_NO_FATAL_FAILURE(Psql(save));
  const auto before = Indexed(site_.Alias("movies"));
  ASSERT_NO_FATAL_FAILURE(Psql("BEGIN;\nTRUNCATE content." + GetParam().table + " CASCADE;\n" + load + "COMMIT;"));
  ExpectEqual();
  EXPECT_EQ(Differences(before, Indexed(site_.Alias("movies"))), "");
  // And with changes in between: to what was there, to what is restored.
  ASSERT_NO_FATAL_FAILURE(
      Psql("BEGIN;\nUPDATE content.film_work SET title = title || ' before';\nTRUNCATE content." + GetParam().table +
           " CASCADE;\n" + load +
           "UPDATE content.person SET full_name = full_name || ' after';\n"
           "DELETE FROM content.genre_film_work WHERE id IN (SELECT id FROM content.genre_film_work "
           "LIMIT 10);\nCOMMIT;"));
  ExpectEqual();
}

INSTANTIATE_TEST_SUITE_P(Parents, TruncateOfAParent,
                         testing::Values(Parent{"film_work", {"genre_film_work", "person_film_work"}},
                                         Parent{"genre", {"genre_film_work"}}, Parent{"person", {"person_film_work"}}),
                         [](const auto& tried) { return tried.param.table; });

class TruncateWhileFilling : public Truncates {
 protected:
  TruncateWhileFilling() : Truncates(500) {
    site_.Configure({{"backfill", {{"documents_per_second", 200}, {"page", 20}}}});
  }
  void BeginFilling() {
    daemon_.Start();
    ASSERT_TRUE(WaitUntil([&] { return Filled() >= 100; }, kLong));
  }
  std::uint64_t Filled() {
    const Json status = daemon_.IndexStatus("movies");
    return status.is_null() || status.at("filling").is_null() ? 0 : status.at("filling").value("documents", 0U);
  }
  void ExpectEqualThoughItFilled() {
    EXPECT_GT(Filled(), 0U) << "it was filled before";
    ExpectEqualOnceLive();
  }
};

TEST_F(TruncateWhileFilling, OfLinksLeavesWhatTheSqlReturns) {
  ASSERT_NO_FATAL_FAILURE(BeginFilling());
  database_.Exec("TRUNCATE content.person_film_work");
  database_.Exec("TRUNCATE content.genre CASCADE");
  ExpectEqualThoughItFilled();
}

TEST_F(TruncateWhileFilling, OfTheRootLeavesWhatTheSqlReturns) {
  ASSERT_NO_FATAL_FAILURE(BeginFilling());
  database_.Exec("TRUNCATE content.film_work CASCADE");
  Change(4);
  ExpectEqualOnceLive();
}

TEST_F(TruncateWhileFilling, OfTheRootRestoredInTheSameTransactionLeavesWhatTheSqlReturns) {
  const std::vector<std::string> tables{"film_work", "genre_film_work", "person_film_work"};
  std::string save, load;
  for (const auto& table : tables) {
    save += Save(table);
    load += Load(table);
  }
  ASSERT_NO_FATAL_FAILURE(Psql(save));
  ASSERT_NO_FATAL_FAILURE(BeginFilling());
  ASSERT_NO_FATAL_FAILURE(Psql("BEGIN;\nTRUNCATE content.film_work CASCADE;\n" + load + "COMMIT;"));
  ExpectEqualThoughItFilled();
  EXPECT_EQ(Indexed(site_.Alias("movies")).size(), 500U);
}

class TruncateMany : public Truncates {
 protected:
  TruncateMany() : Truncates(2500) { site_.Configure({{"batch", {{"documents", 100}}}}); }
};

TEST_F(TruncateMany, OfALinkTableUnderLoadIsWalkedToItsEnd) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  test::Load load([&](std::stop_token stop) { ChangeUntil(1, stop); });
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
      "TRUNCATE content.film_work, content.genre, content.person, content.genre_film_work, content.person_film_work "
      "CASCADE");
  ExpectEqual();
  EXPECT_TRUE(Indexed(site_.Alias("movies")).empty());
}

}  // namespace
}  // namespace cdc::test
