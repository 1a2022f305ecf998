// How a session answers: whole, in chunks that are made meanwhile, or as a stream of events.
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <condition_variable>
#include <mutex>

#include "admin/server/http/answer_headers.h"
#include "admin/server/http/negotiation.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/session.h"
#include "cdc/base/error.h"

namespace admin::http {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t kPiece = 32 << 10;
constexpr std::size_t kEventsBehind = 64;  // a reader that is further behind is dropped
constexpr cdc::Duration kLinger = std::chrono::seconds(2);
constexpr cdc::Duration kLingerOfUpload = std::chrono::seconds(15);

template <typename Message>
void Fill(Message& message, const Response& response) {
  message.version(11);
  message.result(response.status);
  message.reason(std::string(StatusTitle(response.status)));
  message.set(bhttp::field::server, "walcast");
  if (!response.type.empty()) {
    const bool text = response.type.starts_with("text/") && response.type.find("charset") == std::string::npos;
    message.set(bhttp::field::content_type, response.type + (text ? "; charset=utf-8" : ""));
  }
  for (const auto& [name, value] : response.headers.all()) message.insert(name, value);
}

}  // namespace

// Between the lane's thread, which makes the body, and the loop's, which sends it: one piece at a time.
class Session::Pipe : public Output, public std::enable_shared_from_this<Pipe> {
 public:
  Pipe(std::shared_ptr<Session> session, bool chunked, std::optional<std::uint64_t> length)
      : session_(std::move(session)), chunked_(chunked), length_(length) {}

  void Write(std::string_view bytes) override {
    made_ += bytes.size();
    if (length_ && made_ > *length_) throw cdc::Error(cdc::Kind::kInternal, "a body is longer than was said");
    while (!bytes.empty()) {
      const auto taken = std::min(bytes.size(), kPiece - std::min(kPiece, piece_.size()));
      piece_ += bytes.substr(0, taken);
      bytes.remove_prefix(taken);
      if (piece_.size() >= kPiece) Send(false);
    }
  }
  void Flush() override {
    if (!piece_.empty()) Send(false);
  }
  void Failed(const cdc::Error& error) override { session_->LogFailure(error.what(), error.hint()); }
  void Begin(Response response) {
    On([this, response = std::move(response)](Session& session, std::function<void(Error)> then) {
      session.WriteHeader(response, chunked_, std::move(then));
    });
  }
  void End() {
    if (length_ && made_ < *length_) throw cdc::Error(cdc::Kind::kInternal, "a body is shorter than was said");
    Send(true);
  }

 private:
  // Does `what` on the loop's thread and waits until it calls back.
  template <typename What>
  void On(What what) {
    {
      const std::scoped_lock lock(mutex_);
      done_ = false;
    }
    asio::post(session_->loop_.io, [self = shared_from_this(), session = session_, what = std::move(what)] {
      what(*session, [self](Error error) {
        const std::scoped_lock lock(self->mutex_);
        self->done_ = true;
        self->failed_ = static_cast<bool>(error);
        self->changed_.notify_all();
      });
    });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_; });
    if (failed_) throw cdc::Error(cdc::Kind::kUnavailable, "the client has gone");
  }

  void Send(bool last) {
    if (!chunked_ && piece_.empty()) return;
    auto bytes = std::make_shared<std::string>();
    if (chunked_ && !piece_.empty()) *bytes += fmt::format("{:x}\r\n", piece_.size());
    *bytes += piece_;
    if (chunked_ && !piece_.empty()) *bytes += "\r\n";
    if (chunked_ && last) *bytes += "0\r\n\r\n";
    piece_.clear();
    On([bytes](Session& session, std::function<void(Error)> then) {
      session.Deadline(session.loop_.options.write_time);
      asio::async_write(session.stream_, asio::buffer(*bytes),
                        [bytes, then = std::move(then), self = session.shared_from_this()](Error error, std::size_t) {
                          then(error);
                        });
    });
  }

  const std::shared_ptr<Session> session_;
  const bool chunked_;
  const std::optional<std::uint64_t> length_;
  std::uint64_t made_ = 0;
  std::string piece_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false, failed_ = false;  // guarded by mutex_
};

