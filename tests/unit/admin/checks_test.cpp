// What is refused before a handler runs, and how it is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/http/checks.h"
#include "admin/server/http/forwarded.h"
#include "admin/server/http/negotiation.h"
#include "admin/server/http/parameters.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/target.h"

namespace admin::http {
namespace {

using ::testing::HasSubstr;

constexpr const char* kId = "3d825f60-9fff-4dfe-b294-1a45fa1e115d";

class SomeUser final : public Authenticator {
 public:
  Actor actor;
  Actor Who(const Request&, Worker&) override { return actor; }
};

class AnyBody final : public BodySchemas {
 public:
  void Check(std::string_view, const Json&, Language) const override {}
};

class Checks : public testing::Test {
 protected:
  Checks() : router_(Routes(), user_, schemas_) {}

  std::vector<Route> Routes() {
    const auto say = [](const char* text) { return [text](const Call&) { return Reply({{"said", text}}); }; };
    std::vector<Route> all;
    all.push_back(
        {.method = "GET",
         .path = "/films",
         .access = Access::kPublic,
         .lane = Lane::kShort,
         .name = "list",
         .tag = "t",
         .summary = "",
         .call = say("list"),
         .query = {{.name = "page", .type = Parameter::Type::kInteger, .description = "", .least = 1, .most = 9}}});
    all.push_back({.method = "GET",
                   .path = "/films/facets",
                   .access = Access::kPublic,
                   .lane = Lane::kShort,
                   .name = "facets",
                   .tag = "t",
                   .summary = "",
                   .call = say("facets"),
                   .lines = {"Line"}});
    all.push_back({.method = "GET",
                   .path = "/old",
                   .access = Access::kPublic,
                   .lane = Lane::kShort,
                   .name = "old",
                   .tag = "t",
                   .summary = "",
                   .call = say("old"),
                   .query = {{.name = "page", .description = "", .repeated = true}},
                   .any_query = true,
                   .long_query = "_count=exact"});
    all.push_back({.method = "GET",
                   .path = "/films/{id}",
                   .access = Access::kPublic,
                   .lane = Lane::kShort,
                   .name = "read",
                   .tag = "t",
                   .summary = "",
                   .call = [](const Call& call) { return Reply({{"said", call.path.at("id")}}); }});
    all.push_back({.method = "PUT",
                   .path = "/films/{id}",
                   .access = Access::kEditor,
                   .lane = Lane::kShort,
                   .name = "write",
                   .tag = "t",
                   .summary = "",
                   .call = say("write"),
                   .body = "Film",
                   .scope = "edit",
                   .headers = {"!If-Match"}});
    all.push_back({.method = "DELETE",
                   .path = "/users/{id}",
                   .access = Access::kAdministrator,
                   .lane = Lane::kShort,
                   .name = "remove",
                   .tag = "t",
                   .summary = "",
                   .call = say("remove")});
    return all;
  }

  // A request that would be answered, for tests to spoil.
  static Request Write() {
    Request request;
    request.method = "PUT";
    request.target = std::string("/films/") + kId;
    request.headers.Add("Host", "films.example");
    request.headers.Add("Origin", "https://films.example");
    request.headers.Add("Content-Type", "application/json");
    request.headers.Add("If-Match", "\"1\"");
    request.headers.Add("X-CSRF-Token", "secret");
    request.body = R"({"title":"x"})";
    return request;
  }
  static Request Get(const std::string& target) {
    Request request;
    request.method = "GET";
    request.target = target;
    request.headers.Add("Host", "films.example");
    return request;
  }
  void SignIn(Role role) {
    user_.actor = {.means = Actor::Means::kSession, .user_id = kId, .name = "ann", .role = role, .csrf = "secret"};
  }

  Response Send(const Request& request) {
    auto found = router_.Find(request);
    if (auto* refused = std::get_if<Response>(&found)) return std::move(*refused);
    int nobody = 0;  // the checks hand it on to the authenticator alone
    return router_.Answer(request, std::get<Router::Match>(found), reinterpret_cast<Worker*>(&nobody), {});
  }
  unsigned StatusOf(const Request& request) { return Send(request).status; }

