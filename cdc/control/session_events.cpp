// A connection that follows the status (feed.h): it is sent events until one side ends, and never more of them wait
// than fit into a bound.
#include <boost/asio/write.hpp>
#include <utility>

#include "cdc/control/feed.h"
#include "cdc/control/problem.h"
#include "cdc/control/session.h"

namespace cdc::control {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// Small, so that a client that does not read is noticed soon and costs little.
constexpr int kSendBuffer = 64 << 10;

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/event-stream\r\n"
    "Cache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Accel-Buffering: no\r\n"
    "Connection: close\r\n\r\n";
constexpr std::string_view kRetry = "retry: 2000\n\n";

}  // namespace

void Session::Follow(const Call& call) {
  keep_alive_ = false;
  if (!loop_.feed.HasRoom()) {
    return Write(
        Refusal(503, Kind::kUnavailable, "as many clients follow the status as the daemon takes", "Try again later."));
  }
  following_ = true;
  beast::error_code ignored;
  stream_.socket().set_option(asio::socket_base::send_buffer_size(kSendBuffer), ignored);
  ending_ = head_;
  Send(std::make_shared<const std::string>(std::string(kHead) + (head_ ? "" : std::string(kRetry))));
  if (head_) return;
  WatchFollower();
  loop_.feed.Subscribe(*this, call.last_event_id);
}

// Nothing is expected of the client any more but its end.
void Session::WatchFollower() {
  stream_.socket().async_read_some(asio::buffer(discarded_),
                                   [self = shared_from_this()](beast::error_code error, std::size_t) {
                                     if (error) return self->Close();
                                     self->WatchFollower();
                                   });
}

bool Session::Send(std::shared_ptr<const std::string> text) {
  if (waiting_bytes_ + text->size() > loop_.options.waiting_bytes && !waiting_.empty()) return false;
  waiting_bytes_ += text->size();
  waiting_.push_back(std::move(text));
  if (waiting_.size() == 1) SendNext();
  return true;
}

void Session::SendNext() {
  stream_.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(loop_.options.expiry));
  asio::async_write(stream_, asio::buffer(*waiting_.front()),
                    [self = shared_from_this()](beast::error_code error, std::size_t) {
                      if (error) return self->Close();
                      self->waiting_bytes_ -= self->waiting_.front()->size();
                      self->waiting_.pop_front();
                      self->stream_.expires_never();
                      if (!self->waiting_.empty()) return self->SendNext();
                      if (self->ending_) self->Close();
                    });
}

void Session::EndFollowing() {
  loop_.feed.Unsubscribe(*this);
  ending_ = true;
  if (waiting_.empty()) Close();
}

}  // namespace cdc::control
