#include "admin/server/auth/half_way.h"

#include <sodium.h>

#include <algorithm>

#include "admin/server/auth/secrets.h"
#include "cdc/base/error.h"

namespace admin::auth {
namespace {

const cdc::redis::Script kTake{R"lua(
local sealed = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return sealed or ''
)lua"};

constexpr const char* kLifetime = "300000";  // milliseconds

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string IdOf(const std::string& secret) { return Derive("half-way id", secret); }
std::string KeyOf(const std::string& secret) { return FromHex(Derive("half-way key", secret)); }

// Each secret makes one key, and each key seals one text.
std::string Seal(const std::string& text, const std::string& secret) {
  const std::string nonce = RandomBytes(crypto_secretbox_NONCEBYTES);
  std::string sealed(text.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(Bytes(sealed), Bytes(text), text.size(), Bytes(nonce), Bytes(KeyOf(secret)));
  return ToHex(nonce + sealed);
}

std::string Open(const std::string& hex, const std::string& secret) {
  const std::string bytes = FromHex(hex);
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (bytes.size() >= kAround) {
    std::string text(bytes.size() - kAround, '\0');
    if (crypto_secretbox_open_easy(Bytes(text), Bytes(bytes) + crypto_secretbox_NONCEBYTES,
                                   bytes.size() - crypto_secretbox_NONCEBYTES, Bytes(bytes),
                                   Bytes(KeyOf(secret))) == 0) {
      return text;
    }
  }
  throw cdc::Error(cdc::Kind::kCorrupt, "a sign-in that waits in Redis is not as it was sealed");
}

}  // namespace

bool HalfWay::Needs(std::string_view what) const { return std::ranges::find(needs, what) != needs.end(); }

std::string HalfWays::Keep(cdc::redis::Client& redis, const HalfWay& half_way) const {
  const std::string secret = NewSecret();
  const Json text = {{"name", half_way.name}, {"password", half_way.password}, {"needs", half_way.needs}};
  redis.Command({"SET", prefix_ + IdOf(secret), Seal(text.dump(), secret), "PX", kLifetime});
  return secret;
}

std::optional<HalfWay> HalfWays::Take(cdc::redis::Client& redis, const std::string& secret) const {
  const std::string sealed = redis.Eval(kTake, {prefix_ + IdOf(secret)}, {}).Text();
  if (sealed.empty()) return std::nullopt;
  // What was sealed here is what Keep() wrote.
  const Json text = Json::parse(Open(sealed, secret));
  return HalfWay{text.at("name"), text.at("password"), text.at("needs")};
}

}  // namespace admin::auth
