#include "tests/support/own_redis.h"

#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace cdc::test {
namespace {

std::string Script() { return (SourceRoot() / "tests/support/own_server.sh").string(); }

std::string FreePort() {
  const Finished asked = RunToEnd({Script(), "port"});
  if (asked.exit != 0) throw std::runtime_error("cannot find a free port: " + asked.output);
  return asked.output.substr(0, asked.output.find('\n'));
}

}  // namespace

OwnRedis::OwnRedis() : port_(FreePort()) {
  // The server runs as another user than root, and has to reach its data below.
  std::filesystem::permissions(scratch_.path(), std::filesystem::perms{0755});
  Start();
}

OwnRedis::~OwnRedis() {
  try {
    Kill();
  } catch (const std::exception& error) {
    std::cerr << "the Redis in " << scratch_.path() << " stays: " << error.what() << '\n';
  }
}

void OwnRedis::Start() { Run("start", {port_}); }
void OwnRedis::Stop() { Run("stop"); }
void OwnRedis::Kill() { Run("kill"); }

void OwnRedis::Run(const std::string& verb, const std::vector<std::string>& arguments) const {
  std::vector<std::string> words{Script(), "redis", verb, scratch_.path().string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Finished ran = RunToEnd(words);
  if (ran.exit != 0) throw std::runtime_error("own_server.sh redis " + verb + ": " + ran.output);
}

}  // namespace cdc::test
