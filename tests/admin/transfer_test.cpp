#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "admin/server/catalogue/csv.h"
#include "cdc/model/lsn.h"
#include "tests/admin/editing.h"

namespace admin {
namespace {

using catalogue::CsvLine;
using catalogue::JoinList;
using catalogue::ReadCsv;
using catalogue::SplitList;
using test::Answer;
using test::Editing;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> ThereAndBack(const std::vector<std::string>& cells) {
  return ReadCsv("a,b\n" + CsvLine(cells)).lines.at(1);
}

TEST(Csv, CellsComeBackAsTheyWent) {
  for (const std::vector<std::string>& cells : {std::vector<std::string>{"a", "b"},
                                                {"quote \" comma ,", "line\nbreak\r\n"},
                                                {"=1+1", "'=1"},
                                                {"", "-5"},
                                                {"@x", "\ttab"},
                                                {"'", "''"}}) {
    EXPECT_EQ(ThereAndBack(cells), cells);
  }
}

TEST(Csv, NoCellIsAFormula) {
  EXPECT_EQ(CsvLine(std::vector<std::string>{"=HYPERLINK(1)", "+1", "-1", "@a"}), "'=HYPERLINK(1),'+1,'-1,'@a\r\n");
}

TEST(Csv, IsReadWithAnySeparatorAndWithAByteOrderMark) {
  EXPECT_THAT(ReadCsv("\xEF\xBB\xBF"
                      "a;b\r\n1;\"2,5\"\r\n\r\n")
                  .lines,
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2,5")));
  EXPECT_THAT(ReadCsv("a\tb\n1\t").lines, ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "")));
  EXPECT_FALSE(ReadCsv("a,b\n\"open").whole);
}

TEST(Csv, ListsKeepBarsInNames) {
  const std::vector<std::string> names{"a|b", "c\\", "d"};
  EXPECT_EQ(SplitList(JoinList(names)), names);
  EXPECT_TRUE(SplitList("").empty());
}

TEST(Csv, IsReadNoFurtherThanAsked) {
  EXPECT_EQ(ReadCsv("a\nb\nc\n\"open", 2).lines.size(), 2u);
  EXPECT_EQ(ReadCsv(std::string(1000, ',')).lines.at(0).size(), catalogue::kMostCells);
  EXPECT_THAT(SplitList("a|b|c|d", 2), ElementsAre("a", "b"));
}

class Import : public testing::Test {
 protected:
  Import() {
    api.database().Exec(
        "INSERT INTO content.genre (id, name) VALUES ('90000000-0000-4000-8000-000000000001', 'Drama');"
        "INSERT INTO content.person (id, full_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Ann'), "
        "('a0000000-0000-4000-8000-000000000002', 'Bob'), ('a0000000-0000-4000-8000-000000000003', 'Bob');"
        "INSERT INTO content.film_work (id, title, type, rating) VALUES ('f0000000-0000-4000-8000-000000000001', "
        "'Solaris', 'movie', 8)");
  }
  Answer Csv(const std::string& text, const std::string& query = "") {
    return api.Do("POST", "/api/admin/films/import.csv" + query, {.body = text});
  }

