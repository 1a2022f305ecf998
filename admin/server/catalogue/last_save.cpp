#include "admin/server/catalogue/last_save.h"

#include <algorithm>
#include <string>

#include "admin/server/http/cookies.h"

namespace admin::catalogue {
namespace {

constexpr const char* kHeader = "X-Walcast-Lsn";
constexpr const char* kCookie = "last-save";
// No standby that is of use is an hour behind. The cookie does not outlive a restored database for long.
constexpr const char* kAttributes = "; HttpOnly; SameSite=Strict; Path=/api; Max-Age=3600";

}  // namespace

void TellPosition(const http::Call& call, cdc::Lsn position, http::Response& response) {
  response.headers.Add(kHeader, position.ToString());
  if (call.actor.means != Actor::Means::kSession) return;
  // An answer that an Idempotency-Key repeats is not of a change made now: what was saved since stays saved.
  const auto before = LastSaveOf(call.request).position;
  const cdc::Lsn last = before ? std::max(*before, position) : position;
  response.headers.Add("Set-Cookie", std::string(kCookie) + "=" + last.ToString() +
                                         (call.request.secure ? "; Secure" : "") + kAttributes);
}

LastSave LastSaveOf(const http::Request& request) {
  auto texts = http::Cookies(request, kCookie);
  if (const auto header = request.headers.Get(kHeader)) texts.push_back(*header);
  LastSave last;
  for (const auto text : texts) {
    const auto position = cdc::Lsn::Parse(text);
    if (!position) return {.named = true, .position = std::nullopt};
    last.position = last.named ? std::max(*last.position, *position) : *position;
    last.named = true;
  }
  return last;
}

}  // namespace admin::catalogue
