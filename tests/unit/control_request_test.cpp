// What is refused before the service is asked, and how errors travel.
#include "cdc/base/secret.h"
#include "cdc/control/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/control/problem.h"
#include "tests/support/fake_service.h"

namespace cdc::control {
namespace {

const Access kOpen{"127.0.0.1", ""};
const Access kWithToken{"127.0.0.1", "s3cret"};

Request Get(std::string target) { return {.method = "GET", .target = std::move(target), .host = "127.0.0.1:8091"}; }

Request Post(std::string target, std::string body) {
  return {.method = "POST",
          .target = std::move(target),
          .host = "127.0.0.1:8091",
          .content_type = "application/json",
          .body = std::move(body)};
}

Reply Ask(const Request& request, const Access& access = kOpen) {
  auto prepared = Prepare(request, access);
  if (auto* refused = std::get_if<Reply>(&prepared)) return *refused;
  FakeService service;
  return Answer(service, std::get<Prepared>(prepared));
}

TEST(ControlRequest, AKnownPathIsAnswered) {
  EXPECT_EQ(Ask(Get("/livez")).status, 200U);
  EXPECT_EQ(Ask(Get("/status")).status, 200U);
  EXPECT_EQ(Ask(Post("/wait", "{}")).status, 200U);
}

TEST(ControlRequest, AProcessIsNotAliveWhileAThreadOfItHangs) {
  FakeService service;
  service.hanging = Pulses::Late{"reader", std::chrono::minutes(11)};
  const Reply reply = Answer(service, std::get<Prepared>(Prepare(Get("/livez"), kOpen)));
  EXPECT_EQ(reply.status, 503U);
  EXPECT_EQ(Json::parse(reply.body), Json({{"live", false}, {"hanging", "reader"}, {"silent_seconds", 660.0}}));
}

TEST(ControlRequest, AnUnknownPathIsNotFound) {
  for (const char* target :
       {"/", "/statu", "/status/", "/status/x", "//status", "/indices//rebuild", "/%2e%2e/status"}) {
    EXPECT_EQ(Ask(Get(target)).status, 404U) << target;
  }
}

TEST(ControlRequest, ATargetThatIsNoPathIsRefused) {
  for (const char* target : {"", "status", "http://127.0.0.1/status", "/a b", "/%zz", "*"}) {
    EXPECT_EQ(Ask(Get(target)).status, 400U) << target;
  }
}

TEST(ControlRequest, AWrongMethodIsToldTheRightOnes) {
  auto reply = Ask(Post("/status", "{}"));
  EXPECT_EQ(reply.status, 405U);
  EXPECT_EQ(reply.allow, "GET, HEAD");
  auto other = Get("/wait");
  other.method = "DELETE";
  EXPECT_EQ(Ask(other).allow, "POST");
}

TEST(ControlRequest, HeadIsAskedLikeGet) {
  auto request = Get("/readyz");
  request.method = "HEAD";
  EXPECT_EQ(Ask(request).status, 200U);
}

TEST(ControlRequest, AHostThatIsNoAddressAndNotOursIsRefused) {
  for (const char* host : {"evil.example", "evil.example:8091", "127.0.0.1.evil.example", "", "[::1", ":8091"}) {
    auto request = Get("/status");
    request.host = host;
    EXPECT_EQ(Ask(request).status, 403U) << host;
  }
  for (const char* host : {"127.0.0.1", "LOCALHOST:1", "[::1]:8091", "10.0.0.7:8091"}) {
    auto request = Get("/status");
    request.host = host;
    EXPECT_EQ(Ask(request).status, 200U) << host;
  }
  auto named = Get("/status");
  named.host = "walcast.internal:8091";
  EXPECT_EQ(Ask(named, {"walcast.internal", ""}).status, 200U);
  auto without = Get("/status");
  without.host = std::nullopt;
  EXPECT_EQ(Ask(without).status, 400U);
}

TEST(ControlRequest, AForeignWebPageIsRefused) {
  auto request = Post("/slot/reset", "{}");
  request.origin = "https://evil.example";
  EXPECT_EQ(Ask(request).status, 403U);
  request.origin = "null";
  EXPECT_EQ(Ask(request).status, 403U);
  request.origin = "http://127.0.0.1:8091";
  EXPECT_EQ(Ask(request).status, 200U);
  request.origin = std::nullopt;
  for (const char* site : {"cross-site", "same-site", "?"}) {
    request.fetch_site = site;
    EXPECT_EQ(Ask(request).status, 403U) << site;
  }
  request.fetch_site = "same-origin";
  EXPECT_EQ(Ask(request).status, 200U);
}

TEST(ControlRequest, TheTokenIsAskedForExceptByProbes) {
  EXPECT_EQ(Ask(Get("/livez"), kWithToken).status, 200U);
  EXPECT_EQ(Ask(Get("/readyz"), kWithToken).status, 200U);
  auto request = Get("/status");
  EXPECT_EQ(Ask(request, kWithToken).status, 401U);
  for (const char* wrong :
       {"Bearer", "Bearer ", "Bearer s3cre", "Bearer s3crets", "Basic s3cret", "s3cret", "Bearer  s3cret"}) {
    request.authorization = wrong;
    EXPECT_EQ(Ask(request, kWithToken).status, 401U) << wrong;
  }
  request.authorization = "bearer s3cret";
  EXPECT_EQ(Ask(request, kWithToken).status, 200U);
}

TEST(ControlRequest, WhatProbesDoNotNeedIsNotOpen) {
  for (const char* target : {"/readyz?verbose", "/readyz?verbose=1", "/metrics", "/events"}) {
    auto request = Get(target);
    EXPECT_EQ(Ask(request, kWithToken).status, 401U) << target;
    request.authorization = "Bearer s3cret";
    EXPECT_EQ(Ask(request, kWithToken).status, 200U) << target;
  }
  for (const char* target : {"/pause", "/resume"}) EXPECT_EQ(Ask(Post(target, "{}"), kWithToken).status, 401U);
}

TEST(ControlRequest, APausedStreamIsReadyAndSaysSoToWhoAsksForMore) {
  EXPECT_EQ(Ask(Get("/readyz")).body, R"({"ready":true})");
  const auto reply = Ask(Get("/readyz?verbose"));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, testing::HasSubstr("streaming, paused"));
  EXPECT_EQ(Ask(Get("/readyz?verbos")).status, 400U);
}

TEST(ControlRequest, MetricsAreTextAndAPauseTakesNoMembers) {
  EXPECT_TRUE(Ask(Get("/metrics")).type.starts_with("text/plain; version=0.0.4"));
  EXPECT_EQ(Ask(Post("/pause", "{}")).status, 200U);
  EXPECT_EQ(Ask(Post("/pause", R"({"seconds":5})")).status, 400U);
  EXPECT_EQ(Ask(Post("/resume", "{}")).status, 200U);
}

TEST(ControlRequest, APostNeedsJsonEvenWithoutABody) {
  auto request = Post("/slot/reset", "");
  EXPECT_EQ(Ask(request).status, 200U);
  request.content_type = "application/json; charset=utf-8";
  EXPECT_EQ(Ask(request).status, 200U);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"}) {
    request.content_type = type;
    EXPECT_EQ(Ask(request).status, 415U) << type;
  }
  request.content_type = std::nullopt;
  EXPECT_EQ(Ask(request).status, 415U);
}

