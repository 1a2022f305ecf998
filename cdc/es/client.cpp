#include "cdc/es/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>

#include "cdc/base/error.h"
#include "cdc/es/address.h"
#include "cdc/es/gzip.h"

namespace cdc::es {
namespace {

constexpr std::size_t kWorthPacking = 1024;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Multi = std::unique_ptr<CURLM, FreeMulti>;
using List = std::unique_ptr<curl_slist, FreeList>;

template <typename T>
void Set(CURL* easy, CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code != CURLE_OK) {
    throw Error(Kind::kInternal, std::string("cannot set up a request: ") + curl_easy_strerror(code));
  }
}

void Append(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

long Milliseconds(Duration time) {
  return static_cast<long>(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::milliseconds>(time).count()));
}

// The easy handle is in the multi handle only while it works, so that no way out leaves it there.
class Membership {
 public:
  Membership(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
    const CURLMcode code = curl_multi_add_handle(multi, easy);
    if (code != CURLM_OK) {
      throw Error(Kind::kInternal, std::string("cannot begin a request: ") + curl_multi_strerror(code));
    }
  }
  ~Membership() { curl_multi_remove_handle(multi_, easy_); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

 private:
  CURLM* multi_;
  CURL* easy_;
};

// What one attempt sends and receives; libcurl's callbacks fill it.
struct Transfer {
  std::string_view body;
  std::size_t sent = 0;
  Reply reply;
  std::size_t limit = 0;
  bool too_long = false;
  bool headers_ended = false;  // libcurl takes a reply that breaks off within its headers for an empty one

  static std::size_t Read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = std::min(size * count, transfer.body.size() - transfer.sent);
    std::memcpy(buffer, transfer.body.data() + transfer.sent, bytes);
    transfer.sent += bytes;
    return bytes;
  }

  static std::size_t Header(char* data, std::size_t size, std::size_t count, void* self) {
    static_cast<Transfer*>(self)->headers_ended =
        std::string_view(data, size * count).find_first_not_of("\r\n") == std::string_view::npos;
    return size * count;
  }

  static std::size_t Write(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = size * count;
    if (bytes > transfer.limit - transfer.reply.body.size()) {
      transfer.too_long = true;
      return 0;
    }
    transfer.reply.body.append(data, bytes);
    return bytes;
  }
};

bool IsCertificate(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

}  // namespace

struct Client::State {
  EsOptions options;
  std::vector<Address> addresses;
  std::size_t current = 0;  // the address that is asked first
  // The easy handle goes before the multi handle that keeps its connections.
  Multi multi{curl_multi_init()};
  Easy easy{curl_easy_init()};

  explicit State(const EsOptions& given) : options(given) {
    if (multi == nullptr || easy == nullptr) throw Error(Kind::kInternal, "cannot set up libcurl");
    if (options.urls.empty()) {
      throw Error(Kind::kConfig, "no address of Elasticsearch is given", "Set elasticsearch.urls.");
    }
    if (!options.api_key.empty() && !options.username.empty()) {
      throw Error(Kind::kConfig, "both a user and an API key for Elasticsearch are given",
                  "Keep either elasticsearch.username or elasticsearch.api_key.");
    }
    for (const std::string& url : options.urls) addresses.push_back(ParseAddress(url));
  }

