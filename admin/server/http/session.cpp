#include "admin/server/http/session.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "admin/server/http/negotiation.h"
#include "admin/server/http/problem.h"

namespace admin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

}  // namespace

Session::Session(Loop& loop, tcp::socket socket) : loop_(loop), stream_(std::move(socket)) {
  Error ignored;
  stream_.socket().set_option(tcp::no_delay(true), ignored);
  const auto endpoint = stream_.socket().remote_endpoint(ignored);
  peer_ = endpoint.address().to_string();
  loop_.sessions.insert(this);
  ++loop_.shared.open;
}

Session::~Session() {
  ReleaseBody();
  --loop_.shared.open;
  loop_.sessions.erase(this);
  if (loop_.sessions.empty() && loop_.emptied) loop_.emptied();
}

void Session::Start() { AwaitRequest(); }

void Session::Drain() {
  if (streaming_) return Close();
  if (!calling_ && loop_.idle == Server::Idle::kClose && (!parser_ || !parser_->got_some())) {
    Close();
  }
}

void Session::Close() {
  if (stop_) stop_->request_stop();
  subscription_.reset();
  stream_.close();
}

void Session::Deadline(cdc::Duration time) {
  stream_.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(time));
}

// Between requests a client may say nothing for long; once it has begun one, it has to go on.
void Session::AwaitRequest() {
  upload_.reset();
  parser_.reset();
  if (buffer_.size() > 0) return ReadHeader();
  Deadline(loop_.options.idle_time);
  stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](Error error, std::size_t size) {
    if (error) return self->Close();
    self->buffer_.commit(size);
    self->ReadHeader();
  });
}

void Session::ReadHeader() {
  parser_.emplace();
  parser_->header_limit(loop_.options.header_bytes);
  parser_->body_limit(boost::none);  // the route's, once it is known
  Deadline(loop_.options.header_time);
  bhttp::async_read_header(stream_, buffer_, *parser_,
                           [self = shared_from_this()](Error error, std::size_t) { self->OnHeader(error); });
}

void Session::OnHeader(Error error) {
  request_ = {};
  match_ = {};
  head_ = keep_alive_ = chunks_ = expected_ = false;
  began_ = std::chrono::steady_clock::now();
  if (error) return RefuseUnreadable(error);
  const auto& message = parser_->get();
  keep_alive_ = message.keep_alive();
  chunks_ = message.version() >= 11;
  request_.method = std::string(message.method_string());
  request_.target = std::string(message.target());
  request_.id = fmt::format("{:016x}", ++loop_.requests);
  for (const auto& field : message) request_.headers.Add(std::string(field.name_string()), std::string(field.value()));
  loop_.proxies.Apply(request_, peer_);
  NoticeProxy();
  head_ = request_.method == "HEAD";
  // Another coding than chunked leaves open where the body ends: what one server takes for it, another takes for a
  // request.
  const bool coded = request_.headers.Count("Transfer-Encoding") > 0;
  if (coded && (!parser_->chunked() || message.version() < 11 || request_.headers.Count("Transfer-Encoding") > 1)) {
    return Refuse(400, Text(LanguageOf(request_), "Transfer-Encoding may only be chunked.",
                            "Transfer-Encoding может быть только chunked."));
  }
  auto found = loop_.parts.router.Find(request_);
  if (auto* refused = std::get_if<Response>(&found)) {
    if (parser_->chunked() || parser_->content_length_remaining().value_or(0) > 0) keep_alive_ = false;
    return Write(std::move(*refused));
  }
  match_ = std::move(std::get<Router::Match>(found));
  ReadBody();
}

void Session::ReadBody() {
  const std::size_t limit = match_.route->body_bytes;
  if (parser_->content_length_remaining().value_or(0) > limit) return RefuseUnreadable(bhttp::error::body_limit);
  parser_->body_limit(limit);
  if (parser_->is_done()) return OnRequest();
  // Nobody's body is read for a route that nobody may use.
  const bool named = request_.headers.Get("Cookie") || request_.headers.Get("Authorization");
  if (match_.route->access != Access::kPublic && !named) {
    return Refuse(401, Text(LanguageOf(request_), "Sign in first.", "Сначала войдите."));
  }
  const auto expect = request_.headers.Get("Expect");
  expected_ = expect.has_value();
  if (expect && !beast::iequals({expect->data(), expect->size()}, "100-continue")) {
    return Refuse(
        417, Text(LanguageOf(request_), "Expect may only be 100-continue.", "Expect может быть только 100-continue."));
  }
  if (match_.route->streamed) return TakeStream();
  if (!ReserveBody(limit)) {
    return Refuse(
        503, Text(LanguageOf(request_), "Too much is being uploaded just now.", "Сейчас загружается слишком много."));
  }
  Deadline(loop_.options.body_time);
  Continue([self = shared_from_this()] {
    bhttp::async_read(self->stream_, self->buffer_, *self->parser_, [self](Error error, std::size_t) {
      if (error) return self->RefuseUnreadable(error);
      self->OnRequest();
    });
  });
}

