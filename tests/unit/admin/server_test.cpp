// The server itself: what it takes from the wire, what it refuses, and that nobody keeps others from being served.
#include <gmock/gmock.h>

#include <list>

#include "tests/unit/admin/serving.h"

namespace admin::http {
namespace {

using cdc::test::RawSocket;
using cdc::test::WaitUntil;
using cdc::test::Web;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kHost = "Host: a\r\n";

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

TEST_F(Serving, EveryAnswerCarriesTheHeadersThatProtectPages) {
  Serve({Get("/there", Lane::kShort, Say("x"))});
  Web web(url());
  for (const auto& [method, path] : {std::pair{"GET", "/there"},
                                     {"GET", "/missing"},
                                     {"PUT", "/there"},
                                     {"OPTIONS", "/there"},
                                     {"HEAD", "/there"}}) {
    const auto reply = web.Send(method, path);
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff") << method << path;
    EXPECT_EQ(reply.Header("x-frame-options"), "DENY") << method << path;
    EXPECT_THAT(reply.Header("content-security-policy"), HasSubstr("frame-ancestors 'none'")) << method << path;
    EXPECT_EQ(reply.Header("cross-origin-opener-policy"), "same-origin") << method << path;
    EXPECT_EQ(reply.Header("cache-control"), "no-store") << method << path;
    EXPECT_FALSE(reply.Header("x-request-id").empty()) << method << path;
    EXPECT_EQ(reply.Header("strict-transport-security"), "") << "plain HTTP";
  }
}

TEST_F(Serving, OverTlsBrowsersAreToldToStayThere) {
  Serve({Get("/there", Lane::kShort, Say("x"))}, {.trusted_proxies = {"127.0.0.1"}});
  EXPECT_THAT(Web(url()).Get("/there", {{"X-Forwarded-Proto", "https"}}).Header("strict-transport-security"),
              HasSubstr("max-age"));
}

TEST_F(Serving, OnlyNamedOriginsMayReadThePublicApiFromABrowser) {
  Serve({Get("/api/v1/films", Lane::kShort, Say("x")), Get("/api/admin/films", Lane::kShort, Say("x"))},
        {.origins = {"https://good.example"}});
  Web web(url());
  EXPECT_EQ(web.Get("/api/v1/films", {{"Origin", "https://good.example"}}).Header("access-control-allow-origin"),
            "https://good.example");
  EXPECT_EQ(web.Get("/api/v1/films", {{"Origin", "https://evil.example"}}).Header("access-control-allow-origin"), "");
  EXPECT_EQ(web.Get("/api/admin/films", {{"Origin", "https://good.example"}}).Header("access-control-allow-origin"),
            "");
}

TEST_F(Serving, HeadIsAnsweredAsGetWithoutItsBody) {
  Serve({Get("/there", Lane::kShort, Say("something"))});
  Web web(url());
  const auto get = web.Get("/there"), head = web.Send("HEAD", "/there");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.Header("content-length"), get.Header("content-length"));
}

TEST_F(Serving, PipelinedRequestsAreAnsweredInTheirOrder) {
  Serve({Get("/a", Lane::kShort, Say("first")), Get("/b", Lane::kLoop, Say("second")),
         Get("/c", Lane::kLong, Say("third"))});
  const auto text =
      Raw("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\nGET /c HTTP/1.1\r\nHost: "
          "a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(Count(text, "HTTP/1.1 200 OK"), 3u) << text;
  EXPECT_LT(text.find("first"), text.find("second"));
  EXPECT_LT(text.find("second"), text.find("third"));
}

// What two servers could read differently is read by none: the answer is 400, and the connection is over.
TEST_F(Serving, WhatCouldSmuggleARequestIsRefused) {
  Serve({Post("/in", Say("taken")), Get("/hidden", Lane::kLoop, Say("smuggled"))});
  const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string head = "POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  const std::vector<std::pair<const char*, std::string>> corpus = {
      {"length and chunks", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden},
      {"chunks and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden},
      {"two lengths", head + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + hidden},
      {"a list of lengths", head + "Content-Length: 2, 40\r\n\r\n{}" + hidden},
      {"a negative length", head + "Content-Length: -1\r\n\r\n" + hidden},
      {"a length with a sign", head + "Content-Length: +2\r\n\r\n{}" + hidden},
      {"a hexadecimal length", head + "Content-Length: 0x2\r\n\r\n{}" + hidden},
      {"a length that overflows", head + "Content-Length: 18446744073709551617\r\n\r\n{}" + hidden},
      {"a wrong chunk size", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + hidden},
      {"a chunk longer than it says", head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n" + hidden},
      {"a chunk size that overflows",
       head + "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\n{}\r\n0\r\n\r\n" + hidden},
      {"a space before the colon", "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}" + hidden},
      {"no version", "GET /in\r\n\r\n"},
      {"a version of another time", "GET /in HTTP/2.0\r\nHost: a\r\n\r\n"},
      {"a control character in a field",
       "GET /hidden HTTP/1.1\r\nHost: a\r\nX: a\x01"
       "b\r\n\r\n"},
      {"an empty field name", "GET /hidden HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"},
  };
  for (const auto& [name, bytes] : corpus) {
    const auto text = Raw(bytes);
    EXPECT_EQ(text.find("smuggled"), std::string::npos) << name << ": " << text;
    EXPECT_EQ(text.find("taken"), std::string::npos) << name << ": " << text;
    EXPECT_LE(Count(text, "Server: walcast"), 1u) << name << ": " << text;
    if (text.empty()) continue;  // just closed
    EXPECT_THAT(text, testing::AnyOf(StartsWith("HTTP/1.1 400"), StartsWith("HTTP/1.1 413"))) << name;
  }
}

// The bytes behind such a header would be taken for the next request.
TEST_F(Serving, UnknownTransferCodingsAreRefused) {
  Serve({Get("/there", Lane::kLoop, Say("taken")), Get("/hidden", Lane::kLoop, Say("smuggled"))});
  const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const char* coding :
       {"xchunked", "identity", "gzip", "chunked, gzip", "chunked\r\nTransfer-Encoding: identity", "\"chunked\""}) {
    const auto text =
        Raw("GET /there HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + std::string(coding) + "\r\n\r\n" + hidden);
    EXPECT_THAT(text, StartsWith("HTTP/1.1 400")) << coding;
    EXPECT_EQ(Count(text, "Server: walcast"), 1u) << coding << ": " << text;
  }
  const auto old =
      Raw("GET /there HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n" +
          hidden);
  EXPECT_EQ(old.find("smuggled"), std::string::npos) << old;
}

TEST_F(Serving, NobodysBodyIsNotRead) {
  auto route = Post("/in", Say("taken"), 1 << 20);
  route.access = Access::kEditor;
  Serve({route});
  const auto text =
      Raw("POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 401"));
}

TEST_F(Serving, BodiesTogetherHaveALimit) {
  Serve({Post("/in", Say("taken"), 1000)}, {.body_bytes = 1500});
  RawSocket first(port());
  const std::string head = "POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n";
  first.Send(head + "Expect: 100-continue\r\n\r\n");
  ASSERT_THAT(first.Read(std::chrono::seconds(20), "\r\n\r\n"), HasSubstr("100 Continue"));
  EXPECT_THAT(Raw(head + "\r\n"), StartsWith("HTTP/1.1 503"));
  const std::string body = "\"" + std::string(998, 'x') + "\"";
  first.Send(body);
  EXPECT_THAT(first.Read(std::chrono::seconds(20), "}"), HasSubstr("taken"));
  EXPECT_THAT(Raw(head + "Connection: close\r\n\r\n" + body), HasSubstr("taken")) << "the room is free again";
}

TEST_F(Serving, HeadersHaveALimit) {
  Serve({Get("/there", Lane::kLoop, Say("x"))});
  std::string many = "GET /there HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 20000; ++i) many += "X-Field-" + std::to_string(i) + ": x\r\n";
  EXPECT_THAT(Raw(many + "\r\n"), StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Raw("GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 431"));
}

TEST_F(Serving, BodiesHaveTheLimitOfTheirRoute) {
  Serve({Post("/small", Say("x"), 10), Post("/large", Say("x"), 100'000)});
  Web web(url());
  const std::string body = "\"" + std::string(1000, 'a') + "\"";
  EXPECT_EQ(web.Send("POST", "/small", body).status, 413);
  EXPECT_EQ(web.Send("POST", "/large", body).status, 200);
  const auto chunked = Raw(
      "POST /small HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" +
      std::string(1000, 'a') + "\r\n0\r\n\r\n");
  EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413"));
}

TEST_F(Serving, AClientThatExpectsContinueIsToldToGoOn) {
  Serve({Post("/in", Say("taken"))});
  RawSocket socket(port());
  socket.Send(
      "POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: "
      "100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(socket.Read(std::chrono::seconds(20), "\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  socket.Send("{}");
  EXPECT_THAT(socket.Read(std::chrono::seconds(20)), HasSubstr("taken"));
}

TEST_F(Serving, ClientsThatAreTooSlowAreCutOff) {
  Serve({Get("/there", Lane::kLoop, Say("x")), Post("/in", Say("x"))}, {.idle_time = std::chrono::milliseconds(300),
                                                                        .header_time = std::chrono::milliseconds(300),
                                                                        .body_time = std::chrono::milliseconds(300)});
  for (const std::string begun :
       {"", "GET /there HTT", "GET /there HTTP/1.1\r\nX: a\r\n",
        "POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"}) {
    RawSocket socket(port());
    socket.Send(begun);
    const auto text = socket.Read(std::chrono::seconds(20));
    EXPECT_TRUE(socket.closed()) << begun;
    EXPECT_THAT(text, testing::Not(HasSubstr("200 OK"))) << begun;
  }
}

// A drop now and then does not buy more time: the limit is that of the whole header.
TEST_F(Serving, ASlowHeaderIsNotKeptAliveByItsBytes) {
  Serve({Get("/there", Lane::kLoop, Say("x"))}, {.header_time = std::chrono::milliseconds(500)});
  RawSocket socket(port());
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 400 && !socket.closed(); ++i) {
    socket.Send(i == 0 ? "GET /there HTTP/1.1\r\nX: " : "a");
    socket.Read(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(socket.closed());
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15));
}

TEST_F(Serving, IdleConnectionsKeepNobodyWaiting) {
  Serve({Get("/there", Lane::kShort, Say("x"))});
  std::list<RawSocket> idle;
  for (int i = 0; i < 500; ++i) idle.emplace_back(port());
  Web web(url());
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(web.Get("/there").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(5 * 50));  // 50 ms, on a busy machine
}

TEST_F(Serving, AFullQueueIsRefusedAtOnceAndClearly) {
  std::counting_semaphore<> go(0);
  Serve({Get("/slow", Lane::kShort,
             [&](const Call&) {
               go.acquire();
               return Reply({});
             }),
         Get("/quick", Lane::kLoop, Say("x"))},
        {}, {.threads = 1, .queue = 1});
  std::list<RawSocket> waiting;
  // One is under way, one waits; the others are too many. Which is which is settled by the time the third is answered.
  std::string refused;
  for (int i = 0; i < 6 && refused.empty(); ++i) {
    auto& socket = waiting.emplace_back(port());
    socket.Send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    refused = socket.Read(std::chrono::milliseconds(300), "}");
  }
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1"));
  EXPECT_EQ(Web(url()).Get("/quick").status, 200);
  go.release(10);
}

TEST_F(Serving, ConnectionsHaveALimit) {
  Serve({Get("/there", Lane::kLoop, Say("x"))}, {.connections = 4});
  std::list<RawSocket> idle;
  for (int i = 0; i < 60; ++i) idle.emplace_back(port());
  std::size_t refused = 0;
  for (auto& socket : idle) {
    if (socket.Read(std::chrono::milliseconds(20), "\r\n\r\n").starts_with("HTTP/1.1 503")) ++refused;
  }
  EXPECT_GE(refused, 52u);
  EXPECT_LE(server_->connections(), 8u);
}

TEST_F(Serving, WhatAHandlerThrowsSaysNothingOfTheInside) {
  Serve({Get("/error", Lane::kShort,
             [](const Call&) -> Response { throw cdc::Error(cdc::Kind::kInternal, "SELECT secret FROM table", "x"); }),
         Get("/other", Lane::kShort, [](const Call&) -> Response { throw std::runtime_error("secret"); }),
         Get("/away", Lane::kShort,
             [](const Call&) -> Response { throw cdc::Error(cdc::Kind::kUnavailable, "secret host"); })});
  Web web(url());
  for (const auto& [path, status] : {std::pair{"/error", 500}, {"/other", 500}, {"/away", 503}}) {
    const auto reply = web.Get(path);
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.Header("content-type"), "application/problem+json");
    EXPECT_THAT(reply.body, testing::Not(HasSubstr("secret")));
    EXPECT_EQ(reply.Json().at("request_id"), reply.Header("x-request-id"));
  }
  EXPECT_EQ(web.Get("/away").Header("retry-after"), "1");
}

TEST_F(Serving, StoppingAnswersWhatIsUnderWayAndEndsTheRest) {
  std::counting_semaphore<> entered(0), go(0);
  Serve({Get("/slow", Lane::kShort, [&](const Call&) {
    entered.release();
    go.acquire();
    return Reply({{"said", "done"}});
  })});
  RawSocket busy(port()), idle(port());
  busy.Send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  entered.acquire();
  std::thread stopping([&] { server_->Stop(std::chrono::seconds(20)); });
  idle.Read(std::chrono::seconds(20));
  EXPECT_TRUE(idle.closed());
  go.release();
  EXPECT_THAT(busy.Read(std::chrono::seconds(20)), HasSubstr("done"));
  EXPECT_TRUE(busy.closed());
  stopping.join();
}

}  // namespace
}  // namespace admin::http
