// A Redis of a test's own, for tests that restart or kill it.
#pragma once

#include <string>

#include "tests/support/scratch.h"

namespace cdc::test {

// Started by the constructor, killed and removed by the destructor. Keeps what it was given in an append-only file.
class OwnRedis {
 public:
  OwnRedis();
  ~OwnRedis();
  OwnRedis(const OwnRedis&) = delete;
  OwnRedis& operator=(const OwnRedis&) = delete;

  std::string url() const { return "redis://127.0.0.1:" + port_ + "/0"; }
  void Start();  // returns once it answers
  void Stop();
  void Kill();

 private:
  void Run(const std::string& verb, const std::vector<std::string>& arguments = {}) const;

  Scratch scratch_;
  std::string port_;
};

}  // namespace cdc::test
