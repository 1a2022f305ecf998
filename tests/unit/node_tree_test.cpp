#include "cdc/pg/node_tree.h"

#include <gtest/gtest.h>

#include "cdc/base/error.h"

namespace cdc::pg {
namespace {

TEST(NodeTree, FieldsAreFoundByName) {
  const Node node = ParseNodeTree("{VAR :varno 1 :varattno -6 :varlevelsup 0 :flag true}");
  EXPECT_TRUE(node.Is("VAR"));
  EXPECT_FALSE(node.Is("PARAM"));
  EXPECT_EQ(node.Number("varattno"), -6);
  EXPECT_TRUE(node.True("flag"));
  EXPECT_FALSE(node["missing"]);
  EXPECT_EQ(node.Number("missing"), 0);
}

TEST(NodeTree, ListsOfNodesOfNumbersAndOfStrings) {
  const Node node = ParseNodeTree(
      R"({X :nodes ({A :n 1} {B :n 2}) :ints (i 1 2) :oids (o 16385) :set (b) :names ("a" "b\ c" "i") :none <>})");
  ASSERT_EQ(node["nodes"].items().size(), 2u);
  EXPECT_TRUE(node["nodes"].items()[1].Is("B"));
  ASSERT_EQ(node["ints"].items().size(), 2u);
  EXPECT_EQ(node["ints"].items()[0].text(), "1");
  EXPECT_EQ(node["oids"].items()[0].text(), "16385");
  EXPECT_TRUE(node["set"].items().empty());
  ASSERT_EQ(node["names"].items().size(), 3u);
  EXPECT_EQ(node["names"].items()[1].text(), "b c");
  EXPECT_EQ(node["names"].items()[2].text(), "i");
  EXPECT_FALSE(node["none"]);
}

TEST(NodeTree, StringsThatLookLikeGrammar) {
  const Node node =
      ParseNodeTree(R"({ALIAS :aliasname :odd\ name :other \<> :quoted \"x :braces \{\}\(\) :empty "" :last 1})");
  EXPECT_EQ(node["aliasname"].text(), ":odd name");
  EXPECT_EQ(node["other"].text(), "<>");
  EXPECT_TRUE(node["other"]) << "an escaped <> is a string";
  EXPECT_EQ(node["quoted"].text(), "\"x");
  EXPECT_EQ(node["braces"].text(), "{}()");
  EXPECT_EQ(node["empty"].text(), "");
  EXPECT_TRUE(node["empty"]);
  EXPECT_EQ(node.Number("last"), 1);
}

TEST(NodeTree, TheBytesOfAConstantAreItsValue) {
  const Node node = ParseNodeTree("{CONST :consttype 25 :constvalue 7 [ 28 0 0 0 97 -1 98 ] :location 3}");
  EXPECT_EQ(node["constvalue"].text(), "\x1c" + std::string(3, '\0') + "a\xff" + "b");
  EXPECT_EQ(node.Number("location"), 3);
}

TEST(NodeTree, WhatIsNoTreeIsRefused) {
  for (const char* text : {"", "{", "{VAR", "{VAR :a}", "{VAR :a 1", "{VAR a 1}", "({A}", "{A :b [ 1 2", "{A :b 1} {C}",
                           "{A :b x\\", "}", "{CONST :constvalue 1 [ x ]}"}) {
    EXPECT_THROW(ParseNodeTree(text), Error) << text;
  }
  EXPECT_THROW(ParseNodeTree(std::string(100'000, '(')), Error) << "not by running out of stack";
  EXPECT_THROW(ParseNodeTree("{A :n 1x}").Number("n"), Error);
}

}  // namespace
}  // namespace cdc::pg
