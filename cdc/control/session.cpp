#include "cdc/control/session.h"

#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "cdc/control/problem.h"

namespace cdc::control {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t kShortPending = 64;
constexpr std::chrono::seconds kLinger{2};

std::optional<std::string> Header(const http::request<http::string_body>& message, http::field field) {
  auto found = message.find(field);
  if (found == message.end()) return std::nullopt;
  return std::string(found->value());
}

Request ToRequest(http::request<http::string_body>& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  if (message.count(http::field::host) == 1) request.host = Header(message, http::field::host);
  request.origin = Header(message, http::field::origin);
  auto site = message.find("Sec-Fetch-Site");
  if (site != message.end()) request.fetch_site = std::string(site->value());
  request.authorization = Header(message, http::field::authorization);
  auto last = message.find("Last-Event-ID");
  if (last != message.end()) request.last_event_id = std::string(last->value());
  request.content_type = Header(message, http::field::content_type);
  request.body = std::move(message.body());
  return request;
}

// What a request that cannot be read gets; nullopt: nobody is there to read an answer.
std::optional<Reply> ReplyTo(const beast::error_code& error) {
  if (error == http::error::body_limit) {
    return Refusal(413, Kind::kUsage, "the request's body is too large", "Split it into several requests.");
  }
  if (error == http::error::header_limit) {
    return Refusal(431, Kind::kUsage, "the request's header is too large", "Send fewer and shorter fields.");
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() != http::make_error_code(http::error::bad_method).category()) return std::nullopt;
  return Refusal(400, Kind::kUsage, "the request is no HTTP/1.1 request", "Speak HTTP/1.1.");
}

}  // namespace

Session::Session(Loop& loop, tcp::socket socket) : loop_(loop), stream_(std::move(socket)) {
  loop_.sessions.insert(this);
}

Session::~Session() {
  loop_.sessions.erase(this);
  if (loop_.sessions.empty() && loop_.emptied) loop_.emptied();
}

void Session::Start() { Read(); }

void Session::Drain() {
  keep_alive_ = false;
  if (following_) return EndFollowing();
  if (calling_) {
    stop_.request_stop();
  } else if (parser_ && !parser_->got_some()) {
    Close();
  }
}

void Session::Close() {
  stop_.request_stop();
  if (std::exchange(following_, false)) loop_.feed.Unsubscribe(*this);
  stream_.close();
}

void Session::Read() {
  parser_.emplace();
  parser_->header_limit(loop_.options.header_bytes);
  parser_->body_limit(loop_.options.body_bytes);
  stream_.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(loop_.options.expiry));
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnRead(error); });
}

void Session::OnRead(beast::error_code error) {
  head_ = false;
  keep_alive_ = false;
  if (error) {
    if (auto reply = ReplyTo(error)) return Write(*reply);
    return Close();
  }
  auto& message = parser_->get();
  keep_alive_ = message.keep_alive();
  head_ = message.method() == http::verb::head;
  auto prepared = Prepare(ToRequest(message), loop_.access);
  if (auto* refused = std::get_if<Reply>(&prepared)) return Write(*refused);
  Dispatch(std::move(std::get<Prepared>(prepared)));
}

void Session::Dispatch(Prepared prepared) {
  const Lane lane = prepared.route->lane;
  if (lane == Lane::kFeed) return Follow(prepared.call);
  if (lane == Lane::kLoop) return Write(Answer(loop_.service, prepared));
  bool is_long = lane == Lane::kLong;
  auto& pending = is_long ? loop_.long_pending : loop_.short_pending;
  if (loop_.draining || pending >= (is_long ? loop_.options.long_threads : kShortPending)) {
    return Write(
        Refusal(503, Kind::kUnavailable, "the daemon has as many calls under way as it takes", "Try again later."));
  }
  ++pending;
  calling_ = true;
  stop_ = std::stop_source();
  prepared.call.stop = stop_.get_token();
  stream_.expires_never();
  WatchClient();
  auto& pool = is_long ? loop_.long_calls : loop_.short_calls;
  asio::post(pool, [self = shared_from_this(), lane, call = std::move(prepared)]() mutable {
    auto& loop = self->loop_;
    auto reply = Answer(loop.service, call);
    // The last owner of a session must be the loop's thread: its end changes Loop::sessions.
    asio::post(loop.io, [self = std::move(self), lane, reply = std::move(reply)] { self->OnAnswer(lane, reply); });
  });
}

// Nobody waits for the answer once the client has closed; a wait then ends instead of holding its thread.
void Session::WatchClient() {
  stream_.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](beast::error_code error) {
    if (error || !self->calling_) return;
    char byte = 0;
    self->stream_.socket().non_blocking(true, error);
    auto received = self->stream_.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    if (error == asio::error::would_block) return self->WatchClient();
    if (error || received == 0) self->stop_.request_stop();
  });
}

void Session::OnAnswer(const Lane lane, const Reply& reply) {
  --(lane == Lane::kLong ? loop_.long_pending : loop_.short_pending);
  calling_ = false;
  if (!stream_.socket().is_open()) return;
  beast::error_code ignored;
  stream_.socket().cancel(ignored);
  Write(reply);
}

void Session::Write(const Reply& reply) {
  auto message = std::make_shared<http::response<http::string_body>>();
  message->version(11);
  message->result(reply.status);
  message->reason(std::string(StatusTitle(reply.status)));
  message->set(http::field::content_type, reply.problem ? kProblemType : reply.type);
  message->set(http::field::cache_control, "no-store");
  message->set("X-Content-Type-Options", "nosniff");
  if (!reply.allow.empty()) message->set(http::field::allow, reply.allow);
  if (reply.status == 401) message->set(http::field::www_authenticate, "Bearer");
  if (reply.status == 503) message->set(http::field::retry_after, "1");
  keep_alive_ = keep_alive_ && !loop_.draining;
  message->keep_alive(keep_alive_);
  message->content_length(reply.body.size());
  if (!head_) message->body() = reply.body;
  stream_.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(loop_.options.expiry));
  http::async_write(stream_, *message, [self = shared_from_this(), message](beast::error_code error, std::size_t) {
    if (error) return self->Close();
    if (self->keep_alive_ && !self->loop_.draining) return self->Read();
    self->Linger();
  });
}

// Closing with unread input would reset the connection and take the answer with it.
void Session::Linger() {
  beast::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  parser_.reset();
  buffer_.clear();
  stream_.expires_after(kLinger);
  Discard();
}

void Session::Discard() {
  stream_.async_read_some(asio::buffer(discarded_), [self = shared_from_this()](beast::error_code error, std::size_t) {
    if (error || self->loop_.draining) return self->Close();
    self->Discard();
  });
}

}  // namespace cdc::control
