// The keys of one test in Redis: seen, removed, copied and put back, over the protocol itself.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

struct redisContext;

namespace cdc::test {

class RedisKeys {
 public:
  // All keys that begin with `prefix`, which holds no pattern characters.
  RedisKeys(const std::string& url, std::string prefix);
  ~RedisKeys();
  RedisKeys(const RedisKeys&) = delete;
  RedisKeys& operator=(const RedisKeys&) = delete;

  std::vector<std::string> List();
  void Clear();
  std::map<std::string, std::string> Dump();                     // key → serialised value
  void Restore(const std::map<std::string, std::string>& keys);  // these, and no others

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  const std::string prefix_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace cdc::test
