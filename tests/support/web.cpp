#include "tests/support/web.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace cdc::test {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::size_t TakeBody(char* data, std::size_t size, std::size_t count, void* reply) {
  static_cast<WebReply*>(reply)->body.append(data, size * count);
  return size * count;
}

std::size_t TakeHeader(char* data, std::size_t size, std::size_t count, void* reply) {
  std::string line(data, size * count);
  const auto colon = line.find(':');
  if (colon != std::string::npos) {
    auto value = line.substr(colon + 1);
    value.erase(0, value.find_first_not_of(' '));
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.pop_back();
    static_cast<WebReply*>(reply)->headers.emplace(Lower(line.substr(0, colon)), value);
  }
  return size * count;
}

bool Has(const WebHeaders& headers, const std::string& name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return Lower(header.first) == Lower(name); });
}

}  // namespace

std::string WebReply::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

nlohmann::json WebReply::Json() const {
  auto parsed = nlohmann::json::parse(body, nullptr, false);
  if (parsed.is_discarded())
    throw std::runtime_error("no JSON (status " + std::to_string(status) + "): " + body.substr(0, 500));
  return parsed;
}

struct Web::State {
  CURL* curl = curl_easy_init();
  ~State() { curl_easy_cleanup(curl); }
};

Web::Web(std::string base) : base_(std::move(base)), state_(std::make_unique<State>()) {}
Web::~Web() = default;

WebReply Web::Send(const std::string& method, const std::string& path, const std::string& body, WebHeaders headers,
                   std::chrono::seconds limit) {
  CURL* curl = state_->curl;
  curl_easy_reset(curl);
  WebReply reply;
  const bool changes = method != "GET" && method != "HEAD" && method != "OPTIONS";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty() && !Has(headers, name)) headers.emplace_back(name, value);
  };
  if (changes) {
    if (!body.empty()) add("Content-Type", "application/json");
    add("X-CSRF-Token", csrf);
    add("Origin", base_);
  }
  curl_slist* list = nullptr;
  for (const auto& [name, value] : headers)
    list = curl_slist_append(list, (name + (value.empty() ? ":" : ": " + value)).c_str());
  list = curl_slist_append(list, "Expect:");
  const std::string url = base_ + path;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
  if (!body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(std::chrono::milliseconds(limit).count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
  const CURLcode result = curl_easy_perform(curl);
  curl_slist_free_all(list);
  if (result == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
  return reply;
}

// libcurl keeps cookies as lines of Netscape's file: domain, …, name, value.
std::string Web::Cookie(const std::string& name) const {
  curl_slist* all = nullptr;
  curl_easy_getinfo(state_->curl, CURLINFO_COOKIELIST, &all);
  std::string value;
  for (const auto* line = all; line != nullptr; line = line->next) {
    const std::string text = line->data;
    const auto last = text.rfind('\t');
    const auto before = text.rfind('\t', last - 1);
    if (last != std::string::npos && text.substr(before + 1, last - before - 1) == name) value = text.substr(last + 1);
  }
  curl_slist_free_all(all);
  return value;
}

RawSocket::RawSocket(int port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

RawSocket::~RawSocket() { ::close(socket_); }

void RawSocket::Send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto now = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return;  // closed: what it answered before can still be read
    sent += static_cast<std::size_t>(now);
  }
}

std::string RawSocket::Read(std::chrono::milliseconds limit, const std::string& until) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  std::string text;
  for (;;) {
    if (!until.empty() && text.find(until) != std::string::npos) return text;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd wait{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) <= 0) return text;
    char buffer[16384];
    const auto received = ::recv(socket_, buffer, sizeof buffer, 0);
    if (received <= 0) {
      closed_ = true;
      return text;
    }
    text.append(buffer, static_cast<std::size_t>(received));
  }
}

}  // namespace cdc::test