TEST(ControlRequest, ABodyThatMeansNothingIsRefused) {
  const std::string deep(200'000, '[');
  for (const std::string& body :
       {std::string("{"), std::string("[]"), std::string("null"), std::string("\"x\""), std::string("{\"a\":\xff}"),
        deep, std::string("{\"lsn\": 5}"), std::string("{\"lsn\": \"x\"}"), std::string("{\"limit_seconds\": -1}"),
        std::string("{\"limit_seconds\": 1e300}"), std::string("{\"limit_seconds\": \"1\"}"),
        std::string("{\"unknown\": 1}")}) {
    EXPECT_EQ(Ask(Post("/wait", body)).status, 400U) << body.substr(0, 40);
  }
  for (const char* body : {R"({"ids": "a"})", R"({"ids": [1]})", R"({"index": 1})"}) {
    EXPECT_EQ(Ask(Post("/dead-letters/retry", body)).status, 400U) << body;
  }
  auto get = Get("/status");
  get.body = "{}";
  EXPECT_EQ(Ask(get).status, 400U);
}

TEST(ControlRequest, ALimitOfLettersIsChecked) {
  for (const char* limit : {"0", "-1", "1001", "x", "", "99999999999999999999"}) {
    EXPECT_EQ(Ask(Get(std::string("/dead-letters?limit=") + limit)).status, 400U) << limit;
  }
  EXPECT_EQ(Ask(Get("/dead-letters?limit=1000&index=movies")).status, 200U);
}

TEST(ControlRequest, WhatThePathNamesAndNobodyKnowsIsNotFound) {
  auto reply = Ask(Post("/indices/unknown/rebuild", ""));
  EXPECT_EQ(reply.status, 404U);
  EXPECT_TRUE(reply.problem);
}

TEST(ControlRequest, ARebuildStartsOverOnlyWhereItIsAskedTo) {
  FakeService service;
  bool restart = false;
  service.on_rebuild = [&](const std::string&, bool given) {
    restart = given;
    return Json::object();
  };
  const auto ask = [&](const char* body) {
    return Answer(service, std::get<Prepared>(Prepare(Post("/indices/movies/rebuild", body), kOpen))).status;
  };
  EXPECT_EQ(ask(R"({"restart": true})"), 200U);
  EXPECT_TRUE(restart);
  EXPECT_EQ(ask("{}"), 200U);
  EXPECT_FALSE(restart);
  for (const char* body : {R"({"restart": 1})", R"({"restart": "true"})", R"({"again": true})"}) {
    EXPECT_GE(ask(body), 400U) << body;
  }
}

TEST(ControlRequest, AnEscapedNameIsDecoded) {
  auto prepared = Prepare(Post("/indices/a%2Fb%20c/rebuild", ""), kOpen);
  ASSERT_TRUE(std::holds_alternative<Prepared>(prepared));
  EXPECT_EQ(std::get<Prepared>(prepared).call.parameter, "a/b c");
}

TEST(ControlRequest, ADefectKeepsItsTextToItself) {
  FakeService service;
  service.on_status = []() -> Json { throw std::runtime_error("row value 42"); };
  auto prepared = Prepare(Get("/status"), kOpen);
  auto reply = Answer(service, std::get<Prepared>(prepared));
  EXPECT_EQ(reply.status, 500U);
  EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("42")));
}

