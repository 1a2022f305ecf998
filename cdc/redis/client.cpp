#include "cdc/redis/client.h"

#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <sys/socket.h>

#include <array>
#include <boost/url.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace cdc::redis {
namespace {

timeval ToTimeval(Duration duration) {
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  return {static_cast<time_t>(microseconds / 1'000'000), static_cast<suseconds_t>(microseconds % 1'000'000)};
}

struct Meaning {
  std::string_view code;  // the first word of the reply, or of the error inside a script's
  Kind kind;
  const char* what;
  const char* hint;
};

constexpr std::array kMeanings = {
    Meaning{"NOAUTH", Kind::kRights, "it asks for a password",
            "Give the password in checkpoint.url: redis://user:password@host."},
    Meaning{"WRONGPASS", Kind::kRights, "user or password are wrong", "Check user and password in checkpoint.url."},
    Meaning{
        "NOPERM", Kind::kRights, "the user may not run a command or touch a key",
        "Allow the user +@hash +@sortedset +@set +@string +@keyspace +@scripting on the keys of checkpoint.prefix."},
    Meaning{"LOADING", Kind::kUnavailable, "it is still loading its data", "It answers once its data is loaded."},
    Meaning{"READONLY", Kind::kUnavailable, "it is a read-only replica", "Name the primary in checkpoint.url."},
    Meaning{"OOM", Kind::kUnavailable, "its memory limit is reached", "Raise maxmemory, or free memory in Redis."},
    Meaning{"MISCONF", Kind::kUnavailable, "it cannot save to disk and refuses writes",
            "Look at Redis's log; often its disk is full."},
    Meaning{"BUSY", Kind::kUnavailable, "it is busy with another script",
            "SCRIPT KILL ends the script that blocks it."},
    Meaning{"NOREPLICAS", Kind::kUnavailable, "too few of its replicas are connected",
            "See min-replicas-to-write in Redis."},
    Meaning{"MASTERDOWN", Kind::kUnavailable, "it is a replica that lost its primary",
            "Name the primary in checkpoint.url."},
    Meaning{"CLUSTERDOWN", Kind::kUnavailable, "its cluster is down", "Look at CLUSTER INFO."},
    Meaning{"MOVED", Kind::kConfig, "it is part of a cluster and keeps our keys elsewhere",
            "Use a Redis without cluster mode for the checkpoint."},
    Meaning{"WRONGTYPE", Kind::kCorrupt, "a key of ours holds something else",
            "Use another checkpoint.prefix, or remove the key."},
};

bool IsCode(std::string_view message, std::string_view code) {
  if (message.substr(0, code.size()) == code && message.substr(code.size(), 1) == " ") return true;
  // Redis 6 wraps what a command in a script answered: "ERR Error running script (…): …: -OOM command not allowed …".
  return message.substr(0, 24) == "ERR Error running script" &&
         message.find(fmt::format(" -{} ", code)) != std::string_view::npos;
}

// Texts of the server are quoted only where they cannot hold our arguments.
Error ReplyError(const Address& address, std::string_view message) {
  const std::string at = "Redis at " + address.ToString() + " refused a command: ";
  for (const auto& meaning : kMeanings) {
    if (IsCode(message, meaning.code)) return Error(meaning.kind, at + meaning.what, meaning.hint);
  }
  const auto has = [&](const char* text) { return message.find(text) != std::string_view::npos; };
  if (has("invalid password") || has("AUTH")) {
    return Error(Kind::kRights, at + "user or password are wrong", "Check user and password in checkpoint.url.");
  }
  if (has("user executing the script")) {
    return Error(
        Kind::kRights, at + "the user may not run a command or touch a key",
        "Allow the user +@hash +@sortedset +@set +@string +@keyspace +@scripting on the keys of checkpoint.prefix.");
  }
  if (has("max number of clients")) {
    return Error(Kind::kUnavailable, at + "it has too many clients", "Raise maxclients in Redis.");
  }
  if (has("DB index")) {
    return Error(Kind::kConfig, at + "it has no database of that number",
                 "Check the number behind the / in checkpoint.url.");
  }
  if (has("unknown command")) {
    return Error(Kind::kConfig, at + "it does not know a command that walcast needs",
                 "Use Redis 5 or later, with EVAL and SCRIPT not renamed.");
  }
  if (has("script")) {
    return Error(
        Kind::kCorrupt, at + "the record stored there means nothing",
        "Put back a copy of Redis's data, or remove the keys under checkpoint.prefix: the indices are then rebuilt.");
  }
  return Error(Kind::kUnavailable, at + std::string(message.substr(0, message.find(' '))), "Look at Redis's log.");
}

template <typename Number>
bool ParseNumber(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && rest == end;
}

[[noreturn]] void BadUrl(const std::string& what) {
  throw Error(Kind::kConfig, "checkpoint.url " + what, "Write it as redis://user:password@host:6379/0.");
}

}  // namespace