  SomeUser user_;
  AnyBody schemas_;
  Router router_;
};

TEST_F(Checks, FixedWordsWinOverNamesInTheSamePlace) {
  EXPECT_THAT(Send(Get("/films/facets")).body, HasSubstr("facets"));
  EXPECT_THAT(Send(Get(std::string("/films/") + kId)).body, HasSubstr(kId));
}

TEST_F(Checks, ATrailingSlashIsTheSameRoute) { EXPECT_EQ(StatusOf(Get("/films/")), 200u); }

TEST_F(Checks, TwoSlashesAreNot) { EXPECT_EQ(StatusOf(Get("/films//")), 404u); }

TEST_F(Checks, AnIdThatIsNoUuidNamesNothing) { EXPECT_EQ(StatusOf(Get("/films/7")), 404u); }

TEST_F(Checks, AnUnknownMethodIsRefusedWithThoseThatAreTaken) {
  auto request = Write();
  request.method = "PATCH";
  const auto response = Send(request);
  EXPECT_EQ(response.status, 405u);
  EXPECT_EQ(response.headers.Get("Allow"), "GET, HEAD, OPTIONS, PUT");
}

TEST_F(Checks, OptionsTellsWhatIsTaken) {
  auto request = Get("/films");
  request.method = "OPTIONS";
  const auto response = Send(request);
  EXPECT_EQ(response.status, 204u);
  EXPECT_EQ(response.headers.Get("Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(Checks, QueriesAreHeldAgainstWhatTheRouteDeclares) {
  EXPECT_EQ(StatusOf(Get("/films?page=2")), 200u);
  for (const char* wrong :
       {"page=0", "page=10", "page=x", "page=1&page=2", "pag=1", "page=", "page=1.5", "page=99999999999999999999"}) {
    EXPECT_EQ(StatusOf(Get(std::string("/films?") + wrong)), 400u) << wrong;
  }
}

TEST_F(Checks, ARouteThatTakesAnyQueryJudgesItsTextsItself) {
  const std::string digits(1001, '1');
  for (const std::string right : {"/old?page=%00", "/old?page=%ff", "/old?colour=%ff", "/old?page=1&page=2"}) {
    EXPECT_EQ(StatusOf(Get(right)), 200u) << right;
  }
  EXPECT_EQ(StatusOf(Get("/old?page=" + digits)), 200u);
  EXPECT_EQ(StatusOf(Get("/films?page=%ff")), 400u);
}

TEST_F(Checks, ACallIsLongWhereItsQueryMakesItLong) {
  EXPECT_EQ(std::get<Router::Match>(router_.Find(Get("/old?_count=exact"))).lane, Lane::kLong);
  EXPECT_EQ(std::get<Router::Match>(router_.Find(Get("/old?_count=estimate"))).lane, Lane::kShort);
}

TEST_F(Checks, LinesMayBeAskedForWhereTheRouteCanAnswerThem) {
  for (const auto& [target, status] : {std::pair("/films/facets", 200u), std::pair("/films", 406u)}) {
    auto request = Get(target);
    request.headers.Add("Accept", std::string(kLinesType));
    EXPECT_EQ(StatusOf(request), status) << target;
  }
}

TEST_F(Checks, TargetsThatCannotBeReadAreRefused) {
  for (const char* wrong :
       {"films", "/api/films%2", "/films/%00", "/films/%ff", "/films?page=%00", "*", "http://else.example/films"}) {
    EXPECT_EQ(StatusOf(Get(wrong)), 400u) << wrong;
  }
}

TEST_F(Checks, AddressesOfPagesAreReadAsPeopleTypeThemAndThoseOfTheApiAreNot) {
  auto found = router_.Find(Get("/old?filter={}&page=100%|[x]^`\"<>\\"));
  ASSERT_TRUE(std::holds_alternative<Router::Match>(found));
  auto& query = std::get<Router::Match>(found).query;
  EXPECT_EQ(query.Get("filter"), "{}");
  EXPECT_EQ(query.Get("page"), "100%|[x]^`\"<>\\");
  EXPECT_EQ(StatusOf(Get("/api/films?filter={}")), 400u);
  EXPECT_EQ(EncodedTarget("/a%20b?c={%7b}"), "/a%20b?c=%7B%7b%7D");
}

TEST_F(Checks, ARequestNeedsExactlyOneHost) {
  auto request = Get("/films");
  request.headers.Add("Host", "other.example");
  EXPECT_EQ(StatusOf(request), 400u);
}

TEST_F(Checks, WhoIsNotSignedInIsAskedToBe) {
  const auto response = Send(Write());
  EXPECT_EQ(response.status, 401u);
  EXPECT_EQ(response.headers.Get("WWW-Authenticate"), "Bearer");
}

TEST_F(Checks, EachRoleMayDoWhatTheLowerOnesMay) {
  SignIn(Role::kViewer);
  EXPECT_EQ(StatusOf(Write()), 403u);
  for (const Role role : {Role::kEditor, Role::kOperator, Role::kAdministrator}) {
    SignIn(role);
    EXPECT_EQ(StatusOf(Write()), 200u) << Name(role);
  }
}

TEST_F(Checks, ATokenMayDoWhatItsScopesAndItsUsersRoleAllow) {
  auto request = Write();
  user_.actor = {.means = Actor::Means::kToken, .role = Role::kEditor, .scopes = {"read"}};
  EXPECT_EQ(StatusOf(request), 403u);
  user_.actor.scopes = {"read", "edit"};
  EXPECT_EQ(StatusOf(request), 200u);
  user_.actor.role = Role::kViewer;
  EXPECT_EQ(StatusOf(request), 403u);
}

TEST_F(Checks, TokensAreNotTakenWhereARouteNamesNoScope) {
  auto request = Write();
  request.method = "DELETE";
  request.target = std::string("/users/") + kId;
  request.body.clear();
  user_.actor = {.means = Actor::Means::kToken, .role = Role::kAdministrator, .scopes = {"read", "edit", "operate"}};
  EXPECT_EQ(StatusOf(request), 403u);
  SignIn(Role::kAdministrator);
  EXPECT_EQ(StatusOf(request), 200u);
}

TEST_F(Checks, ASessionsChangesCarryItsToken) {
  SignIn(Role::kEditor);
  user_.actor.csrf = "another";
  EXPECT_EQ(StatusOf(Write()), 403u);
  user_.actor.csrf = "";
  EXPECT_EQ(StatusOf(Write()), 403u);
}

TEST_F(Checks, PagesOfOtherSitesChangeNothing) {
  SignIn(Role::kEditor);
  struct Case {
    const char *site, *origin;
    unsigned status;
  };
  for (const auto& one :
       {Case{"same-origin", "", 200}, Case{"none", "", 200}, Case{"cross-site", "", 403}, Case{"same-site", "", 403},
        Case{"", "https://films.example", 200}, Case{"", "https://evil.example", 403}, Case{"", "null", 403},
        Case{"", "", 200}, Case{"cross-site", "https://films.example", 403}}) {
    Request request;
    request.method = "PUT";
    request.target = std::string("/films/") + kId;
    request.headers.Add("Host", "films.example");
    if (*one.site != '\0') request.headers.Add("Sec-Fetch-Site", one.site);
    if (*one.origin != '\0') request.headers.Add("Origin", one.origin);
    request.headers.Add("Content-Type", "application/json");
    request.headers.Add("If-Match", "1");
    request.headers.Add("X-CSRF-Token", "secret");
    request.body = "{}";
    EXPECT_EQ(StatusOf(request), one.status) << one.site << ' ' << one.origin;
  }
}

Request With(const char* name, const char* value) {
  Request request;
  request.headers.Add(name, value);
  return request;
}

TEST_F(Checks, BodiesAreJsonInUtf8) {
  SignIn(Role::kEditor);
  auto request = Write();
  for (const char* wrong : {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "[1,]", "{}x"}) {
    request.body = wrong;
    EXPECT_EQ(StatusOf(request), 400u) << wrong;
  }
  request.body = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(StatusOf(request), 400u) << "nested too deep";
}

TEST(Negotiation, OfContentTypesOnlyTheDeclaredOneIsTaken) {
  for (const char* right : {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"}) {
    EXPECT_TRUE(Carries(With("Content-Type", right), "application/json")) << right;
  }
  for (const char* wrong :
       {"text/plain", "application/json; charset=latin1", "application/x-www-form-urlencoded", ""}) {
    EXPECT_FALSE(Carries(With("Content-Type", wrong), "application/json")) << wrong;
  }
}

TEST(Negotiation, AcceptIsHeeded) {
  EXPECT_TRUE(Accepts(Request{}, "application/json"));
  for (const char* right : {"*/*", "application/*", "text/html, application/json;q=0.1", "text/html,*/*;q=0.8"}) {
    EXPECT_TRUE(Accepts(With("Accept", right), "application/json")) << right;
  }
  for (const char* wrong : {"text/html", "application/json;q=0, */*", "image/*"}) {
    EXPECT_FALSE(Accepts(With("Accept", wrong), "application/json")) << wrong;
  }
}

TEST(Negotiation, TheLanguageIsTheOneThatIsPreferred) {
  EXPECT_EQ(LanguageOf(With("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.8")), Language::kRussian);
  EXPECT_EQ(LanguageOf(With("Accept-Language", "en-GB,ru;q=0.9")), Language::kEnglish);
  EXPECT_EQ(LanguageOf(With("Accept-Language", "de")), Language::kEnglish);
  EXPECT_EQ(LanguageOf(Request{}), Language::kEnglish);
}

TEST(Proxies, OnlyTrustedOnesAreBelieved) {
  const Proxies proxies({"10.0.0.0/8", "::1", "192.0.2.7"});
  struct Case {
    const char *peer, *forwarded, *address;
  };
  for (const auto& one :
       {Case{"203.0.113.9", "1.2.3.4", "203.0.113.9"}, Case{"10.1.2.3", "1.2.3.4", "1.2.3.4"},
        Case{"::1", "6.6.6.6, 1.2.3.4, 10.9.9.9", "1.2.3.4"}, Case{"::ffff:10.1.1.1", "1.2.3.4", "1.2.3.4"},
        Case{"192.0.2.7", "nonsense", "192.0.2.7"}, Case{"192.0.2.8", "1.2.3.4", "192.0.2.8"},
        Case{"10.0.0.1", "1.2.3.4, nonsense", "10.0.0.1"}, Case{"10.0.0.1", "10.0.0.2", "10.0.0.2"}}) {
    Request request;
    request.id = "ours";
    request.headers.Add("X-Forwarded-For", one.forwarded);
    request.headers.Add("X-Forwarded-Proto", "https");
    request.headers.Add("X-Request-Id", "abc-1");
    proxies.Apply(request, one.peer);
    EXPECT_EQ(request.address, one.address) << one.peer;
    const bool trusted = proxies.Trusts(one.peer);
    EXPECT_EQ(request.secure, trusted) << one.peer;
    EXPECT_EQ(request.id, trusted ? "abc-1" : "ours") << one.peer;
  }
}

// As behind a proxy that adds a line of its own below what the client sent.
TEST(Proxies, OnlyTheFieldOfThatNameCounts) {
  const Proxies proxies({"::1"});
  Request request;
  request.headers.Add("X-Forwarded-For", "6.6.6.6");
  request.headers.Add("x-forwarded-for", "1.2.3.4");
  request.headers.Add("Accept-Language", "6.6.6.6");
  proxies.Apply(request, "::1");
  EXPECT_EQ(request.address, "1.2.3.4");
}

TEST(Proxies, AnIdThatCouldBreakALogLineIsNotTaken) {
  const Proxies proxies({"::1"});
  auto request = With("X-Request-Id", "a\nb c");
  request.id = "ours";
  proxies.Apply(request, "::1");
  EXPECT_EQ(request.id, "ours");
}

TEST(Proxies, WhatIsNoNetworkIsRefusedAtTheStart) { EXPECT_THROW(Proxies({"example.org"}), cdc::Error); }

TEST(Targets, Utf8IsJudgedByTheStandard) {
  for (const char* right : {"", "a", "ё", "€", "😀"}) EXPECT_TRUE(IsUtf8(right)) << right;
  for (const char* wrong :
       {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\xf8\x88\x80\x80\x80"})
    EXPECT_FALSE(IsUtf8(wrong));
}

TEST(Parameters, DatesMustExist) {
  for (const char* right : {"2024-02-29", "0001-01-01"}) EXPECT_TRUE(IsDate(right)) << right;
  for (const char* wrong : {"2023-02-29", "2023-13-01", "2023-1-1", "0000-01-01", "2023-01-01x", "-023-01-01"})
    EXPECT_FALSE(IsDate(wrong)) << wrong;
}

}  // namespace
}  // namespace admin::http
