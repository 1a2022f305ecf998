#include "admin/server/ops/relay.h"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>

#include "cdc/base/error.h"

namespace admin::ops {
namespace {

constexpr std::size_t kLongestEvent = 4 << 20;

constexpr const char* kAway = "event: away\ndata: {\"state\":\"away\",\"detail\":\"walcast does not answer\"}\n\n";

struct Handle {
  CURL* curl = curl_easy_init();
  curl_slist* headers = nullptr;
  Handle() = default;
  ~Handle() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
};

std::string IdOf(const std::string& event) {
  const auto at = event.starts_with("id:") ? 0 : event.find("\nid:");
  if (at == std::string::npos) return "";
  auto begin = event.find(':', at) + 1;
  if (begin < event.size() && event[begin] == ' ') ++begin;
  return event.substr(begin, event.find('\n', begin) - begin);
}

}  // namespace

// What arrives on the connection, cut into events.
struct Relay::Wire {
  Relay& relay;
  std::stop_token stop;
  CURL* curl;
  std::string text{};

  static std::size_t Take(char* data, std::size_t size, std::size_t count, void* wire) {
    return static_cast<Wire*>(wire)->Read({data, size * count}) ? size * count : 0;
  }
  static int Look(void* wire, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto* self = static_cast<Wire*>(wire);
    return self->stop.stop_requested() || !self->relay.Needed() ? 1 : 0;
  }

  bool Read(std::string_view data) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return false;
    text += data;
    for (std::size_t end = 0; (end = text.find("\n\n")) != std::string::npos;) {
      std::string event = text.substr(0, end + 2);
      text.erase(0, end + 2);
      auto id = IdOf(event);
      relay.Tell({std::move(id), std::make_shared<const std::string>(std::move(event))});
    }
    return text.size() <= kLongestEvent;
  }
};

class Relay::Seat final : public http::Subscription {
 public:
  Seat(Relay& relay, std::list<Reader>::iterator place) : relay_(relay), place_(place) {}
  ~Seat() override {
    const std::scoped_lock lock(relay_.mutex_);
    relay_.readers_.erase(place_);
    relay_.last_left_ = relay_.clock_.Now();
  }

 private:
  Relay& relay_;
  const std::list<Reader>::iterator place_;
};

Relay::Relay(RelayOptions options, const cdc::Clock& clock, cdc::Log& log)
    : options_(std::move(options)),
      clock_(clock),
      log_(log),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

Relay::~Relay() = default;

std::unique_ptr<http::Subscription> Relay::Subscribe(const std::string& last_id, Reader reader) {
  const std::scoped_lock lock(mutex_);
  if (readers_.size() >= options_.readers) return nullptr;
  const auto seen = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.id == last_id; });
  if (!last_id.empty() && seen != kept_.end() && !away_) {
    for (auto missed = seen + 1; missed != kept_.end(); ++missed) reader(missed->event);
  } else if (now_) {
    reader(now_);
  }
  came_.notify_all();
  return std::make_unique<Seat>(*this, readers_.insert(readers_.end(), std::move(reader)));
}

void Relay::Tell(Kept event) {
  const std::scoped_lock lock(mutex_);
  away_ = false;
  if (!event.id.empty()) {
    now_ = event.event;
    kept_.push_back(event);
    if (kept_.size() > options_.kept) kept_.pop_front();
  }
  // A reader that is gone or too slow takes its own seat away; until then it is told nothing more of use.
  for (auto& reader : readers_) reader(event.event);
}

void Relay::TellAway(const std::string& why) {
  const std::scoped_lock lock(mutex_);
  // Who has gone is noticed only when something is written.
  const auto comment = std::make_shared<const std::string>(":\n\n");
  if (away_) {
    for (auto& reader : readers_) reader(comment);
    return;
  }
  away_ = true;
  log_.Warn("walcast's events cannot be followed", {{"control", options_.control}, {"why", why}});
  now_ = std::make_shared<const std::string>(kAway);
  for (auto& reader : readers_) reader(now_);
}

bool Relay::Needed() {
  const std::scoped_lock lock(mutex_);
  return !readers_.empty() || clock_.Now() - last_left_ < options_.linger;
}

// What was told before nobody read is old by now: the next reader gets what comes.
bool Relay::AwaitReader(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (readers_.empty()) {
    kept_.clear();
    now_.reset();
    away_ = false;
  }
  return came_.wait(lock, stop, [&] { return !readers_.empty(); });
}

void Relay::Run(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "relay");
  while (AwaitReader(stop)) {
    const auto why = Follow(stop);
    if (!stop.stop_requested() && Needed()) TellAway(why);
    if (!clock_.Wait(options_.again, stop)) return;
  }
}

// Returns once the connection has ended, in whatever way: the next attempt goes on behind the last event.
std::string Relay::Follow(std::stop_token stop) {
  Handle handle;
  Wire wire{*this, stop, handle.curl};
  if (!options_.token.empty()) {
    handle.headers = curl_slist_append(handle.headers, ("Authorization: Bearer " + options_.token).c_str());
  }
  {
    const std::scoped_lock lock(mutex_);
    if (!kept_.empty())
      handle.headers = curl_slist_append(handle.headers, ("Last-Event-ID: " + kept_.back().id).c_str());
  }
  const std::string url = "http://" + options_.control + "/events";
  const auto seconds = [](cdc::Duration time) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(time).count());
  };
  curl_easy_setopt(handle.curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.curl, CURLOPT_HTTPHEADER, handle.headers);
  curl_easy_setopt(handle.curl, CURLOPT_PROXY, "");
  curl_easy_setopt(handle.curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.curl, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(handle.curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle.curl, CURLOPT_LOW_SPEED_TIME, seconds(options_.silence));
  curl_easy_setopt(handle.curl, CURLOPT_WRITEFUNCTION, &Wire::Take);
  curl_easy_setopt(handle.curl, CURLOPT_WRITEDATA, &wire);
  curl_easy_setopt(handle.curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle.curl, CURLOPT_XFERINFOFUNCTION, &Wire::Look);
  curl_easy_setopt(handle.curl, CURLOPT_XFERINFODATA, &wire);
  const CURLcode result = curl_easy_perform(handle.curl);
  long status = 0;
  curl_easy_getinfo(handle.curl, CURLINFO_RESPONSE_CODE, &status);
  if (status == 401 || status == 403) return "it refuses the token: look at walcast.token";
  return status != 0 && status != 200 ? "status " + std::to_string(status) : curl_easy_strerror(result);
}

}  // namespace admin::ops
