#include "tests/support/redis_keys.h"

#include <hiredis/hiredis.h>

#include <stdexcept>

namespace cdc::test {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

Reply Send(redisContext* context, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const auto& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  Reply reply(
      static_cast<redisReply*>(redisCommandArgv(context, static_cast<int>(words.size()), texts.data(), sizes.data())));
  if (!reply) throw std::runtime_error("Redis does not answer");
  if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string("Redis: ") + reply->str);
  return reply;
}

}  // namespace

void RedisKeys::Free::operator()(redisContext* context) const { redisFree(context); }

// redis://HOST:PORT/DATABASE, as the suite's servers have it.
RedisKeys::RedisKeys(const std::string& url, std::string prefix) : prefix_(std::move(prefix)) {
  const auto host = url.find("//") + 2, colon = url.find(':', host), slash = url.find('/', host);
  if (colon == std::string::npos || slash == std::string::npos)
    throw std::runtime_error("WALCAST_TEST_REDIS is no URL");
  context_.reset(redisConnect(url.substr(host, colon - host).c_str(), std::stoi(url.substr(colon + 1))));
  if (!context_ || context_->err != 0) throw std::runtime_error("cannot connect to Redis");
  Send(context_.get(), {"SELECT", url.substr(slash + 1)});
}

RedisKeys::~RedisKeys() = default;

std::vector<std::string> RedisKeys::List() {
  const Reply reply = Send(context_.get(), {"KEYS", prefix_ + "*"});
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < reply->elements; ++i) keys.emplace_back(reply->element[i]->str, reply->element[i]->len);
  return keys;
}

void RedisKeys::Clear() {
  for (const auto& key : List()) Send(context_.get(), {"DEL", key});
}

std::map<std::string, std::string> RedisKeys::Dump() {
  std::map<std::string, std::string> values;
  for (const auto& key : List()) {
    const Reply reply = Send(context_.get(), {"DUMP", key});
    values[key] = std::string(reply->str, reply->len);
  }
  return values;
}

void RedisKeys::Restore(const std::map<std::string, std::string>& keys) {
  Clear();
  for (const auto& [key, value] : keys) Send(context_.get(), {"RESTORE", key, "0", value, "REPLACE"});
}

}  // namespace cdc::test
