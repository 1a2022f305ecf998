// One connection to Redis over hiredis: opened by the first command, opened anew when it broke, every wait bounded,
// every reply's type checked. Not thread-safe; one owner.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/base/error.h"

struct redisContext;
struct redisReply;

namespace cdc::redis {

struct Address {
  std::string host;
  std::uint16_t port = 6379;
  std::string user;  // "": Redis's default user
  std::string password;
  int database = 0;

  std::string ToString() const;  // "redis://127.0.0.1:6379/0": no user, no password
};

// redis://[[user]:password@]host[:port][/database]. Throws kConfig, without quoting the text.
Address ParseAddress(const std::string& url);

// What a command answered; never an error. The accessors throw kCorrupt where the reply is of another type.
class Reply {
 public:
  explicit Reply(redisReply* reply);
  std::int64_t Integer() const;
  std::string Text() const;
  std::vector<std::optional<std::string>> Texts() const;  // of an array of strings; nullopt: nil

 private:
  friend class Client;
  struct Free {
    void operator()(redisReply* reply) const;
  };
  std::unique_ptr<redisReply, Free> reply_;
};

// A Lua script; its text is its identity.
struct Script {
  std::string text;
};

struct ClientOptions {
  Address address;
  Duration connect_timeout = std::chrono::seconds(3);
  Duration command_timeout = std::chrono::seconds(5);
};

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends and waits for the answer. A command whose connection broke is sent once more over a new one: REQUIRES that
  // doing it twice is doing it once. Throws kUnavailable, kRights, kConfig; kCorrupt where a key holds another type.
  Reply Command(const std::vector<std::string>& arguments);
  // The same for a script; its text goes over the wire only where the server does not know it.
  Reply Eval(const Script& script, const std::vector<std::string>& keys, const std::vector<std::string>& arguments);

  const Address& address() const { return options_.address; }

 private:
  struct Close {
    void operator()(redisContext* context) const;
  };

  Reply Ask(const std::vector<std::string>& arguments);                 // may hold an error
  std::optional<Reply> Try(const std::vector<std::string>& arguments);  // nullopt: the connection broke
  void Connect();
  void Greet(const std::vector<std::string>& arguments);
  Error Lost(const std::string& what);

  const ClientOptions options_;
  std::unique_ptr<redisContext, Close> context_;
  std::string broken_;                         // why Try gave up
  std::map<std::string, std::string> hashes_;  // script → SHA1, as the server told
};

}  // namespace cdc::redis
