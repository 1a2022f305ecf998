// The control server over real sockets: limits, slow and many clients, and the client that speaks to it.
#include "cdc/control/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "cdc/control/client.h"
#include "tests/support/fake_service.h"
#include "tests/support/raw_client.h"

namespace cdc::control {
namespace {

using test::Socket;
using testing::HasSubstr;
using testing::StartsWith;

std::string Request(const std::string& first_line, const std::string& more = "", const std::string& body = "") {
  return first_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n" + body;
}

class ControlServer : public testing::Test {
 protected:
  void Begin(ServerOptions options = {}) {
    options.listen = "127.0.0.1:0";
    token_ = options.token;
    server_.emplace(service_, options);
    server_->Start();
  }
  std::string Exchange(const std::string& request) {
    Socket socket(server_->port());
    socket.Send(request);
    return socket.ReadAll();
  }
  Client MakeClient() { return Client({.listen = "127.0.0.1:" + std::to_string(server_->port()), .token = token_}); }

  FakeService service_;
  StoppableWait wait_;
  std::optional<Server> server_;
  std::string token_;
};

TEST_F(ControlServer, AnswersAndKeepsTheConnection) {
  Begin();
  Socket socket(server_->port());
  for (int i = 0; i < 3; ++i) {
    socket.Send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(socket.ReadUntil("{\"live\":true}"), StartsWith("HTTP/1.1 200 OK"));
  }
}

TEST_F(ControlServer, RequestsSentAtOnceAreAnsweredInOrder) {
  Begin();
  Socket socket(server_->port());
  socket.Send("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n" + Request("GET /livez"));
  auto answer = socket.ReadAll();
  EXPECT_LT(answer.find("streaming"), answer.find("live"));
}

TEST_F(ControlServer, NotReadyIs503WithoutBeingAProblem) {
  Begin();
  service_.ready = false;
  auto answer = Exchange(Request("GET /readyz"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("{\"ready\":false}"));
  EXPECT_FALSE(MakeClient().Ready());
}

TEST_F(ControlServer, HeadHasALengthAndNoBody) {
  Begin();
  auto answer = Exchange(Request("HEAD /livez"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 13"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(ControlServer, ErrorsCarryAllowAndTheProblemType) {
  Begin();
  auto answer = Exchange(Request("PUT /status"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(answer, HasSubstr("Allow: GET, HEAD"));
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));
}

TEST_F(ControlServer, ABodyOverTheLimitIsRefusedWhileItIsSent) {
  Begin({.body_bytes = 1000});
  const std::string type = "Content-Type: application/json\r\n";
  EXPECT_THAT(Exchange(Request("POST /wait", type + "Content-Length: 100000000\r\n", "{")), StartsWith("HTTP/1.1 413"));
  std::string chunk = "400\r\n" + std::string(0x400, ' ') + "\r\n";
  EXPECT_THAT(Exchange(Request("POST /wait", type + "Transfer-Encoding: chunked\r\n", chunk + chunk)),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(ControlServer, AHeaderOverTheLimitIsRefused) {
  Begin();
  EXPECT_THAT(Exchange(Request("GET /status", "X: " + std::string(20'000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431"));
}

TEST_F(ControlServer, WhatIsNoHttpIsRefused) {
  Begin();
  for (const char* text : {"hello\r\n\r\n", "GET /status HTTP/9.9\r\nHost: localhost\r\n\r\n", "GET /status\r\n\r\n",
                           "\x16\x03\x01\x02\x01\r\n\r\n"}) {
    EXPECT_THAT(Exchange(text), StartsWith("HTTP/1.1 400")) << text;
  }
}

TEST_F(ControlServer, ARequestThatCanBeReadInTwoWaysIsRefused) {
  Begin();
  const std::string type = "Content-Type: application/json\r\n";
  for (const char* lengths :
       {"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Content-Length: -1\r\n", "Host: other\r\nContent-Length: 0\r\n"}) {
    EXPECT_THAT(Exchange(Request("POST /wait", type + lengths, "{}")), StartsWith("HTTP/1.1 400")) << lengths;
  }
}

TEST_F(ControlServer, AClientThatSaysNothingMoreIsCutOff) {
  Begin({.expiry = std::chrono::milliseconds(200)});
  Socket silent(server_->port());
  Socket slow(server_->port());
  slow.Send("GET /status HTT");
  EXPECT_EQ(silent.ReadAll(), "");
  EXPECT_EQ(slow.ReadAll(), "");
}

TEST_F(ControlServer, ADripOfBytesDoesNotExtendTheTime) {
  Begin({.expiry = std::chrono::milliseconds(300)});
  Socket slow(server_->port());
  auto begun = std::chrono::steady_clock::now();
  slow.Send("GET /status HTTP/1.1\r\nX-Slow: ");
  while (!slow.Readable(std::chrono::milliseconds(20)) && slow.Send("x")) {
  }
  EXPECT_EQ(slow.ReadAll(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

TEST_F(ControlServer, ManyIdleConnectionsDoNotHoldUpARequest) {
  Begin();
  std::vector<std::unique_ptr<Socket>> idle;
  for (int i = 0; i < 100; ++i) {
    idle.push_back(std::make_unique<Socket>(server_->port()));
    if (i % 2 == 0) idle.back()->Send("POST /wait HTTP/1.1\r\nHost: lo");
  }
  auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(MakeClient().Status()["state"], "streaming");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
}

TEST_F(ControlServer, AConnectionTooManyIsToldSo) {
  Begin({.connections = 3});
  std::vector<std::unique_ptr<Socket>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<Socket>(server_->port()));
    held.back()->Send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    held.back()->ReadUntil("true}");
  }
  Socket one_more(server_->port());
  EXPECT_THAT(one_more.ReadAll(), StartsWith("HTTP/1.1 503"));
}

TEST_F(ControlServer, WaitsDoNotHoldUpTheStatusAndTooManyAreRefused) {
  service_.on_wait = [&](std::optional<Lsn>, Duration, std::stop_token stop) { return wait_(stop); };
  Begin({.threads = 1, .long_threads = 2});
  std::vector<std::unique_ptr<Socket>> waiting;
  const auto request = Request("POST /wait", "Content-Type: application/json\r\nContent-Length: 0\r\n");
  for (int i = 0; i < 2; ++i) {
    waiting.push_back(std::make_unique<Socket>(server_->port()));
    waiting.back()->Send(request);
  }
  ASSERT_TRUE(wait_.Begun(2));
  EXPECT_EQ(MakeClient().Status()["state"], "streaming");
  EXPECT_THAT(Exchange(request), StartsWith("HTTP/1.1 503"));
}

TEST_F(ControlServer, AClientThatGoesEndsItsWait) {
  service_.on_wait = [&](std::optional<Lsn>, Duration, std::stop_token stop) { return wait_(stop); };
  Begin();
  {
    Socket socket(server_->port());
    socket.Send(Request("POST /wait", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"));
    ASSERT_TRUE(wait_.Begun(1));
  }
  EXPECT_TRUE(wait_.Ended(1));
}

TEST_F(ControlServer, StopEndsWaitsAndAnswersThem) {
  service_.on_wait = [&](std::optional<Lsn>, Duration, std::stop_token stop) { return wait_(stop); };
  Begin();
  Socket idle(server_->port());
  Socket socket(server_->port());
  socket.Send(Request("POST /wait", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"));
  ASSERT_TRUE(wait_.Begun(1));
  std::jthread stopper([&] { server_->Stop(std::chrono::seconds(10)); });
  EXPECT_THAT(socket.ReadAll(), StartsWith("HTTP/1.1 504"));
  stopper.join();
  EXPECT_EQ(idle.ReadAll(), "");
  EXPECT_FALSE(Socket(server_->port()).connected());
}

TEST_F(ControlServer, StopDoesNotWaitForAClientThatDoesNotRead) {
  Begin();
  Socket half(server_->port());
  half.Send("GET /status HTTP/1.1\r\n");
  auto begun = std::chrono::steady_clock::now();
  server_->Stop(std::chrono::milliseconds(100));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

TEST_F(ControlServer, AnAddressThatIsTakenIsAnErrorOfTheConfiguration) {
  Begin();
  Server second(service_, {.listen = "127.0.0.1:" + std::to_string(server_->port())});
  try {
    second.Start();
    FAIL() << "two servers listen on one address";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kConfig);
    EXPECT_THAT(error.what(), HasSubstr("cannot listen on control.listen 127.0.0.1:"));
  }
}

TEST_F(ControlServer, TheClientCarriesArgumentsAndAnswers) {
  Lsn asked;
  Duration limit{};
  service_.on_wait = [&](std::optional<Lsn> lsn, Duration given, std::stop_token) {
    asked = lsn.value();
    limit = given;
    return Json{{"lsn", lsn->ToString()}};
  };
  service_.on_rebuild = [](const std::string& index, bool restart) {
    return Json{{"index", index}, {"restart", restart}};
  };
  std::string after;
  service_.on_letters = [&](const std::optional<std::string>& index, const std::string& given, std::size_t count) {
    after = given;
    return Json{{"letters", {*index, count}}, {"after", nullptr}};
  };
  Begin({.token = "a token"});
  auto client = MakeClient();
  EXPECT_EQ(client.Wait(Lsn{0x16B374D848}, std::chrono::milliseconds(1500), {})["lsn"], "16/B374D848");
  EXPECT_EQ(asked.value, 0x16B374D848U);
  EXPECT_EQ(limit, std::chrono::milliseconds(1500));
  EXPECT_EQ(client.Letters("movies", "a&b=ä/\"", 7)["letters"], (Json{"movies", 7}));
  EXPECT_EQ(after, "a&b=ä/\"");
  EXPECT_EQ(client.Rebuild("a/b ?#", false)["index"], "a/b ?#");
  EXPECT_EQ(client.Rebuild("movies", true)["restart"], true);
  EXPECT_EQ(client.RetryLetters(std::nullopt, {"1", "2"})["retried"], 2);
  EXPECT_EQ(client.DiscardLetters("movies", {})["discarded"], 0);
  EXPECT_EQ(client.WriteAgain("a/b", {"1", "2"}), (Json{{"index", "a/b"}, {"documents", 2}}));
  EXPECT_EQ(client.Written("a/b", "a&b-000001", 0x16B374D848),
            (Json{{"index", "a/b"}, {"generation", "a&b-000001"}, {"lsn", "16/B374D848"}}));
  EXPECT_EQ(client.ResetSlot()["slot"], "walcast");
  EXPECT_TRUE(client.Ready());
}

TEST_F(ControlServer, TheClientThrowsWhatTheServiceThrew) {
  Begin();
  try {
    MakeClient().Rebuild("unknown", false);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kUsage);
    EXPECT_STREQ(error.what(), "no index of that name is configured");
    EXPECT_EQ(error.hint(), "Look into the configuration.");
  }
}

TEST_F(ControlServer, AWrongTokenIsAMissingRightAndIsNotShown) {
  Begin({.token = "right"});
  token_ = "wrong";
  try {
    MakeClient().Status();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kRights);
    EXPECT_THAT(std::string(error.what()) + error.hint(), testing::Not(HasSubstr("wrong-token")));
  }
}

TEST_F(ControlServer, AClientStopsItsWaitByItsToken) {
  service_.on_wait = [&](std::optional<Lsn>, Duration, std::stop_token stop) { return wait_(stop); };
  Begin();
  std::stop_source stop;
  std::jthread stopper([&] {
    wait_.Begun(1);
    stop.request_stop();
  });
  EXPECT_THROW(MakeClient().Wait(std::nullopt, std::chrono::hours(1), stop.get_token()), Error);
  EXPECT_TRUE(wait_.Ended(1));
}

TEST(ControlClient, NoDaemonIsToldApartFromOtherFailures) {
  std::uint16_t free_port = 0;
  {
    FakeService service;
    Server server(service, {.listen = "127.0.0.1:0"});
    server.Start();
    free_port = server.port();
  }
  Client client({.listen = "127.0.0.1:" + std::to_string(free_port)});
  EXPECT_THROW(client.Status(), NotRunning);
}

}  // namespace
}  // namespace cdc::control