TEST(Problem, AnErrorComesBackAsItWas) {
  for (int i = 0; i <= static_cast<int>(Kind::kDiffers); ++i) {
    Error error(static_cast<Kind>(i), "what was tried", "A hint.");
    auto back = FromProblem(HttpStatus(error.kind()), ToProblem(error, HttpStatus(error.kind())));
    EXPECT_EQ(back.kind(), error.kind());
    EXPECT_STREQ(back.what(), error.what());
    EXPECT_EQ(back.hint(), error.hint());
  }
}

TEST(Problem, AnAnswerOfAnotherProgramIsSaidToBeOne) {
  EXPECT_EQ(FromProblem(502, "<html>").kind(), Kind::kUnavailable);
  EXPECT_EQ(FromProblem(404, "{}").kind(), Kind::kUsage);
  EXPECT_EQ(FromProblem(200, R"({"kind": 5, "detail": []})").kind(), Kind::kCorrupt);
}

TEST(Secret, OnlyTheSameIsTheSame) {
  EXPECT_TRUE(SameSecret("abc", "abc"));
  EXPECT_FALSE(SameSecret("abcabc", "abc"));
  EXPECT_FALSE(SameSecret("", "abc"));
  EXPECT_FALSE(SameSecret("abc", ""));
}

}  // namespace
}  // namespace cdc::control
