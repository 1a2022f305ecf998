// Bodies are held against their schemas, and what is wrong is said for each field, in both languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/http/problem.h"
#include "admin/server/openapi/document.h"
#include "admin/server/openapi/schemas.h"

namespace admin::openapi {
namespace {

std::map<std::string, std::string> Faults(const char* schema, const Json& body,
                                          Language language = Language::kEnglish) {
  std::map<std::string, std::string> faults;
  try {
    Schemas().Check(schema, body, language);
  } catch (const http::Refusal& refusal) {
    EXPECT_EQ(refusal.status(), 422u);
    EXPECT_FALSE(refusal.errors().empty());
    for (const auto& error : refusal.errors()) faults[error.field] = error.message;
  }
  return faults;
}

Json Right() {
  return {{"type", "about:blank"}, {"title", "x"}, {"status", 404}, {"detail", "x"}, {"request_id", "1"}};
}

TEST(Schemas, ABodyThatFitsPasses) { EXPECT_TRUE(Faults("Problem", Right()).empty()); }

TEST(Schemas, EveryFieldAtFaultIsNamed) {
  auto body = Right();
  body["status"] = 200;
  body["title"] = 7;
  body.erase("detail");
  body["errors"] = {{{"field", "a"}}};
  const auto faults = Faults("Problem", body);
  EXPECT_EQ(faults.at("status"), "must be a whole number, at least 400, at most 599");
  EXPECT_EQ(faults.at("title"), "must be a text, of at most 100 characters");
  EXPECT_EQ(faults.at("detail"), "is required");
  EXPECT_EQ(faults.at("errors/0/message"), "is required");
  EXPECT_EQ(faults.size(), 4u);
}

TEST(Schemas, FaultsAreToldInRussian) {
  auto body = Right();
  body.erase("detail");
  EXPECT_EQ(Faults("Problem", body, Language::kRussian).at("detail"), "обязательно");
}

TEST(Schemas, ATextIsNoNumberAndANumberIsNoText) {
  auto body = Right();
  body["status"] = "404";
  EXPECT_TRUE(Faults("Problem", body).contains("status"));
}

TEST(Schemas, GenresAreChangedInTheirDescriptionAlone) {
  const Json items{{{"id", "90000000-0000-4000-8000-000000000001"}}};
  EXPECT_TRUE(Faults("GenresChange", {{"items", items}, {"set", {{"description", nullptr}}}}).empty());
  EXPECT_TRUE(Faults("GenresChange", {{"items", items}}).contains("set"));
  EXPECT_FALSE(Faults("GenresChange", {{"items", items}, {"set", {{"name", "x"}}}}).empty());
  EXPECT_FALSE(Faults("GenresChange", {{"items", items}, {"set", Json::object()}}).empty());
  EXPECT_FALSE(Faults("GenresChange", {{"items", Json::array()}, {"set", {{"description", "x"}}}}).empty());
}

TEST(Document, AnAnswerInLinesIsPromisedBesideTheWholeOne) {
  const http::Route route{.method = "POST",
                          .path = "/import",
                          .access = http::Access::kEditor,
                          .lane = http::Lane::kLong,
                          .name = "import",
                          .tag = "films",
                          .summary = "",
                          .call = {},
                          .reply = "ImportReport",
                          .lines = {"ImportProgress", "ImportReport", "ImportBrokenOff"}};
  const auto document = MakeDocument(std::span(&route, 1), Schemas(), "sid");
  const auto& content = document["paths"]["/import"]["post"]["responses"]["200"]["content"];
  EXPECT_EQ(content["application/json"]["schema"]["$ref"], "#/components/schemas/ImportReport");
  ASSERT_EQ(content["application/x-ndjson"]["x-lines"].size(), 3u);
  EXPECT_EQ(content["application/x-ndjson"]["x-lines"][2]["$ref"], "#/components/schemas/ImportBrokenOff");
}

TEST(Schemas, TheLinesOfAnImportFitThem) {
  EXPECT_TRUE(Faults("ImportProgress", {{"done", 500}, {"of", 900}, {"created", 500}, {"updated", 0}, {"unchanged", 0}})
                  .empty());
  Json broken{{"problem", Right()}, {"done", 0},      {"of", 900},     {"created", 0},
              {"updated", 0},       {"unchanged", 0}, {"message", "x"}};
  EXPECT_TRUE(Faults("ImportBrokenOff", broken).empty());
  broken.erase("message");
  EXPECT_TRUE(Faults("ImportBrokenOff", broken).contains("message"));
}

}  // namespace
}  // namespace admin::openapi