void Session::OnRequest() {
  if (!upload_) request_.body = std::move(parser_->get().body());
  const Lane lane = match_.lane;
  stop_ = std::make_shared<std::stop_source>();
  if (lane == Lane::kLoop) {
    calling_ = true;
    return Run(nullptr, false, stop_);
  }
  Dispatch();
}

void Session::Dispatch() {
  calling_ = true;
  stream_.expires_never();
  const bool taken =
      loop_.parts.lanes.Post(match_.lane, [self = shared_from_this(), stop = stop_](Worker& worker, bool late) mutable {
        self->Run(&worker, late, stop);
        // The last owner of a session must be its loop's thread: its end changes the loop's list.
        auto& io = self->loop_.io;
        asio::post(io, [self = std::move(self)] {});
      });
  if (taken) {
    // A short call is over before it is worth anything; ending it would cost the worker its connection.
    if (match_.lane == Lane::kLong) WatchClient();
    return;
  }
  calling_ = false;
  Refuse(503, Text(LanguageOf(request_), "There is more to do than can be done just now.",
                   "Сейчас слишком много запросов."));
}

// Nobody waits for the answer once the client has closed; what waits for something then ends instead of holding its
// thread.
void Session::WatchClient() {
  stream_.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](Error error) {
    if (error || (!self->calling_ && !self->streaming_)) return;
    char byte = 0;
    self->stream_.socket().non_blocking(true, error);
    const auto received = self->stream_.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    if (error == asio::error::would_block) return self->WatchClient();
    if (!error && received > 0) return;
    if (self->streaming_) return self->Close();
    self->stop_->request_stop();
  });
}

void Session::OnAnswer(Response response) {
  calling_ = false;
  ReleaseBody();
  if (!stream_.socket().is_open()) return;
  Error ignored;
  stream_.socket().cancel(ignored);  // the watch of the client
  Write(std::move(response));
}

bool Session::ReserveBody(std::size_t limit) {
  const auto length = parser_->content_length_remaining();
  const std::size_t wanted = length ? static_cast<std::size_t>(*length) : limit;
  if (loop_.shared.body_bytes.fetch_add(wanted) + wanted > loop_.options.body_bytes) {
    loop_.shared.body_bytes -= wanted;
    return false;
  }
  reserved_ = wanted;
  return true;
}

void Session::ReleaseBody() { loop_.shared.body_bytes -= std::exchange(reserved_, 0); }

// With a proxy that nobody told us of, all people have one address: limits meant for one of them would meet all.
void Session::NoticeProxy() {
  if (!request_.headers.Get("X-Forwarded-For") || loop_.proxies.Trusts(request_.address) || request_.address != peer_)
    return;
  if (loop_.proxies.Trusts(peer_) || loop_.shared.told_of_proxy.exchange(true)) return;
  loop_.parts.log.Warn("a proxy that is not trusted names its client; if it is yours, add it to server.trusted_proxies",
                       {{"proxy", peer_}});
}

void Session::Refuse(unsigned status, const char* detail) {
  keep_alive_ = false;
  ReleaseBody();
  Refusal refusal(status, detail);
  if (status == 503) refusal.With("Retry-After", std::string("1"));
  Write(ToResponse(refusal, request_));
}

// What a request that cannot be read gets, where somebody is there to read an answer.
void Session::RefuseUnreadable(Error error) {
  const Language language = LanguageOf(request_);
  if (error == bhttp::error::body_limit) {
    return Refuse(413, Text(language, "The request's body is too large.", "Тело запроса слишком велико."));
  }
  if (error == bhttp::error::header_limit) {
    return Refuse(431, Text(language, "The request's header is too large.", "Заголовок запроса слишком велик."));
  }
  const bool gone = error == bhttp::error::end_of_stream || error == bhttp::error::partial_message;
  if (gone || error.category() != bhttp::make_error_code(bhttp::error::bad_method).category()) return Close();
  Refuse(400, Text(language, "This is no HTTP/1.1 request.", "Это не запрос HTTP/1.1."));
}

void Session::Discard() {
  stream_.async_read_some(asio::buffer(discarded_), [self = shared_from_this()](Error error, std::size_t) {
    if (error || self->loop_.draining) return self->Close();
    self->Discard();
  });
}

}  // namespace admin::http