// On the lane's thread; on the loop's for Lane::kLoop.
void Session::Run(Worker* worker, bool late, const std::shared_ptr<std::stop_source>& stop) {
  Response response;
  const Language language = LanguageOf(request_);
  try {
    if (late) throw cdc::Error(cdc::Kind::kUnavailable, "waited too long for a thread");
    response = loop_.parts.router.Answer(request_, match_, worker, stop->get_token());
    if (response.produce && !head_) {
      auto pipe = std::make_shared<Pipe>(shared_from_this(), chunks_ && !response.length, response.length);
      const unsigned status = response.status;
      AddCommonHeaders(request_, loop_.options.origins, response);
      const auto produce = std::move(response.produce);
      pipe->Begin(std::move(response));
      try {
        produce(*pipe);
        pipe->End();
      } catch (const std::exception& error) {
        // The status is out: what is left is to break off, so that nobody takes a part for the whole.
        if (!stop->stop_requested()) LogFailure(error.what());
        asio::post(loop_.io, [self = shared_from_this()] { self->Close(); });
        return;
      }
      asio::post(loop_.io, [self = shared_from_this(), status] {
        self->calling_ = false;
        self->ReleaseBody();
        self->Observe(status);
        self->OnWritten({});
      });
      return;
    }
  } catch (const cdc::Error& error) {
    if (!stop->stop_requested()) LogFailure(error.what(), error.hint());
    response = ToResponse(error, request_, language);
  } catch (const std::exception& error) {
    LogFailure(error.what());
    response = Defect(request_, language);
  }
  if (worker == nullptr) return OnAnswer(std::move(response));
  asio::post(loop_.io, [self = shared_from_this(), response = std::move(response)]() mutable {
    self->OnAnswer(std::move(response));
  });
}

void Session::LogFailure(const std::string& error, const std::string& hint) {
  loop_.parts.log.Fail(
      "a request failed",
      {{"error", error}, {"hint", hint}, {"route", std::string(match_.route->name)}, {"request", request_.id}});
}

void Session::Observe(unsigned status) {
  const std::string_view route = match_.route == nullptr ? std::string_view() : match_.route->name;
  loop_.parts.observer.Answered({.route = route,
                                 .method = request_.method,
                                 .status = status,
                                 .took = std::chrono::steady_clock::now() - began_,
                                 .request_id = request_.id});
}

void Session::Write(Response response) {
  AddCommonHeaders(request_, loop_.options.origins, response);
  Observe(response.status);
  if (response.feed && !head_) return WriteEvents(std::move(response));
  // Of HTTP's answers these alone have neither body nor length.
  const bool bare = response.status == 204 || response.status == 304;
  struct Whole {
    bhttp::response<bhttp::span_body<const char>> message;
    std::string body;
    std::shared_ptr<const std::string> shared;
  };
  auto whole = std::make_shared<Whole>();
  Fill(whole->message, response);
  // What is left of a body that nobody read cannot be told from the next request.
  keep_alive_ = keep_alive_ && !loop_.draining && (!upload_ || upload_->is_done());
  whole->message.keep_alive(keep_alive_);
  whole->body = std::move(response.body);
  whole->shared = std::move(response.shared);
  const std::string& bytes = whole->shared ? *whole->shared : whole->body;
  const bool of_unknown_length = static_cast<bool>(response.produce) || static_cast<bool>(response.feed);
  if (!bare && !of_unknown_length) whole->message.content_length(bytes.size());
  if (response.length) whole->message.content_length(*response.length);
  if (!bare && !head_) whole->message.body() = {bytes.data(), bytes.size()};
  // A slow line is given the time that it needs for a large answer, at 16 KiB a second.
  Deadline(loop_.options.write_time + std::chrono::seconds(bytes.size() >> 14));
  bhttp::async_write(stream_, whole->message,
                     [self = shared_from_this(), whole](Error error, std::size_t) { self->OnWritten(error); });
}

