#include "cdc/pg/replication.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>

namespace cdc::pg {
namespace {

constexpr Duration kStatusAtMost = std::chrono::seconds(1);  // how late the server learns what is confirmed
constexpr Duration kConnectWait = std::chrono::seconds(30);
constexpr std::int64_t kPostgresEpoch = 946'684'800'000'000;  // 2000-01-01 in Unix microseconds

std::uint64_t ReadInt64(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + 8) throw Error(Kind::kCorrupt, "a replication message is cut short");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

void AppendInt64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

std::string QuoteLiteral(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out += '\'';
}

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

struct Free {
  void operator()(char* memory) const { PQfreemem(memory); }
};

// What refusing START_REPLICATION means for us; the states are those of walsender and slot.c.
Error StartError(const PGresult* result, const std::string& slot, const std::string& plugin) {
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string state = code == nullptr ? "" : code;
  const std::string message = text == nullptr ? "the server closed the connection" : text;
  const std::string what = "cannot start replication from slot '" + slot + "': " + message;
  if (state == "55006") return Error(Kind::kSlotBusy, what, "Another process holds the slot.");
  if (state == "42704") return Error(Kind::kGap, what, "The slot is gone.");
  if (state == "55000") return Error(Kind::kGap, what, "The slot is lost: its WAL was removed.");
  if (state == "42501") {
    return Error(Kind::kRights, what,
                 "The role needs REPLICATION, and the server's output_plugin_libraries must list " + plugin + ".");
  }
  if (state.starts_with("22") || state.starts_with("42")) {
    return Error(Kind::kConfig, what, "The output plugin does not know an option: install wal2json 2.4 or later.");
  }
  return Error(KindOf(state) == Kind::kRights ? Kind::kRights : Kind::kUnavailable, what);
}

}  // namespace

Replication::Replication(ReplicationOptions options, const Clock& clock, std::optional<Server> expect)
    : options_(std::move(options)),
      clock_(clock),
      expect_(std::move(expect)),
      decoder_(MakeDecoder(options_.plugin)),
      interest_(std::make_shared<Interest>()),
      queue_(options_.buffer_bytes) {}

Replication::~Replication() { Close(); }

std::string Replication::Options() const {
  std::string text;
  for (const auto& [name, value] : decoder_->Options(*interest_)) {
    text += (text.empty() ? "" : ", ") + QuoteName(name) + " " + QuoteLiteral(value);
  }
  return text;
}

void Replication::Open(Lsn from, std::stop_token stop) {
  Close();
  ConnectOptions connect = options_.connect;
  connect.replication = true;
  auto connection = std::make_unique<Connection>(connect, stop);
  if (connect.leaving) connect.leaving->store(false);
  CheckServer(*connection, from, stop);
  started_with_ = Options();
  outdated_ = false;
  Start(*connection, from, stop);
  connection_ = std::move(connection);
  next_status_ = clock_.Now();
  thread_ = std::jthread([this](std::stop_token ended) { ReadAll(ended); });
}

void Replication::CheckServer(Connection& connection, Lsn from, std::stop_token stop) {
  const Rows rows = connection.Execute("IDENTIFY_SYSTEM", stop);
  if (rows.size() != 1 || rows.columns() < 3) throw Error(Kind::kCorrupt, "PostgreSQL did not identify itself");
  std::uint32_t timeline = 0;
  const auto text = rows.Text(0, 1);
  std::from_chars(text.data(), text.data() + text.size(), timeline);
  if (expect_ && (expect_->system_id != rows.Text(0, 0) || expect_->timeline != timeline)) {
    throw Error(Kind::kGap, "the server behind postgres.dsn is another one than before, or on another timeline");
  }
  // It would leave out, without a word, what it writes until it gets there.
  if (const auto flushed = Lsn::Parse(rows.Text(0, 2)); !flushed || *flushed < from) {
    throw Error(Kind::kGap, "the server's WAL ends before what was received already: it was put back");
  }
  const Rows limit =
      connection.Execute("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'", stop);
  std::int64_t milliseconds = 0;
  if (limit.size() == 1) {
    const auto setting = limit.Text(0, 0);
    std::from_chars(setting.data(), setting.data() + setting.size(), milliseconds);
  }
  status_interval_ = kStatusAtMost;
  if (milliseconds > 0)
    status_interval_ = std::min<Duration>(kStatusAtMost, std::chrono::milliseconds(milliseconds) / 3);
}

void Replication::Start(Connection& connection, Lsn from, std::stop_token stop) {
  PGconn* pq = connection.get();
  const std::string command =
      "START_REPLICATION SLOT " + QuoteName(options_.slot) + " LOGICAL " + from.ToString() + " (" + started_with_ + ")";
  if (PQsendQuery(pq, command.c_str()) == 0) throw Error(Kind::kUnavailable, "lost the replication connection");
  for (;;) {
    const int flushed = PQflush(pq);
    if (flushed == 0 && PQisBusy(pq) == 0) break;
    switch (waiter_.Wait(PQsocket(pq), flushed == 1 ? POLLIN | POLLOUT : POLLIN, kConnectWait, stop)) {
      case Ready::kReady: break;
      case Ready::kTimeout: throw Error(Kind::kUnavailable, "the server did not start replication in time");
      case Ready::kStopped: throw Error(Kind::kUnavailable, "stopped while starting replication");
    }
    if (PQconsumeInput(pq) == 0) throw Error(Kind::kUnavailable, "lost the replication connection");
  }
  const Result result(PQgetResult(pq));
  if (PQresultStatus(result.get()) != PGRES_COPY_BOTH) throw StartError(result.get(), options_.slot, options_.plugin);
}

void Replication::Close() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  if (connection_ && !connection_->broken()) {
    try {
      SendStatus();  // what was confirmed last must not be replayed for nothing
      PQputCopyEnd(connection_->get(), nullptr);
      PQflush(connection_->get());
    } catch (const Error&) {
      // The connection is being given up: the server finds that out by itself, and replays a little more.
    }
  }
  connection_.reset();
  queue_.Clear();
  const std::scoped_lock lock(mutex_);
  lost_.reset();
}

