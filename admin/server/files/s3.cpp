#include "admin/server/files/s3.h"

#include <curl/curl.h>
#include <unistd.h>

#include <exception>
#include <memory>

#include "admin/server/files/s3_listing.h"
#include "admin/server/files/sigv4.h"
#include "cdc/base/backoff.h"
#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::files {
namespace {

constexpr int kAttempts = 3;
constexpr std::size_t kLongestReply = 16 << 20;
constexpr const char* kHashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kHint = "Look at the keys s3 of the configuration, and whether the storage runs.";

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

template <typename Value>
void Set(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK) {
    throw cdc::Error(cdc::Kind::kInternal, "cannot set up a request to the storage");
  }
}

}  // namespace

struct S3::Request {
  const char* method = "GET";
  std::string path;   // encoded
  std::string query;  // encoded, names in their order: so it is signed
  Staged* body = nullptr;
  std::optional<Range> range{};
  const std::function<void(std::string_view)>* take = nullptr;  // of a successful answer's body
};

struct S3::Reply {
  long status = 0;
  std::uint64_t length = 0;  // of Content-Length
  std::string body;
};

namespace {

// What libcurl's callbacks work on.
struct Transfer {
  CURL* easy = nullptr;
  const std::function<void(std::string_view)>* take = nullptr;
  std::string body;
  int file = -1;
  std::uint64_t sent = 0;
  std::stop_token stop;
  std::exception_ptr thrown;

  static std::size_t Receive(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    long status = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    try {
      if (transfer.take != nullptr && status < 300) {
        (*transfer.take)({bytes, size});
      } else {
        if (transfer.body.size() + size > kLongestReply) return 0;
        transfer.body.append(bytes, size);
      }
    } catch (...) {
      transfer.thrown = std::current_exception();
      return 0;
    }
    return size;
  }
  static std::size_t Supply(char* room, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto read = ::pread(transfer.file, room, size * count, static_cast<off_t>(transfer.sent));
    if (read < 0) return CURL_READFUNC_ABORT;
    transfer.sent += static_cast<std::uint64_t>(read);
    return static_cast<std::size_t>(read);
  }
  static int Progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(self)->stop.stop_requested() ? 1 : 0;
  }
};

}  // namespace

S3::S3(S3Options options, const cdc::Clock& clock) : options_(std::move(options)), clock_(clock) {}

std::string S3::PathOf(const std::string& key) const {
  return "/" + options_.bucket + "/" + cdc::UriEncode(options_.prefix + key, "/");
}

