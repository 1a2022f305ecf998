#include "cdc/pg/sql_text.h"

#include <gtest/gtest.h>

namespace cdc::pg {
namespace {

TEST(SqlText, TheEndIsTrimmed) {
  EXPECT_EQ(TrimStatement("SELECT 1;\n -- done; really\n ; /* ; /* ; */ */"), "SELECT 1");
  EXPECT_EQ(TrimStatement("-- first\nSELECT ';' "), "-- first\nSELECT ';'");
  EXPECT_EQ(TrimStatement("SELECT 1; SELECT 2;"), "SELECT 1; SELECT 2");
  EXPECT_EQ(TrimStatement(" -- nothing"), "");
}

TEST(SqlText, LayoutIsNormalisedButNotLiterals) {
  EXPECT_EQ(NormaliseStatement("SELECT  1 -- one\n\t+/* two */2"), "SELECT 1 + 2");
  EXPECT_EQ(NormaliseStatement("SELECT 'a  --b', \"c  d\", $$e  f$$, $x$ $$  $x$, E'\\'  '"),
            "SELECT 'a  --b', \"c  d\", $$e  f$$, $x$ $$  $x$, E'\\'  '");
  EXPECT_NE(NormaliseStatement("SELECT 'a  b'"), NormaliseStatement("SELECT 'a b'"));
}

TEST(SqlText, ParametersAreReplacedOutsideOfLiterals) {
  const auto replace = [](std::string_view sql) {
    return ReplaceParameters(sql, [](std::size_t number) { return "<" + std::to_string(number) + ">"; });
  };
  EXPECT_EQ(replace("a = ANY($1) AND b = $12::text"), "a = ANY(<1>) AND b = <12>::text");
  EXPECT_EQ(replace("'$1' || \"$1\" || $$ $1 $$ -- $1\n|| $1 || x$1"),
            "'$1' || \"$1\" || $$ $1 $$ -- $1\n|| <1> || x$1");
}

TEST(SqlText, PositionsCountCharactersAndLines) {
  EXPECT_EQ(DescribePosition("SELECT x", 8), "line 1, character 8");
  EXPECT_EQ(DescribePosition("SELECT 'фильм',\n  x", 19), "line 2, character 3");
  EXPECT_EQ(DescribePosition("SELECT", 1), "line 1, character 1");
}

TEST(SqlText, StringsAreListedWithoutNamesAndComments) {
  EXPECT_EQ(StringLiterals("SELECT 'a''b', \"c\", $x$d$x$, E'\\'e' -- 'f'\n, g /* 'h' */"),
            (std::vector<std::string>{"'a''b'", "$x$d$x$", "E'\\'e'"}));
}

TEST(SqlText, NamesAreReadAsPostgresqlSpellsThem) {
  EXPECT_EQ(NamesIn("SELECT Content . \"My \"\"Role\"\"\".Job -- x\n, y"),
            (std::set<TableName>{{"", "select"}, {"content", "My \"Role\""}, {"My \"Role\"", "job"}, {"", "y"}}));
  EXPECT_EQ(NamesIn("EXECUTE 'FROM a.b WHERE c = ''d'''"),
            (std::set<TableName>{{"", "execute"}, {"", "from"}, {"a", "b"}, {"", "where"}, {"", "c"}, {"", "d"}}))
      << "a string may be a statement";
  EXPECT_EQ(NamesIn("$x$ e $x$"), (std::set<TableName>{{"", "e"}}));
  EXPECT_EQ(NamesIn("'' \"\" E'' $$$$ 'open"), (std::set<TableName>{{"", "open"}})) << "whatever it is, it ends";
}

TEST(SqlText, WordsAreFoundInAnyCaseAndPlace) {
  EXPECT_TRUE(Contains("Today12:00", "today"));
  EXPECT_FALSE(Contains("to day", "today"));
}

TEST(SqlText, WordsAreFoundWhole) {
  EXPECT_TRUE(HasWord("SELECT 1 FROM t", {"from"}));
  EXPECT_TRUE(HasWord("execute", {"from", "execute"}));
  EXPECT_FALSE(HasWord("fromage + a_from", {"from"}));
}

}  // namespace
}  // namespace cdc::pg
