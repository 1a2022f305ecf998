// Bodies are held against their schemas, and what is wrong is said for each field, in both languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/http/problem.h"
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

}  // namespace
}  // namespace admin::openapi