void Replication::SetInterest(std::shared_ptr<const Interest> interest) {
  interest_ = std::move(interest);
  outdated_ = connection_ && Options() != started_with_;
}

void Replication::Confirm(Lsn durable) {
  std::uint64_t known = confirmed_.load();
  while (known < durable.value && !confirmed_.compare_exchange_weak(known, durable.value)) {
  }
}

std::optional<Message> Replication::Next(std::stop_token stop, TimePoint until) {
  // Nothing that was read with the former options may be taken: it lacks the rows of the new schemas. Opening anew
  // resumes behind the last wholly received commit.
  if (outdated_) throw Error(Kind::kUnavailable, "the plans ask for other schemas");
  for (;;) {
    const Duration left = std::max<Duration>(until - clock_.Now(), Duration::zero());
    auto wire = queue_.PopFor(left, stop);
    if (!wire) {
      const std::scoped_lock lock(mutex_);
      if (lost_) throw Error(*lost_);
      return std::nullopt;
    }
    if (wire->bytes.empty()) return Idle{wire->end};
    if (auto message = decoder_->Decode(wire->bytes, *interest_)) return message;
    if (clock_.Now() >= until) return std::nullopt;  // rows of no interest must not hold up what is collected
  }
}

// ---- the reading thread

void Replication::ReadAll(std::stop_token stop) {
  try {
    PGconn* pq = connection_->get();
    while (!stop.stop_requested()) {
      LetGoIfLeaving();
      StatusIfDue();
      char* raw = nullptr;
      const int size = PQgetCopyData(pq, &raw, 1);
      const std::unique_ptr<char, Free> owned(raw);
      if (size > 0) {
        Take({raw, static_cast<std::size_t>(size)}, stop);
        continue;
      }
      if (size < 0) ThrowEnd();
      const auto ready = waiter_.Wait(PQsocket(pq), POLLIN, next_status_ - clock_.Now(), stop);
      if (ready == Ready::kReady && PQconsumeInput(pq) == 0) ThrowEnd();
    }
  } catch (const Error& error) {
    const std::scoped_lock lock(mutex_);
    lost_ = error;
  } catch (const std::exception& defect) {  // no memory for a message, say
    const std::scoped_lock lock(mutex_);
    lost_ = Error(Kind::kInternal, std::string("reading the stream failed: ") + defect.what());
  }
}

void Replication::LetGoIfLeaving() {
  if (!options_.connect.leaving || !*options_.connect.leaving) return;
  // The connection itself is the reader's, who may be waiting for a queue behind it.
  shutdown(PQsocket(connection_->get()), SHUT_RDWR);
  throw Error(Kind::kUnavailable, "the server shuts down");
}

void Replication::ThrowEnd() {
  PGconn* pq = connection_->get();
  const Result result(PQgetResult(pq));
  std::string text = PQerrorMessage(pq);
  std::replace(text.begin(), text.end(), '\n', ' ');
  throw Error(Kind::kUnavailable, "lost the replication connection: " + text);
}

void Replication::Take(std::string_view message, std::stop_token stop) {
  Wire wire;
  std::uint64_t position = 0;
  switch (message.front()) {
    case 'w':
      position = ReadInt64(message, 1);
      ReadInt64(message, 17);
      wire.bytes = message.substr(25);
      if (wire.bytes.empty()) throw Error(Kind::kCorrupt, "a replication message is empty");
      break;
    case 'k':
      position = ReadInt64(message, 1);
      if (message.size() < 18) throw Error(Kind::kCorrupt, "a keepalive is cut short");
      wire.end = Lsn{position};
      asked_ = asked_ || message[17] != 0;
      break;
    default: throw Error(Kind::kCorrupt, "a replication message of an unknown kind");
  }
  if (position > received_.load()) received_.store(position);
  const std::size_t weight = sizeof(Wire) + wire.bytes.size();
  // A full queue is the back-pressure; the server still hears from us.
  while (!queue_.PushFor(wire, std::max<Duration>(next_status_ - clock_.Now(), Duration::zero()), stop, weight)) {
    if (stop.stop_requested()) return;
    LetGoIfLeaving();
    StatusIfDue();
  }
}

void Replication::StatusIfDue() {
  const bool news = confirmed_.load() > reported_ && next_status_ - clock_.Now() < status_interval_ / 2;
  if (asked_ || news || clock_.Now() >= next_status_) SendStatus();
}

void Replication::SendStatus() {
  PGconn* pq = connection_->get();
  const std::uint64_t confirmed = confirmed_.load();
  const auto now =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch());
  std::string status = "r";
  AppendInt64(status, std::max(confirmed, received_.load()));
  AppendInt64(status, confirmed);
  AppendInt64(status, confirmed);
  AppendInt64(status, static_cast<std::uint64_t>(now.count() - kPostgresEpoch));
  status += '\0';
  if (PQputCopyData(pq, status.data(), static_cast<int>(status.size())) <= 0 || PQflush(pq) < 0) {
    throw Error(Kind::kUnavailable, "lost the replication connection while sending a status");
  }
  reported_ = confirmed;
  asked_ = false;
  next_status_ = clock_.Now() + status_interval_;
}

}  // namespace cdc::pg