  Editing api;
  const std::string kGood =
      "id,title,type,rating,genres,actors\n"
      "f0000000-0000-4000-8000-000000000001,Solaris,movie,8.5,Drama,Ann|Bob [a0000000-0000-4000-8000-000000000003]\n"
      ",Stalker,movie,,Drama,a0000000-0000-4000-8000-000000000002\n";
};

TEST_F(Import, ADryRunReportsAndChangesNothing) {
  const auto report = Csv(kGood, "?dry_run=true");
  EXPECT_EQ(
      report.json,
      Json::parse(
          R"({"dry_run": true, "rows": 2, "created": 1, "updated": 1, "unchanged": 0, "faulty": 0, "faults": []})"));
  EXPECT_EQ(api.database().Value("SELECT string_agg(title || rating, ',') FROM content.film_work"), "Solaris8");
}

TEST_F(Import, RowsMakeAndChangeFilmsAndSayItInTheHistory) {
  const auto report = Csv(kGood);
  ASSERT_EQ(report.status, 200u) << report.text;
  EXPECT_EQ(report.json["created"], 1);
  const auto solaris = api.Get("/api/admin/films/f0000000-0000-4000-8000-000000000001").json;
  EXPECT_EQ(solaris["rating"], 8.5);
  EXPECT_EQ(solaris["actors"][1]["id"], "a0000000-0000-4000-8000-000000000003");
  EXPECT_EQ(solaris["genres"][0]["name"], "Drama");
  EXPECT_EQ(api.Get("/api/admin/history?action=import").json.size(), 2u);
  EXPECT_EQ(Csv(kGood.substr(0, kGood.find(",Stalker"))).json["unchanged"], 1) << "again";
}

TEST_F(Import, EachFaultNamesItsRowAndFieldAndNothingIsApplied) {
  const auto refused =
      Csv("id,title,type,rating,creation_date,genres,actors\n"
          ",One,movie,11,1999-02-30,Drama,Ann\n"
          ",,play,,,Nothing,Bob\n"
          "f0000000-0000-4000-8000-000000000001,A,movie,1,,,\n"
          "f0000000-0000-4000-8000-000000000001,B,movie,1,,,90000000-0000-4000-8000-00000000000f\n"
          "x,C,movie,ten,,,\n"
          ",short\n");
  EXPECT_EQ(refused.status, 422u);
  std::set<std::string> fields;
  for (const auto& error : refused.json["errors"]) fields.insert(error["field"]);
  EXPECT_THAT(fields, testing::IsSupersetOf({"1/rating", "1/creation_date", "2/title", "2/type", "2/genres/0",
                                             "2/actors/0", "4/id", "4/actors/0", "5/id", "5/rating", "6/"}));
  EXPECT_EQ(refused.json["report"]["faulty"], 5);
  EXPECT_EQ(api.database().Value("SELECT string_agg(title, ',') FROM content.film_work"), "Solaris");
  EXPECT_EQ(Csv("title,colour\nx,y\n").status, 422u);
  EXPECT_EQ(Csv("").status, 422u);
}

TEST_F(Import, AFileThatIsNotUtf8IsRefused) {
  EXPECT_EQ(Csv("title,type\n\xD1\xEE,movie\n").status, 422u);
  EXPECT_EQ(Csv(std::string("title,type\na\0b,movie\n", 20)).status, 422u);
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "1");
}

