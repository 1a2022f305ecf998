// Answers that are made while they are sent: bodies in chunks, and events to many readers.
#include <gmock/gmock.h>

#include <list>
#include <mutex>

#include "tests/unit/admin/serving.h"

namespace admin::http {
namespace {

using cdc::test::RawSocket;
using cdc::test::WaitUntil;
using cdc::test::Web;
using ::testing::HasSubstr;

Handler Produce(std::function<void(Output&)> produce) {
  return [produce](const Call&) {
    Response response;
    response.produce = produce;
    return response;
  };
}

TEST_F(Serving, ABodyIsSentWhileItIsMade) {
  Serve({Get("/rows", Lane::kLong, Produce([](Output& out) {
               for (int i = 0; i < 100'000; ++i) out.Write("row " + std::to_string(i) + "\n");
             }))});
  Web web(url());
  for (int i = 0; i < 2; ++i) {  // the connection goes on afterwards
    const auto reply = web.Get("/rows");
    EXPECT_EQ(reply.Header("transfer-encoding"), "chunked");
    EXPECT_TRUE(reply.body.starts_with("row 0\n"));
    EXPECT_TRUE(reply.body.ends_with("row 99999\n"));
  }
}

TEST_F(Serving, WhatIsFlushedArrivesWhileTheRestIsStillMade) {
  std::binary_semaphore seen{0};
  Serve({Get("/rows", Lane::kLong, Produce([&](Output& out) {
               out.Write("first\n");
               out.Flush();
               out.Flush();  // with nothing in between, which must not end the body
               if (!seen.try_acquire_for(std::chrono::seconds(20)))
                 throw cdc::Error(cdc::Kind::kTimeout, "nobody saw it");
               out.Write("last\n");
             }))});
  RawSocket socket(port());
  socket.Send("GET /rows HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(socket.Read(std::chrono::seconds(20), "first\n"), HasSubstr("first\n"));
  seen.release();
  EXPECT_THAT(socket.Read(std::chrono::seconds(20), "0\r\n\r\n"), HasSubstr("last\n"));
}

// The room that is promised to bodies is given back also where the answer is made while it is sent.
TEST_F(Serving, UploadsWithLongAnswersCanFollowEachOther) {
  auto route = Post("/rows", Produce([](Output& out) { out.Write("taken"); }));
  route.lane = Lane::kLong;
  Serve({route}, {.body_bytes = 1500});
  Web web(url());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(web.Post("/rows", std::string(900, 'x')).body, "taken");
}

TEST_F(Serving, ABodyThatFailsHalfWayIsSeenToBeCutOff) {
  Serve({Get("/rows", Lane::kLong, Produce([](Output& out) {
               out.Write(std::string(100'000, 'x'));
               throw cdc::Error(cdc::Kind::kUnavailable, "gone");
             }))});
  const auto text = Raw("GET /rows HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(text, HasSubstr("200 OK"));
  EXPECT_FALSE(text.ends_with("0\r\n\r\n"));
}

TEST_F(Serving, AClientOfTheOldProtocolGetsABodyToTheEndOfTheConnection) {
  Serve({Get("/rows", Lane::kLong, Produce([](Output& out) { out.Write("all of it"); }))});
  const auto text = Raw("GET /rows HTTP/1.0\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(text.ends_with("\r\n\r\nall of it")) << text;
}

TEST_F(Serving, MakingABodyEndsOnceItsClientHasGone) {
  std::atomic<bool> ended = false;
  Serve({Get("/rows", Lane::kLong, Produce([&](Output& out) {
               try {
                 for (;;) out.Write(std::string(50'000, 'x'));
               } catch (const cdc::Error&) {
                 ended = true;
                 throw;
               }
             }))});
  {
    RawSocket socket(port());
    socket.Send("GET /rows HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.Read(std::chrono::seconds(20), "xxx");
  }
  EXPECT_TRUE(WaitUntil([&] { return ended.load(); }));
}

// Keeps its readers, and hands each what the test says.
class Events final : public Feed {
 public:
  std::unique_ptr<Subscription> Subscribe(const std::string& last_id, Reader reader) override {
    const std::scoped_lock lock(mutex_);
    if (readers_.size() >= most) return nullptr;
    last_ids.push_back(last_id);
    readers_.push_back(std::move(reader));
    return std::make_unique<Subscription>();
  }
  std::size_t Tell(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    const auto event = std::make_shared<const std::string>("data: " + text + "\n\n");
    std::erase_if(readers_, [&](const auto& reader) { return !reader(event); });
    return readers_.size();
  }
  std::size_t readers() {
    const std::scoped_lock lock(mutex_);
    return readers_.size();
  }
  std::vector<std::string> last_ids;
  std::size_t most = 100;

 private:
  std::mutex mutex_;
  std::list<Reader> readers_;
};

class ServingEvents : public Serving {
 protected:
  ServingEvents() {
    Serve({Get("/events", Lane::kLoop, [this](const Call&) {
      Response response;
      response.feed = events_;
      return response;
    })});
  }
  const std::shared_ptr<Events> events_ = std::make_shared<Events>();
};

TEST_F(ServingEvents, ReachEveryReaderAsTheyHappen) {
  std::list<RawSocket> sockets;
  for (int i = 0; i < 20; ++i)
    sockets.emplace_back(port()).Send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 7\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return events_->readers() == 20; }));
  EXPECT_EQ(events_->last_ids.front(), "7");
  for (const char* word : {"one", "two"}) {
    EXPECT_EQ(events_->Tell(word), 20u);
    for (auto& socket : sockets) EXPECT_THAT(socket.Read(std::chrono::seconds(20), word), HasSubstr(word));
  }
}

TEST_F(ServingEvents, AReaderThatHasGoneIsDropped) {
  {
    RawSocket socket(port());
    socket.Send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(WaitUntil([&] { return events_->readers() == 1; }));
  }
  EXPECT_TRUE(WaitUntil([&] { return events_->Tell("x") == 0; }));
}

TEST_F(ServingEvents, AReaderThatTakesNothingIsDroppedInsteadOfCollectingEvents) {
  RawSocket socket(port());
  socket.Send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return events_->readers() == 1; }));
  const std::string large(100'000, 'x');
  EXPECT_TRUE(WaitUntil([&] { return events_->Tell(large) == 0; }));
}

TEST_F(ServingEvents, MoreReadersThanTheFeedTakesAreToldSo) {
  events_->most = 0;
  EXPECT_EQ(Web(url()).Get("/events").status, 503);
}

TEST_F(ServingEvents, EndWhenTheServerStops) {
  RawSocket socket(port());
  socket.Send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return events_->readers() == 1; }));
  server_->Stop(std::chrono::seconds(20));
  socket.Read(std::chrono::seconds(20));
  EXPECT_TRUE(socket.closed());
}

}  // namespace
}  // namespace admin::http
