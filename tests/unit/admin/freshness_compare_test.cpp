#include "admin/server/freshness/compare.h"

#include <gtest/gtest.h>

namespace admin::freshness {
namespace {

Indexed InIndex(const char* source) {
  return {.generation = "movies-000002", .version = 0x16B3748, .source = Json::parse(source)};
}

TEST(Freshness, TheSameDocumentInOtherWordsIsFresh) {
  const auto answer =
      Compare(Json::parse(R"({"a": 7, "b": [{"x": 1, "y": 2}]})"), InIndex(R"({"b": [{"y": 2, "x": 1}], "a": 7.0})"));
  EXPECT_EQ(answer.at("state"), "fresh");
  EXPECT_TRUE(answer.at("differences").empty());
  EXPECT_EQ(answer.at("generation"), "movies-000002");
  EXPECT_EQ(answer.at("version"), 0x16B3748);
  EXPECT_EQ(answer.at("lsn"), "0/16B3748");
}

TEST(Freshness, FieldsThatDifferStandSideBySide) {
  const auto answer =
      Compare(Json::parse(R"({"a": 1, "b": ["x", "y"], "c": null})"), InIndex(R"({"a": 1, "b": ["y", "x"], "d": 2})"));
  EXPECT_EQ(answer.at("state"), "differs");
  EXPECT_EQ(answer.at("differences").dump(), R"([{"field":"b","database":["x","y"],"index":["y","x"]},)"
                                             R"({"field":"c","database":null},{"field":"d","index":2}])");
}

TEST(Freshness, WhatOneSideLacksIsNamed) {
  EXPECT_EQ(Compare(Json::object(), std::nullopt).at("state"), "missing");
  EXPECT_TRUE(Compare(Json::object(), std::nullopt).at("version").is_null());
  EXPECT_EQ(Compare(std::nullopt, InIndex("{}")).at("state"), "ghost");
  EXPECT_TRUE(Compare(std::nullopt, InIndex("{}")).at("database").is_null());
  EXPECT_EQ(Compare(std::nullopt, std::nullopt).at("state"), "gone");
}

}  // namespace
}  // namespace admin::freshness