TEST_F(Import, AFileOfTooManyRowsIsRefusedAndOfManyFaultsAThousandAreTold) {
  std::string text = "title,type\n";
  for (int i = 0; i < 1500; ++i) text += "x,play\n";
  const auto report = Csv(text, "?dry_run=true");
  EXPECT_EQ(report.json["faulty"], 1500) << report.text.substr(0, 300);
  EXPECT_EQ(report.json["faults"].size(), 1000u);
  for (int i = 0; i < 19'000; ++i) text += "x,movie\n";
  EXPECT_EQ(Csv(text, "?dry_run=true").status, 422u);
}

TEST_F(Import, WhatIsOfAnotherTypeOrTooLongIsAFaultAndNeverEmpty) {
  Json many = Json::array();
  for (int i = 0; i < 1001; ++i) many.push_back({{"name", "Drama"}});
  const Json solaris{{"id", "f0000000-0000-4000-8000-000000000001"}};
  const auto row = [&](const char* field, const Json& value) {
    Json one = solaris;
    one[field] = value;
    return api.Do("POST", "/api/admin/films/import.json?dry_run=true", {.body = Json::array({one}).dump()}).json;
  };
  const std::vector<std::pair<const char*, Json>> wrong{{"certificate", 18},
                                                        {"genres", "Drama"},
                                                        {"genres", nullptr},
                                                        {"actors", many},
                                                        {"title", nullptr},
                                                        {"title", std::string(1001, 'x')},
                                                        {"description", Json::object()},
                                                        {"rating", "9"},
                                                        {"creation_date", 1972}};
  for (const auto& [field, value] : wrong) {
    const auto report = row(field, value);
    ASSERT_EQ(report["faulty"], 1) << field << value.dump().substr(0, 50) << report.dump();
    EXPECT_EQ(report["faults"][0]["field"], field);
  }
  EXPECT_EQ(row("description", nullptr)["faulty"], 0);
  EXPECT_EQ(Csv("id,rating\nf0000000-0000-4000-8000-000000000001,nan\n", "?dry_run=true").json["faulty"], 1);
}

TEST_F(Import, ARowThatWasExportedBeforeSomebodyChangedItIsAFault) {
  for (const std::string kind : {"csv", "json"}) {
    const auto exported = api.Get("/api/admin/films/export." + kind);
    api.database().Exec("UPDATE content.film_work SET rating = rating - 1");
    const auto report = api.Do("POST", "/api/admin/films/import." + kind, {.body = exported.text});
    EXPECT_EQ(report.status, 422u) << report.text;
    EXPECT_EQ(report.json["errors"][0]["field"], "1/version") << report.text;
    EXPECT_THAT(report.json["errors"][0]["message"].get<std::string>(),
                testing::AllOf(testing::HasSubstr("Export it anew"), testing::HasSubstr("leave the column out")));
    const auto russian =
        api.Do("POST", "/api/admin/films/import." + kind, {.body = exported.text, .language = Language::kRussian});
    EXPECT_THAT(russian.json["errors"][0]["message"].get<std::string>(),
                testing::AllOf(testing::HasSubstr("Выгрузите заново"), testing::HasSubstr("уберите этот столбец")));
  }
  EXPECT_EQ(api.database().Value("SELECT rating FROM content.film_work"), "6");
}

TEST_F(Import, ADryRunRefusesANameThatAnotherGenreHas) {
  const auto report = api.Do("POST", "/api/admin/genres/import.csv?dry_run=true",
                             {.body = "id,name\n90000000-0000-4000-8000-000000000002,Drama\n"});
  EXPECT_EQ(report.json["faulty"], 1) << report.text;
}

TEST_F(Import, JsonTakesWhatAnExportGave) {
  const auto exported = api.Get("/api/admin/films/export.json");
  EXPECT_EQ(exported.headers.at("Content-Disposition"), "attachment; filename=\"films.json\"");
  const auto report = api.Do("POST", "/api/admin/films/import.json", {.body = exported.text});
  EXPECT_EQ(report.json["unchanged"], 1) << report.text;
  const auto partly = api.Do("POST", "/api/admin/films/import.json",
                             {.body = R"([{"id": "f0000000-0000-4000-8000-000000000001", "title": "Солярис"}])"});
  EXPECT_EQ(partly.json["updated"], 1) << partly.text;
  EXPECT_EQ(api.Get("/api/admin/films/f0000000-0000-4000-8000-000000000001").json["rating"], 8)
      << "what is left out stays";
}

TEST_F(Import, GenresAreKnownByTheirNames) {
  const auto report = api.Do("POST", "/api/admin/genres/import.csv", {.body = "name;description\nDrama;sad\nNoir;\n"});
  EXPECT_EQ(report.json["updated"], 1) << report.text;
  EXPECT_EQ(report.json["created"], 1);
  EXPECT_EQ(api.database().Value("SELECT description FROM content.genre WHERE name = 'Drama'"), "sad");
}

TEST_F(Import, TheSameFileWithTheSameKeyIsImportedOnce) {
  const test::Ask ask{.body = kGood, .headers = {{"Idempotency-Key", "k"}}};
  const auto first = api.Do("POST", "/api/admin/films/import.csv", ask),
             second = api.Do("POST", "/api/admin/films/import.csv", ask);
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "2");
}

class ImportInBatches : public Import {
 protected:
  // The lines of an answer.
  static std::vector<Json> Lines(const Answer& answer) {
    std::vector<Json> lines;
    std::istringstream text(answer.text);
    for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
    return lines;
  }
  static std::string Id(int number) { return fmt::format("f1000000-0000-4000-8000-{:012}", number); }
  // Films of which the ids begin at Id(1), with "," in place of the id where there is to be none.
  static std::string File(int rows, bool ids = true) {
    std::string text = "id,title,type,genres\n";
    for (int i = 1; i <= rows; ++i) text += fmt::format("{},Film {},movie,Drama\n", ids ? Id(i) : "", i);
    return text;
  }
  std::string Count(const std::string& of) { return api.database().Value("SELECT count(*) FROM " + of); }
};

