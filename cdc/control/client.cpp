#include "cdc/control/client.h"

#include <curl/curl.h>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "cdc/control/problem.h"

namespace cdc::control {

struct Client::Call {
  std::string target;
  std::optional<std::string> body;  // none: GET
  Duration timeout{};               // 0: none
  std::stop_token stop;
};

namespace {

constexpr std::size_t kAnswerBytes = 64 << 20;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// Headers are copied by the list; `name: value` without a newline, which could begin another header.
class Headers {
 public:
  void Add(const std::string& line) {
    auto* longer = curl_slist_append(list_.get(), line.c_str());
    if (longer == nullptr) throw Error(Kind::kInternal, "cannot build the request to the control address");
    static_cast<void>(list_.release());
    list_.reset(longer);
  }
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, FreeList> list_;
};

std::size_t Receive(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& text = *static_cast<std::string*>(into);
  if (text.size() + size * count > kAnswerBytes) return 0;
  text.append(bytes, size * count);
  return size * count;
}

int Watch(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

long Milliseconds(Duration duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

std::string BaseUrl(const std::string& listen) {
  auto colon = listen.rfind(':');
  if (colon == std::string::npos)
    throw Error(Kind::kConfig, "control.listen is not host:port", "Give it as 127.0.0.1:8091.");
  auto host = listen.substr(0, colon);
  if (host == "0.0.0.0" || host.empty()) host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return "http://" + host + listen.substr(colon);
}

std::string Escape(const std::string& text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

Json Selection(const std::optional<std::string>& index, const std::vector<std::string>& ids) {
  Json body = {{"ids", ids}};
  if (index) body["index"] = *index;
  return body;
}

[[noreturn]] void Fail(CURLcode code, const std::string& base) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      throw NotRunning(Kind::kUnavailable, "no walcast daemon answers at " + base, "Start it: walcast run.");
    case CURLE_ABORTED_BY_CALLBACK: throw Error(Kind::kNotYet, "the call to the daemon was stopped", "Call again.");
    case CURLE_OPERATION_TIMEDOUT:
      throw Error(Kind::kUnavailable, "the daemon at " + base + " did not answer in time",
                  "Look into its log, then try again.");
    default:
      throw Error(Kind::kUnavailable, "the call to the daemon at " + base + " failed: " + curl_easy_strerror(code),
                  "Is it stopping? Try again.");
  }
}

}  // namespace

Client::Client(ClientOptions options) : options_(std::move(options)), base_(BaseUrl(options_.listen)) {}

Client::Answer Client::Perform(const Call& call) const {
  std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
  if (!easy) throw Error(Kind::kInternal, "cannot begin a request to the control address");
  Headers headers;
  if (!options_.token.empty()) headers.Add("Authorization: Bearer " + options_.token);
  if (call.body) headers.Add("Content-Type: application/json");
  headers.Add("Expect:");
  std::string answer;
  auto stop = call.stop;
  auto url = base_ + call.target;
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");  // loopback, whatever http_proxy says
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options_.connect_timeout));
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, Milliseconds(call.timeout));
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, Watch);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &stop);
  if (call.body) {
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body->size()));
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, call.body->data());
  }
  if (auto code = curl_easy_perform(easy.get()); code != CURLE_OK) Fail(code, base_);
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  return {static_cast<unsigned>(status), std::move(answer)};
}

Json Client::Send(const Call& call) const {
  const auto answer = Perform(call);
  auto json = Json::parse(answer.body, nullptr, false);
  bool not_ready = answer.status == 503 && json.is_object() && (json.contains("ready") || json.contains("live"));
  if (answer.status != 200 && !not_ready) throw FromProblem(answer.status, answer.body);
  if (!json.is_object()) {
    throw Error(Kind::kCorrupt, "what answers at " + base_ + " is no walcast daemon", "Check control.listen.");
  }
  return json;
}

Json Client::Get(const std::string& target) { return Send({target, std::nullopt, options_.timeout, {}}); }

Json Client::Post(const std::string& target, const Json& body, Duration timeout, std::stop_token stop) {
  return Send({target, Dump(body), timeout, std::move(stop)});
}

Json Client::Status() { return Get("/status"); }

bool Client::Ready() { return Get("/readyz").value("ready", false); }

std::optional<Pulses::Late> Client::Hanging() {
  const Json answer = Get("/livez");
  if (answer.value("live", false)) return std::nullopt;
  return Pulses::Late{
      answer.value("hanging", ""),
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(answer.value("silent_seconds", 0.0)))};
}

Json Client::Checks() { return Get("/readyz?verbose").value("checks", Json::array()); }

std::string Client::Metrics() {
  auto answer = Perform({"/metrics", std::nullopt, options_.timeout, {}});
  if (answer.status != 200) throw FromProblem(answer.status, answer.body);
  return std::move(answer.body);
}

Json Client::Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) {
  Json body = {{"limit_seconds", std::chrono::duration<double>(limit).count()}};
  if (lsn) body["lsn"] = lsn->ToString();
  return Post("/wait", body, limit + options_.timeout, std::move(stop));
}

Json Client::Rebuild(const std::string& index, bool restart) {
  return Post("/indices/" + Escape(index) + "/rebuild", {{"restart", restart}}, options_.timeout, {});
}

// Creating a slot waits for every transaction that runs, and a retry for every document.
Json Client::ResetSlot() { return Post("/slot/reset", Json::object(), options_.long_timeout, {}); }

Json Client::Pause() { return Post("/pause", Json::object(), options_.timeout, {}); }

Json Client::Resume() { return Post("/resume", Json::object(), options_.timeout, {}); }

Json Client::Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) {
  auto target = "/dead-letters?limit=" + std::to_string(limit);
  if (index) target += "&index=" + Escape(*index);
  if (!after.empty()) target += "&after=" + Escape(after);
  return Get(target);
}

Json Client::RetryLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) {
  return Post("/dead-letters/retry", Selection(index, ids), options_.long_timeout, {});
}

Json Client::WriteAgain(const std::string& index, const std::vector<std::string>& ids) {
  return Post("/indices/" + Escape(index) + "/documents", {{"ids", ids}}, options_.timeout, {});
}

Json Client::Written(const std::string& index, const std::string& generation, Version version) {
  return Get("/indices/" + Escape(index) + "/written?generation=" + Escape(generation) +
             "&lsn=" + Escape(Lsn{version}.ToString()));
}

Json Client::DiscardLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) {
  return Post("/dead-letters/discard", Selection(index, ids), options_.timeout, {});
}

}  // namespace cdc::control
