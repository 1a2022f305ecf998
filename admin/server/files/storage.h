// Where the bytes of files lie: objects under keys. Which file has which key is for the database to say. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "admin/server/files/staged.h"

namespace admin::files {

struct Object {
  std::string key;
  std::chrono::system_clock::time_point written;
};

struct Range {
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;
};

// Of the answer that a link leads to.
struct LinkTo {
  std::string key, type, disposition;
};

// Keys are of lower-case letters, digits, "/", "-" and ".". All throw kUnavailable where the storage is away or full,
// kRights and kConfig where it refuses.
class Storage {
 public:
  virtual ~Storage() = default;
  // An empty file for an upload, where Put takes it from without copying.
  virtual Staged Stage() = 0;
  // Whole or not at all, and durable once this returns.
  virtual void Put(const std::string& key, Staged& file, std::stop_token stop) = 0;
  virtual std::optional<std::uint64_t> Size(const std::string& key, std::stop_token stop) = 0;  // nullopt: not there
  // Hands over the bytes of a range in their order. What `take` throws is thrown on.
  virtual void Get(const std::string& key, Range range, const std::function<void(std::string_view)>& take,
                   std::stop_token stop) = 0;
  virtual void Delete(const std::string& key, std::stop_token stop) = 0;  // also where it is not there
  // Each object whose key begins with `prefix`, in no order.
  virtual void List(const std::string& prefix, const std::function<void(const Object&)>& each,
                    std::stop_token stop) = 0;
  // An address at which a browser gets the object for `time`; nullopt: there is none.
  virtual std::optional<std::string> Link(const LinkTo& to, std::chrono::seconds time) = 0;
  // Removes what uploads that broke off `age` ago have left.
  virtual void Tidy(std::chrono::seconds age) = 0;
};

}  // namespace admin::files