TEST_F(ImportInBatches, EachBatchIsToldOfAndTheReportIsTheLastLine) {
  const auto answer = Csv(File(1200), "?mode=batches");
  ASSERT_EQ(answer.status, 200u) << answer.text;
  const auto lines = Lines(answer);
  ASSERT_EQ(lines.size(), 4u) << answer.text;
  EXPECT_EQ(lines[0], Json::parse(R"({"done": 500, "of": 1200, "created": 500, "updated": 0, "unchanged": 0})"));
  EXPECT_EQ(lines[2]["done"], 1200);
  EXPECT_EQ(lines[3]["created"], 1200);
  EXPECT_EQ(lines[3]["rows"], 1200);
  EXPECT_TRUE(cdc::Lsn::Parse(lines[3]["lsn"].get<std::string>())) << lines[3];
  EXPECT_EQ(Count("content.film_work"), "1201");
  EXPECT_EQ(Count("admin.history WHERE action = 'import'"), "1200");
  EXPECT_EQ(api.database().Value("SELECT count(DISTINCT xmin::text) FROM admin.history"), "3")
      << "a transaction for each";
}

TEST_F(ImportInBatches, AFileWithAFaultInItsLastRowChangesNothing) {
  const auto refused = Csv(File(700) + ",,play,Nothing\n", "?mode=batches");
  EXPECT_EQ(refused.status, 422u);
  std::set<std::string> fields;
  for (const auto& error : refused.json["errors"]) fields.insert(error["field"]);
  EXPECT_THAT(fields, testing::IsSupersetOf({"701/title", "701/type", "701/genres/0"}));
  EXPECT_EQ(Csv(File(700) + Id(3) + ",Again,movie,\n", "?mode=batches").json["errors"][0]["field"], "701/id");
  EXPECT_EQ(Csv(File(700) + ",\"open", "?mode=batches").status, 422u);
  EXPECT_EQ(Count("content.film_work"), "1");
}

TEST_F(ImportInBatches, ADryRunReportsAndChangesNothing) {
  const auto report = Csv(File(600), "?mode=batches&dry_run=true");
  EXPECT_EQ(report.json["created"], 600) << report.text;
  EXPECT_EQ(report.json["dry_run"], true);
  EXPECT_EQ(Count("content.film_work"), "1");
}

TEST_F(ImportInBatches, TheSameFileAgainChangesNothingWhetherItsRowsHaveIdsOrNot) {
  for (const bool ids : {true, false}) {
    EXPECT_EQ(Lines(Csv(File(700, ids), "?mode=batches")).back()["created"], 700);
    const auto again = Lines(Csv(File(700, ids), "?mode=batches")).back();
    EXPECT_EQ(again["unchanged"], 700) << again;
  }
  EXPECT_EQ(Count("content.film_work"), "1401");
  EXPECT_EQ(Count("admin.history"), "1400");
  // What somebody wrote into a film that such a row had made stays.
  api.database().Exec("UPDATE content.film_work SET title = 'Mine' WHERE title = 'Film 7'");
  EXPECT_EQ(Lines(Csv(File(700, false), "?mode=batches")).back()["unchanged"], 700);
  EXPECT_EQ(Count("content.film_work WHERE title = 'Mine'"), "2");
}

TEST_F(ImportInBatches, AnExportThatWasChangedCanBeImportedTwice) {
  ASSERT_EQ(Csv(File(3)).status, 200u);
  auto exported = api.Get("/api/admin/films/export.json").json;
  for (auto& film : exported) film["rating"] = 5;
  const test::Ask ask{.body = exported.dump()};
  EXPECT_EQ(Lines(api.Do("POST", "/api/admin/films/import.json?mode=batches", ask)).back()["updated"], 4);
  // The versions are others now, but the rows are what the file says.
  EXPECT_EQ(Lines(api.Do("POST", "/api/admin/films/import.json?mode=batches", ask)).back()["unchanged"], 4);
  EXPECT_EQ(api.Do("POST", "/api/admin/films/import.json", ask).json["unchanged"], 4);
}