S3::Reply S3::SendOnce(const Request& request, std::stop_token stop) const {
  const std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
  if (easy == nullptr) throw cdc::Error(cdc::Kind::kInternal, "cannot set up libcurl");
  const std::string url = options_.endpoint + request.path + (request.query.empty() ? "" : "?" + request.query);
  const std::string signing = "aws:amz:" + options_.region + ":s3";
  const std::string hash = "x-amz-content-sha256: " + (request.body ? request.body->Sha256() : kHashOfNothing);
  const std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, hash.c_str()));
  Transfer transfer{.easy = easy.get(), .take = request.take, .body = {}, .stop = stop, .thrown = {}};
  Set(easy.get(), CURLOPT_URL, url.c_str());
  Set(easy.get(), CURLOPT_PATH_AS_IS, 1L);
  Set(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  Set(easy.get(), CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  Set(easy.get(), CURLOPT_PROXY, "");
  Set(easy.get(), CURLOPT_NOSIGNAL, 1L);
  Set(easy.get(), CURLOPT_USERAGENT, "walcast-admin/" WALCAST_VERSION);
  Set(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  Set(easy.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  Set(easy.get(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.stall.count()));
  Set(easy.get(), CURLOPT_AWS_SIGV4, signing.c_str());
  Set(easy.get(), CURLOPT_USERNAME, options_.access_key.c_str());
  Set(easy.get(), CURLOPT_PASSWORD, options_.secret_key.c_str());
  Set(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  if (!options_.ca_file.empty()) Set(easy.get(), CURLOPT_CAINFO, options_.ca_file.c_str());
  Set(easy.get(), CURLOPT_WRITEFUNCTION, &Transfer::Receive);
  Set(easy.get(), CURLOPT_WRITEDATA, &transfer);
  Set(easy.get(), CURLOPT_NOPROGRESS, 0L);
  Set(easy.get(), CURLOPT_XFERINFOFUNCTION, &Transfer::Progress);
  Set(easy.get(), CURLOPT_XFERINFODATA, &transfer);
  const std::string range = request.range ? std::to_string(request.range->first) + "-" +
                                                std::to_string(request.range->first + request.range->bytes - 1)
                                          : "";
  if (request.range) Set(easy.get(), CURLOPT_RANGE, range.c_str());
  if (std::string_view(request.method) == "HEAD") Set(easy.get(), CURLOPT_NOBODY, 1L);
  if (request.body != nullptr) {
    transfer.file = request.body->descriptor();
    Set(easy.get(), CURLOPT_UPLOAD, 1L);
    Set(easy.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body->bytes()));
    Set(easy.get(), CURLOPT_READFUNCTION, &Transfer::Supply);
    Set(easy.get(), CURLOPT_READDATA, &transfer);
    Set(easy.get(), CURLOPT_UPLOAD_BUFFERSIZE, 512L << 10);
  } else {
    Set(easy.get(), CURLOPT_CUSTOMREQUEST, request.method);
  }
  const CURLcode code = curl_easy_perform(easy.get());
  if (transfer.thrown) std::rethrow_exception(transfer.thrown);
  Reply reply{.status = 0, .length = 0, .body = std::move(transfer.body)};
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  curl_off_t length = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  reply.length = static_cast<std::uint64_t>(std::max<curl_off_t>(length, 0));
  if (code == CURLE_OK) return reply;
  // It may refuse an upload before it has read all of it.
  if (reply.status >= 300 && request.body != nullptr) return reply;
  const bool certificate = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
  throw cdc::Error(
      certificate ? cdc::Kind::kConfig : cdc::Kind::kUnavailable,
      std::string("a request to the storage of files failed: ") + curl_easy_strerror(code),
      certificate ? "Set s3.ca_file to the PEM file of the authority that signed its certificate." : kHint);
}

// Once more where it may help: every request here may be repeated. What was handed over already may not.
S3::Reply S3::Send(const Request& request, std::stop_token stop) const {
  cdc::Backoff backoff({.min = std::chrono::milliseconds(200), .max = std::chrono::milliseconds(800)});
  for (int attempt = 1;; ++attempt) {
    const bool last = attempt == kAttempts || request.take != nullptr;
    try {
      auto reply = SendOnce(request, stop);
      const bool busy = reply.status == 429 || reply.status >= 500;
      if (reply.status < 300 || reply.status == 404) return reply;
      const auto what = "the storage of files answered " + std::to_string(reply.status) + " " + S3ErrorCode(reply.body);
      if (!busy) throw cdc::Error(reply.status == 403 ? cdc::Kind::kRights : cdc::Kind::kConfig, what, kHint);
      if (last) throw cdc::Error(cdc::Kind::kUnavailable, what, kHint);
    } catch (const cdc::Error& error) {
      if (error.kind() != cdc::Kind::kUnavailable || last || stop.stop_requested()) throw;
    }
    clock_.Wait(backoff.Next(), stop);
  }
}

void S3::Put(const std::string& key, Staged& file, std::stop_token stop) {
  const auto reply = Send({.method = "PUT", .path = PathOf(key), .query = {}, .body = &file}, stop);
  if (reply.status == 404) {
    throw cdc::Error(cdc::Kind::kConfig, "the storage of files has no such bucket", "Make it, or set s3.bucket.");
  }
}

std::optional<std::uint64_t> S3::Size(const std::string& key, std::stop_token stop) {
  const auto reply = Send({.method = "HEAD", .path = PathOf(key), .query = {}}, stop);
  return reply.status == 404 ? std::nullopt : std::optional(reply.length);
}

void S3::Get(const std::string& key, Range range, const std::function<void(std::string_view)>& take,
             std::stop_token stop) {
  if (range.bytes == 0) return;
  const auto reply = Send({.path = PathOf(key), .query = {}, .range = range, .take = &take}, stop);
  if (reply.status == 404) throw cdc::Error(cdc::Kind::kUnavailable, "a file is not in the storage any more");
}

void S3::Delete(const std::string& key, std::stop_token stop) {
  Send({.method = "DELETE", .path = PathOf(key), .query = {}}, stop);
}

void S3::List(const std::string& prefix, const std::function<void(const Object&)>& each, std::stop_token stop) {
  std::string next;
  do {
    const auto reply = Send({.path = "/" + options_.bucket + "/",
                             .query = (next.empty() ? "" : "continuation-token=" + cdc::UriEncode(next) + "&") +
                                      "list-type=2&max-keys=1000&prefix=" + cdc::UriEncode(options_.prefix + prefix)},
                            stop);
    if (reply.status == 404) {
      throw cdc::Error(cdc::Kind::kConfig, "the storage of files has no such bucket", "Make it, or set s3.bucket.");
    }
    auto page = ReadS3Page(reply.body);
    for (auto& object : page.objects) {
      if (!object.key.starts_with(options_.prefix)) continue;
      object.key.erase(0, options_.prefix.size());
      each(object);
    }
    next = page.next;
  } while (!next.empty());
}

std::optional<std::string> S3::Link(const LinkTo& to, std::chrono::seconds time) {
  const auto& origin = options_.public_endpoint.empty() ? options_.endpoint : options_.public_endpoint;
  return Presign({options_.access_key, options_.secret_key, options_.region},
                 {.origin = origin,
                  .path = "/" + options_.bucket + "/" + options_.prefix + to.key,
                  .query = {{"response-content-type", to.type}, {"response-content-disposition", to.disposition}},
                  .now = std::chrono::system_clock::now(),
                  .time = time});
}

}  // namespace admin::files
