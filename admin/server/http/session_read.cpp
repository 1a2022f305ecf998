// Bodies that are read while they arrive: the lane's thread asks for the next piece, the loop's reads it.
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <future>

#include "admin/server/http/negotiation.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/session.h"
#include "cdc/base/error.h"

namespace admin::http {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t kPiece = 64 << 10;

}  // namespace

// The session outlives it: it belongs to the session's request, and is called while the session is.
class Session::Intake : public Input {
 public:
  explicit Intake(Session& session) : session_(session), room_(kPiece) {}

  std::string_view Read() override {
    if (ended_) return {};
    using Came = std::pair<Error, std::size_t>;
    auto promise = std::make_shared<std::promise<Came>>();
    auto future = promise->get_future();
    asio::post(session_.loop_.io, [self = session_.shared_from_this(), this, promise] {
      self->ReadPiece(room_, [promise](Error error, std::size_t size) { promise->set_value({error, size}); });
    });
    const auto [error, size] = future.get();
    if (error == bhttp::error::body_limit) {
      throw Refusal(
          413, Text(LanguageOf(session_.request_), "The request's body is too large.", "Тело запроса слишком велико."));
    }
    if (error) throw cdc::Error(cdc::Kind::kUnavailable, "the client has gone, or is too slow");
    ended_ = size < room_.size();
    return {room_.data(), size};
  }

 private:
  Session& session_;
  std::vector<char> room_;
  bool ended_ = false;
};

// The call begins before its body is here, so that who may not send it, or not such a thing, is told at once.
void Session::TakeStream() {
  upload_.emplace(std::move(*parser_));
  request_.input = std::make_shared<Intake>(*this);
  OnRequest();
}

// Fills `room`, but for the last piece.
void Session::ReadPiece(std::span<char> room, Taken then) {
  if (upload_->is_done()) return then({}, 0);
  Deadline(loop_.options.body_time);
  Continue([self = shared_from_this(), room, then = std::move(then)] {
    auto& body = self->upload_->get().body();
    body.data = room.data();
    body.size = room.size();
    bhttp::async_read(self->stream_, self->buffer_, *self->upload_, [self, room, then](Error error, std::size_t) {
      if (error == bhttp::error::need_buffer) error = {};
      then(error, room.size() - self->upload_->get().body().size);
    });
  });
}

void Session::Continue(std::function<void()> read) {
  if (!std::exchange(expected_, false)) return read();
  asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                    [self = shared_from_this(), read = std::move(read)](Error error, std::size_t) {
                      if (error) return self->Close();
                      read();
                    });
}

}  // namespace admin::http