TEST_F(ImportInBatches, ABatchThatFailsLeavesThoseBeforeIt) {
  api.database().Exec("ALTER TABLE content.film_work ADD CONSTRAINT not_this CHECK (title <> 'Film 1100')");
  const auto answer = Csv(File(1200), "?mode=batches");
  EXPECT_EQ(answer.status, 200u);
  const auto lines = Lines(answer);
  ASSERT_EQ(lines.size(), 3u) << answer.text;
  EXPECT_EQ(lines[2]["done"], 1000);
  EXPECT_EQ(lines[2]["created"], 1000);
  EXPECT_EQ(lines[2]["problem"]["status"], 422);
  EXPECT_THAT(lines[2]["problem"]["detail"].get<std::string>(), HasSubstr("not_this"));
  EXPECT_THAT(lines[2]["message"].get<std::string>(), HasSubstr("The first 1000 of 1200 rows are imported"));
  EXPECT_TRUE(lines[2].contains("lsn"));
  EXPECT_EQ(Count("content.film_work"), "1001");
  EXPECT_EQ(Count("admin.history"), "1000");
  api.database().Exec("ALTER TABLE content.film_work DROP CONSTRAINT not_this");
  const auto again = Lines(Csv(File(1200), "?mode=batches")).back();
  EXPECT_EQ(again["unchanged"], 1000) << again;
  EXPECT_EQ(again["created"], 200);
}

TEST_F(ImportInBatches, MoreRowsThanATransactionTakesAreImportedOfCsv) {
  std::string text = "full_name\n";
  for (int i = 0; i < 20'200; ++i) text += fmt::format("Person {}\n", i);
  const auto post = [&](const std::string& query) {
    return api.Do("POST", "/api/admin/persons/import.csv" + query, {.body = text});
  };
  EXPECT_EQ(post("").status, 422u);
  EXPECT_EQ(Lines(post("?mode=batches")).back()["created"], 20'200);
  for (int i = 0; i < 180'000; ++i) text += "x\n";
  EXPECT_EQ(post("?mode=batches").status, 422u) << "of more than 200,000";
}

TEST_F(ImportInBatches, GenresAreKnownByTheirNames) {
  const test::Ask ask{.body = "name;description\nDrama;sad\nNoir;\n"};
  const auto report = Lines(api.Do("POST", "/api/admin/genres/import.csv?mode=batches", ask)).back();
  EXPECT_EQ(report["updated"], 1) << report;
  EXPECT_EQ(report["created"], 1);
  EXPECT_EQ(Lines(api.Do("POST", "/api/admin/genres/import.csv?mode=batches", ask)).back()["unchanged"], 2);
}

TEST_F(ImportInBatches, AnIdempotencyKeyIsRefused) {
  const test::Ask ask{.body = kGood, .headers = {{"Idempotency-Key", "k"}}};
  EXPECT_EQ(api.Do("POST", "/api/admin/films/import.csv?mode=batches", ask).status, 400u);
  EXPECT_EQ(Count("content.film_work"), "1");
}

TEST(Export, TenThousandFilmsAreSentInSmallPieces) {
  Editing api(10'000);
  const auto csv = api.Get("/api/admin/films/export.csv?_sort=title");
  EXPECT_EQ(catalogue::ReadCsv(csv.text).lines.size(), 10'001u);
  EXPECT_GT(csv.text.size(), 4u << 20);
  EXPECT_LT(csv.largest_write, 1u << 20);
  const auto some = api.Get("/api/admin/films/export.json?type=tv_show&_sort=rating&_order=DESC");
  EXPECT_EQ(std::to_string(some.json.size()),
            api.database().Value("SELECT count(*) FROM content.film_work WHERE type = 'tv_show'"));
  // What went out comes back as nothing new.
  const auto report = api.Do("POST", "/api/admin/films/import.csv", {.body = csv.text});
  EXPECT_EQ(report.json["unchanged"], 10'000) << report.text.substr(0, 500);
}

}  // namespace
}  // namespace admin
