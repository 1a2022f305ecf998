#include "cdc/es/address.h"

#include <curl/curl.h>

#include <memory>

#include "cdc/base/error.h"

namespace cdc::es {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

std::string Part(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, &curl_free);
  return text;
}

[[noreturn]] void Refuse(const char* why) {
  throw Error(Kind::kConfig, std::string("an address of Elasticsearch cannot be used: ") + why,
              "Write elasticsearch.urls like http://127.0.0.1:9200.");
}

}  // namespace

Address ParseAddress(const std::string& url) {
  const Url parsed(curl_url());
  if (parsed == nullptr) throw std::bad_alloc();
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) Refuse("it is no URL");
  const std::string scheme = Part(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") Refuse("it is neither http nor https");
  if (!Part(parsed.get(), CURLUPART_QUERY).empty()) Refuse("it has a query");
  if (!Part(parsed.get(), CURLUPART_FRAGMENT).empty()) Refuse("it has a fragment");
  Address address;
  address.username = Part(parsed.get(), CURLUPART_USER, CURLU_URLDECODE);
  address.password = Part(parsed.get(), CURLUPART_PASSWORD, CURLU_URLDECODE);
  curl_url_set(parsed.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(parsed.get(), CURLUPART_PASSWORD, nullptr, 0);
  address.url = Part(parsed.get(), CURLUPART_URL);
  while (address.url.ends_with('/')) address.url.pop_back();
  address.shown = scheme + "://" + Part(parsed.get(), CURLUPART_HOST) + ":" +
                  Part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  return address;
}

}  // namespace cdc::es
