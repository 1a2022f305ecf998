// The status as server-sent events: resuming, slow and too many clients, heartbeats, the end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/control/server.h"
#include "tests/support/fake_service.h"
#include "tests/support/raw_client.h"
#include "tests/support/wait.h"

namespace cdc::control {
namespace {

using namespace std::chrono_literals;
using test::Socket;
using test::WaitUntil;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Follow(const std::string& more = "") {
  return "GET /events HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

std::string IdOf(const std::string& event) {
  const auto at = event.find("id: ");
  return at == std::string::npos ? "" : event.substr(at + 4, event.find('\n', at) - at - 4);
}

class ControlEvents : public testing::Test {
 protected:
  ControlEvents() {
    service_.on_status = [this] {
      ++asked_;
      return Json{{"state", "streaming"}, {"step", step_.load()}, {"padding", std::string(padding_, 'x')}};
    };
  }
  void Begin(ServerOptions options = {}) {
    options.listen = "127.0.0.1:0";
    if (options.follow_period == ServerOptions{}.follow_period) options.follow_period = 5ms;
    server_.emplace(service_, options);
    server_->Start();
  }
  std::unique_ptr<Socket> Connect(const std::string& more = "") {
    auto socket = std::make_unique<Socket>(server_->port());
    socket->Send(Follow(more));
    return socket;
  }
  // The event that tells of this step, with what came before it.
  static std::string ReadStep(const Socket& socket, int step) {
    auto text = socket.ReadUntil("\"step\":" + std::to_string(step) + ",");
    text += socket.ReadUntil("\n\n");
    return text;
  }

  FakeService service_;
  std::atomic<int> step_ = 1, asked_ = 0;
  std::atomic<std::size_t> padding_ = 0;
  std::optional<Server> server_;
};

TEST_F(ControlEvents, BeginWithTheStatusAndTellWhatChanges) {
  Begin();
  const auto client = Connect();
  const auto first = ReadStep(*client, 1);
  EXPECT_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(first, AllOf(HasSubstr("Content-Type: text/event-stream\r\n"), HasSubstr("Cache-Control: no-store\r\n"),
                           HasSubstr("\nevent: status\ndata: {\"state\":\"streaming\"")));
  step_ = 2;
  const auto second = ReadStep(*client, 2);
  EXPECT_THAT(second, StartsWith("id: "));
  EXPECT_NE(IdOf(first), IdOf(second));
}

TEST_F(ControlEvents, AStatusThatStaysTheSameIsToldOnce) {
  Begin({.follow_period = 1ms, .heartbeat = 50ms});
  const auto client = Connect();
  ReadStep(*client, 1);
  ASSERT_TRUE(WaitUntil([&] { return asked_ > 20; }, 10s));
  EXPECT_THAT(client->ReadUntil("\n\n"), StartsWith(": "));
}

TEST_F(ControlEvents, AClientThatComesBackGetsWhatItMissed) {
  Begin();
  const auto witness = Connect();
  auto client = Connect();
  ReadStep(*witness, 1);
  const auto id = IdOf(ReadStep(*client, 1));
  client.reset();
  for (int step = 2; step <= 4; ++step) {
    step_ = step;
    ReadStep(*witness, step);
  }
  client = Connect("Last-Event-ID: " + id + "\r\n");
  const auto missed = ReadStep(*client, 4);
  EXPECT_THAT(missed, Not(HasSubstr("\"step\":1,")));
  EXPECT_THAT(missed, AllOf(HasSubstr("\"step\":2,"), HasSubstr("\"step\":3,")));
}

TEST_F(ControlEvents, AClientThatComesBackTooLateOrFromAnotherProcessGetsTheStatus) {
  Begin({.kept_events = 2});
  const auto witness = Connect();
  const auto first = IdOf(ReadStep(*witness, 1));
  for (int step = 2; step <= 5; ++step) {
    step_ = step;
    ReadStep(*witness, step);
  }
  for (const auto& id : {first, std::string("1234-5"), std::string("nonsense"), first + "9999"}) {
    const auto client = Connect("Last-Event-ID: " + id + "\r\n");
    const auto came = ReadStep(*client, 5);
    EXPECT_THAT(came, Not(HasSubstr("\"step\":4,"))) << id;
  }
}

TEST_F(ControlEvents, ManyClientsCostOneLookAtTheStatus) {
  Begin({.follow_period = 1h});
  std::vector<std::unique_ptr<Socket>> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(Connect());
  for (const auto& client : clients) ReadStep(*client, 1);
  EXPECT_EQ(asked_, 1);
}

TEST_F(ControlEvents, WhoComesAfterAllOthersHaveGoneIsToldNothingOld) {
  Begin({.follow_period = 1h});
  ReadStep(*Connect(), 1);
  step_ = 2;
  // As soon as the server has noticed that the first one has gone.
  EXPECT_TRUE(WaitUntil([&] { return Connect()->ReadUntil("padding").find("\"step\":2") != std::string::npos; }, 10s));
}

TEST_F(ControlEvents, TooManyClientsAreToldSoAndAPlaceBecomesFree) {
  Begin({.followers = 2});
  auto first = Connect();
  const auto second = Connect();
  ReadStep(*first, 1);
  ReadStep(*second, 1);
  EXPECT_THAT(Connect()->ReadAll(), AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("Retry-After: 1")));
  first.reset();
  EXPECT_TRUE(WaitUntil([&] { return Connect()->ReadUntil("\r\n").starts_with("HTTP/1.1 200"); }, 10s));
}

TEST_F(ControlEvents, AClientThatDoesNotReadIsDroppedAndTheOthersAreNot) {
  padding_ = 60'000;
  Begin({.waiting_bytes = 200'000, .follow_period = 1ms});
  const auto slow = Connect();
  const auto quick = Connect();
  ReadStep(*slow, 1);
  // Far more than sockets hold; whoever does not read meanwhile is gone in the end.
  for (int step = 1; step <= 40; ++step) {
    step_ = step;
    ReadStep(*quick, step);
  }
  EXPECT_THAT(slow->ReadAll(), Not(HasSubstr("\"step\":40,")));
}

TEST_F(ControlEvents, AProblemIsToldAsSuch) {
  service_.on_status = []() -> Json { throw Error(Kind::kUnavailable, "nothing answers", "Wait."); };
  Begin();
  const auto client = Connect();
  EXPECT_THAT(client->ReadUntil("}\n\n"), AllOf(HasSubstr("event: problem\n"), HasSubstr("nothing answers")));
}

TEST_F(ControlEvents, EndWhenTheServerDrains) {
  Begin();
  const auto client = Connect();
  ReadStep(*client, 1);
  const auto begun = std::chrono::steady_clock::now();
  server_->Stop(10s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  client->ReadAll();  // returns: the connection is closed
  EXPECT_TRUE(client->Readable(0ms));
}

TEST_F(ControlEvents, NeedTheTokenAndHeadHasNoBody) {
  Begin({.token = "right"});
  EXPECT_THAT(Connect("Connection: close\r\n")->ReadAll(), StartsWith("HTTP/1.1 401"));
  Socket head(server_->port());
  head.Send("HEAD /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer right\r\n\r\n");
  EXPECT_THAT(head.ReadAll(), AllOf(StartsWith("HTTP/1.1 200"), testing::EndsWith("\r\n\r\n")));
  EXPECT_EQ(asked_, 0);
}

}  // namespace
}  // namespace cdc::control