  void SetUp(const Request& request, const Address& address, Transfer& transfer, const List& headers);
  List Headers(const Request& request, bool packed) const;
  CURLcode Perform(std::stop_token stop);
  [[noreturn]] void Fail(CURLcode code, const Address& address, const Transfer& transfer);
  bool Connected();
};

List Client::State::Headers(const Request& request, bool packed) const {
  List headers;
  Append(headers, "Expect:");  // else libcurl waits a second for a "100 Continue" that a proxy may swallow
  if (!request.body.empty()) Append(headers, "Content-Type: " + request.content_type);
  if (packed) Append(headers, "Content-Encoding: gzip");
  if (!options.api_key.empty()) Append(headers, "Authorization: ApiKey " + options.api_key);
  return headers;
}

void Client::State::SetUp(const Request& request, const Address& address, Transfer& transfer, const List& headers) {
  CURL* handle = easy.get();
  curl_easy_reset(handle);  // keeps the connections
  const std::string url = address.url + request.path;
  Set(handle, CURLOPT_URL, url.c_str());
  Set(handle, CURLOPT_PATH_AS_IS, 1L);
  Set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  Set(handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  Set(handle, CURLOPT_PROXY, "");
  Set(handle, CURLOPT_NOSIGNAL, 1L);
  Set(handle, CURLOPT_QUICK_EXIT, 1L);  // a stop does not wait for a name lookup
  Set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  Set(handle, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options.connect_timeout));
  Set(handle, CURLOPT_TIMEOUT_MS, Milliseconds(request.timeout.value_or(options.timeout)));
  Set(handle, CURLOPT_USERAGENT, "walcast/" WALCAST_VERSION);
  Set(handle, CURLOPT_HTTPHEADER, headers.get());
  const std::string& user = address.username.empty() ? options.username : address.username;
  if (!user.empty() && options.api_key.empty()) {
    Set(handle, CURLOPT_HTTPAUTH, long{CURLAUTH_BASIC});
    Set(handle, CURLOPT_USERNAME, user.c_str());
    Set(handle, CURLOPT_PASSWORD, (address.username.empty() ? options.password : address.password).c_str());
  }
  if (!options.ca_file.empty()) Set(handle, CURLOPT_CAINFO, options.ca_file.c_str());
  if (options.compress) Set(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
  if (request.method != "GET" || !request.body.empty()) {
    // A read function that cannot be rewound: libcurl would otherwise send the body again, unasked, when a kept
    // connection breaks before the reply.
    Set(handle, CURLOPT_POST, 1L);
    Set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.body.size()));
    Set(handle, CURLOPT_READFUNCTION, &Transfer::Read);
    Set(handle, CURLOPT_READDATA, &transfer);
    Set(handle, CURLOPT_UPLOAD_BUFFERSIZE, 512L << 10);
    Set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  Set(handle, CURLOPT_HEADERFUNCTION, &Transfer::Header);
  Set(handle, CURLOPT_HEADERDATA, &transfer);
  Set(handle, CURLOPT_WRITEFUNCTION, &Transfer::Write);
  Set(handle, CURLOPT_WRITEDATA, &transfer);
}

CURLcode Client::State::Perform(std::stop_token stop) {
  const Membership membership(multi.get(), easy.get());
  const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi.get()); });
  for (;;) {
    int running = 0;
    CURLMcode code = curl_multi_perform(multi.get(), &running);
    if (stop.stop_requested()) throw Error(Kind::kUnavailable, "stopped while waiting for Elasticsearch");
    if (code == CURLM_OK && running > 0) code = curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
    if (code != CURLM_OK) throw Error(Kind::kInternal, std::string("a request failed: ") + curl_multi_strerror(code));
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
  }
}

// Whether the attempt came as far as sending the request.
bool Client::State::Connected() {
  curl_off_t time = 0;
  return curl_easy_getinfo(easy.get(), CURLINFO_PRETRANSFER_TIME_T, &time) == CURLE_OK && time > 0;
}

void Client::State::Fail(CURLcode code, const Address& address, const Transfer& transfer) {
  const std::string what = "the request to Elasticsearch at " + address.shown + " failed: ";
  if (transfer.too_long) {
    throw Error(Kind::kUnavailable, what + "its reply is longer than " + std::to_string(transfer.limit) + " bytes");
  }
  if (IsCertificate(code)) {
    throw Error(Kind::kConfig, what + curl_easy_strerror(code),
                "Set elasticsearch.ca_file to the PEM file of the authority that signed the server's certificate.");
  }
  throw Error(Kind::kUnavailable, what + curl_easy_strerror(code));
}

Client::Client(const EsOptions& options) : state_(std::make_unique<State>(options)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Reply Client::Send(const Request& request, std::stop_token stop) {
  State& state = *state_;
  const bool packed = state.options.compress && request.body.size() >= kWorthPacking;
  const std::string storage = packed ? Gzip(request.body) : std::string();
  const List headers = state.Headers(request, packed);
  for (std::size_t attempt = 1;; ++attempt) {
    const Address& address = state.addresses[state.current];
    Transfer transfer;
    transfer.body = packed ? std::string_view(storage) : request.body;
    transfer.limit = state.options.max_reply_bytes;
    state.SetUp(request, address, transfer, headers);
    CURLcode code = state.Perform(stop);
    if (code == CURLE_OK && !transfer.headers_ended) code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(state.easy.get(), CURLINFO_RESPONSE_CODE, &status);
      transfer.reply.status = static_cast<int>(status);
      // The node may be leaving the cluster: ask another one next time.
      if (status >= 502 && status <= 504) state.current = (state.current + 1) % state.addresses.size();
      return std::move(transfer.reply);
    }
    state.current = (state.current + 1) % state.addresses.size();
    const bool elsewhere = !state.Connected() && !IsCertificate(code);
    if (!elsewhere || attempt == state.addresses.size()) state.Fail(code, address, transfer);
  }
}

std::string EncodePath(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace cdc::es
