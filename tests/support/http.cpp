#include "tests/support/http.h"

#include <curl/curl.h>

#include <stdexcept>

namespace cdc::test {
namespace {

std::size_t Append(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

}  // namespace

struct HttpClient::State {
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<CURL, Cleanup> handle{curl_easy_init()};
  std::unique_ptr<curl_slist, FreeList> headers{curl_slist_append(nullptr, "Content-Type: application/json")};
};

HttpClient::HttpClient(std::string base) : base_(std::move(base)), state_(std::make_unique<State>()) {
  if (!state_->handle || !state_->headers) throw std::runtime_error("cannot make an HTTP client");
}

HttpClient::~HttpClient() = default;

HttpReply HttpClient::Send(const std::string& method, const std::string& path, const std::string& body,
                           std::chrono::seconds limit) {
  CURL* curl = state_->handle.get();
  const std::string url = base_ + path;
  HttpReply reply;
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(limit.count()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, state_->headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  if (!body.empty() || method == "POST" || method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  }
  if (curl_easy_perform(curl) != CURLE_OK) return {};
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
  return reply;
}

Json HttpClient::Call(const std::string& method, const std::string& path, const Json& body,
                      std::chrono::seconds limit) {
  const HttpReply reply = Send(method, path, body.is_null() ? "" : body.dump(), limit);
  if (!reply.Ok()) {
    throw std::runtime_error(method + " " + path + " answered " + std::to_string(reply.status) + ": " +
                             reply.body.substr(0, 2000));
  }
  return reply.body.empty() ? Json() : Json::parse(reply.body);
}

}  // namespace cdc::test
