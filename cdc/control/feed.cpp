#include "cdc/control/feed.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <charconv>
#include <string_view>
#include <vector>

#include "cdc/control/routes.h"
#include "cdc/control/session.h"

namespace cdc::control {
namespace {

namespace asio = boost::asio;

std::string MakeEpoch() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{:x}", std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::chrono::nanoseconds Nanoseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(duration);
}

}  // namespace

Feed::Feed(Loop& loop) : loop_(loop), epoch_(MakeEpoch()), timer_(loop.io) {}

bool Feed::HasRoom() const { return !loop_.draining && followers_.size() < loop_.options.followers; }

std::optional<std::uint64_t> Feed::Kept(const std::optional<std::string>& id) const {
  if (!id || events_.empty() || !id->starts_with(epoch_ + "-")) return std::nullopt;
  const std::string_view digits = std::string_view(*id).substr(epoch_.size() + 1);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (number + 1 < events_.front().number || number > number_) return std::nullopt;
  return number;
}

void Feed::Subscribe(Session& session, const std::optional<std::string>& last_id) {
  const auto kept = Kept(last_id);
  followers_.insert_or_assign(&session, Follower{!kept, std::chrono::steady_clock::now()});
  if (kept) {
    for (const auto& event : events_) {
      if (event.number > *kept) Offer(&session, event.text);
    }
  }
  if (known_) Greet();
  if (!ticking_) Tick();
}

void Feed::Unsubscribe(Session& session) {
  followers_.erase(&session);
  if (!followers_.empty()) return;
  timer_.cancel();
  ticking_ = known_ = false;
}

void Feed::Stop() { timer_.cancel(); }

void Feed::Tick() {
  ticking_ = !followers_.empty() && !loop_.draining;
  if (!ticking_) return;
  if (!asking_) Ask();
  Heartbeat();
  timer_.expires_after(Nanoseconds(loop_.options.follow_period));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) Tick();
  });
}

void Feed::Ask() {
  asking_ = true;
  asio::post(loop_.short_calls, [this] {
    auto reply = Answer(loop_.service, StatusCall());
    asio::post(loop_.io, [this, reply = std::move(reply)] { OnStatus(reply); });
  });
}

void Feed::OnStatus(const Reply& reply) {
  asking_ = false;
  if (events_.empty() || reply.body != last_) Publish(reply);
  known_ = ticking_;
  Greet();
}

void Feed::Publish(const Reply& reply) {
  last_ = reply.body;
  ++number_;
  auto text = std::make_shared<const std::string>(
      fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", epoch_, number_, reply.problem ? "problem" : "status", last_));
  events_.push_back({number_, text});
  if (events_.size() > loop_.options.kept_events) events_.pop_front();
  for (auto* follower : Followers()) {
    followers_.at(follower).fresh = false;
    Offer(follower, text);
  }
}

// Whoever came since the newest event was made.
void Feed::Greet() {
  for (auto* follower : Followers()) {
    if (std::exchange(followers_.at(follower).fresh, false)) Offer(follower, events_.back().text);
  }
}

void Feed::Heartbeat() {
  static const Text kComment = std::make_shared<const std::string>(": still here\n\n");
  const auto before = std::chrono::steady_clock::now() - Nanoseconds(loop_.options.heartbeat);
  for (auto* follower : Followers()) {
    if (followers_.at(follower).sent < before) Offer(follower, kComment);
  }
}

void Feed::Offer(Session* session, const Text& text) {
  const auto at = followers_.find(session);
  if (at == followers_.end()) return;
  at->second.sent = std::chrono::steady_clock::now();
  if (!session->Send(text)) session->Close();  // which unsubscribes it
}

std::vector<Session*> Feed::Followers() const {
  std::vector<Session*> all;
  for (const auto& [session, follower] : followers_) all.push_back(session);
  return all;
}

}  // namespace cdc::control