std::string Address::ToString() const {
  const bool v6 = host.find(':') != std::string::npos;
  return fmt::format("redis://{}{}{}:{}/{}", v6 ? "[" : "", host, v6 ? "]" : "", port, database);
}

Address ParseAddress(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) BadUrl("is no URL");
  if (parsed->scheme() == "rediss") BadUrl("asks for TLS, which the Redis client library in use cannot do");
  if (parsed->scheme() != "redis") BadUrl("does not begin with redis://");
  Address address;
  address.host = parsed->host_address();
  if (address.host.empty()) BadUrl("names no host");
  if (parsed->has_port() && !ParseNumber(std::string(parsed->port()), address.port)) BadUrl("has a port that is none");
  address.user = parsed->user();
  address.password = parsed->password();
  const std::string path = parsed->path();
  if (!path.empty() && path.front() != '/') BadUrl("has a port that is none");  // as Boost 1.81 reads host:12x
  if (path.size() > 1 && (!ParseNumber(path.substr(1), address.database) || address.database < 0)) {
    BadUrl("has a database that is no number");
  }
  return address;
}

void Reply::Free::operator()(redisReply* reply) const { freeReplyObject(reply); }

Reply::Reply(redisReply* reply) : reply_(reply) {}

std::int64_t Reply::Integer() const {
  if (reply_->type != REDIS_REPLY_INTEGER) throw Error(Kind::kCorrupt, "Redis answered something else than an integer");
  return reply_->integer;
}

std::string Reply::Text() const {
  if (reply_->type != REDIS_REPLY_STRING && reply_->type != REDIS_REPLY_STATUS) {
    throw Error(Kind::kCorrupt, "Redis answered something else than a string");
  }
  return {reply_->str, reply_->len};
}

std::vector<std::optional<std::string>> Reply::Texts() const {
  if (reply_->type != REDIS_REPLY_ARRAY) throw Error(Kind::kCorrupt, "Redis answered something else than an array");
  std::vector<std::optional<std::string>> texts;
  texts.reserve(reply_->elements);
  for (std::size_t i = 0; i < reply_->elements; ++i) {
    const redisReply& element = *reply_->element[i];
    if (element.type == REDIS_REPLY_NIL) {
      texts.emplace_back();
    } else if (element.type == REDIS_REPLY_STRING) {
      texts.emplace_back(std::in_place, element.str, element.len);
    } else {
      throw Error(Kind::kCorrupt, "Redis answered an array of something else than strings");
    }
  }
  return texts;
}