void Session::WriteHeader(const Response& response, bool chunked, std::function<void(Error)> then) {
  struct Head {
    bhttp::response<bhttp::empty_body> message;
    std::optional<bhttp::response_serializer<bhttp::empty_body>> serializer;
  };
  auto head = std::make_shared<Head>();
  Fill(head->message, response);
  keep_alive_ = keep_alive_ && (chunked || response.length) && !loop_.draining;
  head->message.keep_alive(keep_alive_);
  if (chunked) head->message.chunked(true);
  if (response.length) head->message.content_length(*response.length);
  head->serializer.emplace(head->message);
  Deadline(loop_.options.write_time);
  bhttp::async_write_header(
      stream_, *head->serializer,
      [self = shared_from_this(), head, then = std::move(then)](Error error, std::size_t) { then(error); });
}

void Session::WriteEvents(Response response) {
  response.type = "text/event-stream";
  response.headers.Add("X-Accel-Buffering", "no");  // nginx shall pass each event on at once
  keep_alive_ = false;
  const std::weak_ptr<Session> weak = shared_from_this();
  auto& io = loop_.io;
  const auto reader = [weak, &io, behind = std::make_shared<std::atomic<std::size_t>>(0)](Feed::Event event) {
    if (weak.expired()) return false;
    if (behind->fetch_add(1) >= kEventsBehind) {
      --*behind;
      asio::post(io, [weak] {
        if (const auto session = weak.lock()) session->Close();
      });
      return false;
    }
    asio::post(io, [weak, behind, event = std::move(event)] {
      if (const auto session = weak.lock()) session->QueueEvent(event);
      --*behind;
    });
    return true;
  };
  // The events of before come back by the loop, so behind the header.
  subscription_ = loop_.draining ? nullptr
                                 : response.feed->Subscribe(
                                       std::string(request_.headers.Get("Last-Event-ID").value_or("")), reader);
  if (subscription_ == nullptr) {
    return Refuse(503, Text(LanguageOf(request_), "Too many follow the events already.",
                            "За событиями следят уже слишком многие."));
  }
  events_.push_back(nullptr);  // the header is under way
  streaming_since_ = std::chrono::steady_clock::now();
  WriteHeader(response, false, [self = shared_from_this()](Error error) {
    if (error || self->subscription_ == nullptr) return self->Close();
    self->streaming_ = true;
    self->stream_.expires_never();
    self->events_.pop_front();
    if (!self->events_.empty()) self->WriteNextEvent();
    self->WatchClient();
  });
}

void Session::QueueEvent(Feed::Event event) {
  const bool over = std::chrono::steady_clock::now() - streaming_since_ > loop_.options.stream_time;
  if (subscription_ == nullptr || over || events_.size() >= kEventsBehind) return Close();
  events_.push_back(std::move(event));
  if (events_.size() == 1) WriteNextEvent();
}

void Session::WriteNextEvent() {
  Deadline(loop_.options.write_time);
  asio::async_write(stream_, asio::buffer(*events_.front()), [self = shared_from_this()](Error error, std::size_t) {
    if (error) return self->Close();
    self->stream_.expires_never();
    self->events_.pop_front();
    if (!self->events_.empty()) self->WriteNextEvent();
  });
}

void Session::OnWritten(Error error) {
  if (error) return Close();
  // Whoever was told that the connection goes on may be sending already.
  if (keep_alive_ && (!loop_.draining || loop_.idle == Server::Idle::kServe)) return AwaitRequest();
  Linger();
}

// Closing with unread input would reset the connection and take the answer with it.
void Session::Linger() {
  Error ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  parser_.reset();
  buffer_.clear();
  // Who is told early that a file is refused may be in the middle of sending it, and reads the answer afterwards.
  Deadline(match_.route != nullptr && match_.route->streamed ? kLingerOfUpload : kLinger);
  Discard();
}

}  // namespace admin::http
