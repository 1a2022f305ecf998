#include "admin/server/files/sigv4.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <ctime>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::files {
namespace {

std::string Hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  if (::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), code.data(), &size) == nullptr) {
    throw cdc::Error(cdc::Kind::kInternal, "cannot sign an address");
  }
  return {reinterpret_cast<const char*>(code.data()), size};
}

std::string Sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw cdc::Error(cdc::Kind::kInternal, "cannot sign an address");
  }
  return {reinterpret_cast<const char*>(hash.data()), size};
}

std::string Time(std::chrono::system_clock::time_point now, const char* format) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

}  // namespace

std::string Presign(const SigningKey& key, const Presigning& what) {
  const auto day = Time(what.now, "%Y%m%d"), moment = Time(what.now, "%Y%m%dT%H%M%SZ");
  const auto scope = day + "/" + key.region + "/s3/aws4_request";
  auto query = what.query;
  query["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256";
  query["X-Amz-Credential"] = key.access_key + "/" + scope;
  query["X-Amz-Date"] = moment;
  query["X-Amz-Expires"] = std::to_string(what.time.count());
  query["X-Amz-SignedHeaders"] = "host";
  std::string encoded;  // a map's order is that of the signature
  for (const auto& [name, value] : query) {
    encoded += (encoded.empty() ? "" : "&") + cdc::UriEncode(name) + "=" + cdc::UriEncode(value);
  }
  const auto path = cdc::UriEncode(what.path, "/");
  const auto host = what.origin.substr(what.origin.find("://") + 3);
  const auto request = "GET\n" + path + "\n" + encoded + "\nhost:" + host + "\n\nhost\nUNSIGNED-PAYLOAD";
  const auto to_sign = "AWS4-HMAC-SHA256\n" + moment + "\n" + scope + "\n" + cdc::Hex(Sha256(request));
  const auto signing = Hmac(Hmac(Hmac(Hmac("AWS4" + key.secret_key, day), key.region), "s3"), "aws4_request");
  return what.origin + path + "?" + encoded + "&X-Amz-Signature=" + cdc::Hex(Hmac(signing, to_sign));
}

}  // namespace admin::files