void Client::Close::operator()(redisContext* context) const {
  // What the kernel still holds is thrown away: a command given up may not arrive minutes later, behind newer ones.
  const linger now{1, 0};
  if (context->fd >= 0) setsockopt(context->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  redisFree(context);
}

Client::Client(ClientOptions options) : options_(std::move(options)) {}
Client::~Client() = default;

Reply Client::Command(const std::vector<std::string>& arguments) {
  Reply reply = Ask(arguments);
  if (reply.reply_->type == REDIS_REPLY_ERROR) throw ReplyError(address(), {reply.reply_->str, reply.reply_->len});
  return reply;
}

Reply Client::Eval(const Script& script, const std::vector<std::string>& keys,
                   const std::vector<std::string>& arguments) {
  auto hash = hashes_.find(script.text);
  if (hash == hashes_.end()) hash = hashes_.emplace(script.text, Command({"SCRIPT", "LOAD", script.text}).Text()).first;
  std::vector<std::string> command{"EVALSHA", hash->second, std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  Reply reply = Ask(command);
  if (reply.reply_->type == REDIS_REPLY_ERROR &&
      std::string_view(reply.reply_->str, reply.reply_->len).starts_with("NOSCRIPT")) {
    command[0] = "EVAL";  // the server restarted or flushed its scripts; this makes it know the script again
    command[1] = script.text;
    return Command(command);
  }
  if (reply.reply_->type == REDIS_REPLY_ERROR) throw ReplyError(address(), {reply.reply_->str, reply.reply_->len});
  return reply;
}

Reply Client::Ask(const std::vector<std::string>& arguments) {
  const bool fresh = context_ == nullptr;
  if (fresh) Connect();
  if (auto reply = Try(arguments)) return std::move(*reply);
  if (!fresh) {
    Connect();
    if (auto reply = Try(arguments)) return std::move(*reply);
  }
  throw Lost(broken_);
}

std::optional<Reply> Client::Try(const std::vector<std::string>& arguments) {
  std::vector<const char*> values;
  std::vector<std::size_t> sizes;
  for (const auto& argument : arguments) {
    values.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  char* formatted = nullptr;
  const int size = redisFormatCommandArgv(&formatted, static_cast<int>(values.size()), values.data(), sizes.data());
  if (size < 0) throw Error(Kind::kInternal, "out of memory while writing a command to Redis");
  const std::unique_ptr<char, decltype(&redisFreeCommand)> command(formatted, redisFreeCommand);
  // hiredis would write without MSG_NOSIGNAL: a server that went away would end the process with SIGPIPE.
  for (int sent = 0; sent < size;) {
    const auto n = send(context_->fd, formatted + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw Lost("it does not take the command in time");
    if (n < 0) {
      broken_ = std::strerror(errno);
      context_.reset();
      return std::nullopt;
    }
    sent += static_cast<int>(n);
  }
  void* reply = nullptr;
  if (redisGetReply(context_.get(), &reply) == REDIS_OK && reply != nullptr)
    return Reply(static_cast<redisReply*>(reply));
  // A server that hangs is not asked again: the caller has waited long enough.
  if (context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK))
    throw Lost("it does not answer in time");
  if (context_->err == REDIS_ERR_PROTOCOL) throw Lost("what answers is no Redis");
  broken_ = context_->errstr;
  context_.reset();
  return std::nullopt;
}

void Client::Connect() {
  context_.reset(redisConnectWithTimeout(address().host.c_str(), address().port, ToTimeval(options_.connect_timeout)));
  if (context_ == nullptr) throw Error(Kind::kInternal, "out of memory while connecting to Redis");
  if (context_->err != 0) {
    const std::string reason = context_->errstr;
    context_.reset();
    throw Error(Kind::kUnavailable, "cannot connect to Redis at " + address().ToString() + ": " + reason,
                "Check that the server runs and that checkpoint.url names it.");
  }
  redisSetTimeout(context_.get(), ToTimeval(options_.command_timeout));
  redisEnableKeepAlive(context_.get());
  if (!address().user.empty()) {
    Greet({"AUTH", address().user, address().password});
  } else if (!address().password.empty()) {
    Greet({"AUTH", address().password});
  }
  if (address().database != 0) Greet({"SELECT", std::to_string(address().database)});
}

void Client::Greet(const std::vector<std::string>& arguments) {
  auto reply = Try(arguments);
  if (!reply) throw Lost(broken_);
  if (reply->reply_->type != REDIS_REPLY_ERROR) return;
  context_.reset();
  throw ReplyError(address(), {reply->reply_->str, reply->reply_->len});
}

Error Client::Lost(const std::string& what) {
  context_.reset();
  return Error(Kind::kUnavailable, "lost the connection to Redis at " + address().ToString() + ": " + what,
               "Check that the server runs and look at its log.");
}

}  // namespace cdc::redis
