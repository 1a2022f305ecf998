#include "admin/server/auth/preferences_api.h"

#include <algorithm>
#include <optional>

#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Refusal;
using http::Text;

constexpr std::size_t kMost = 64 << 10;  // bytes, as sent and as kept
constexpr const char* kNone = "0";       // the version where nothing was chosen yet

http::Response Versioned(std::string json, std::string_view version) {
  http::Response response = http::ReplyText(std::move(json));
  response.headers.Add("ETag", '"' + std::string(version) + '"');
  return response;
}

http::Response Read(const http::Call& call) {
  const auto rows = call.worker->edits.Query(sql::kPreferences, {call.actor.user_id}, call.stop);
  return rows.size() == 0 ? Versioned("{}", kNone) : Versioned(std::string(rows.Text(0, 1)), rows.Text(0, 0));
}

// The version that If-Match names; nullopt: it can be none of ours.
std::optional<std::string> VersionOf(const http::Call& call) {
  const auto tag = call.request.headers.Get("If-Match").value_or("");
  if (tag.size() < 3 || tag.size() > 20 || !tag.starts_with('"') || !tag.ends_with('"')) return std::nullopt;
  std::string version(tag.substr(1, tag.size() - 2));
  const bool digits = std::ranges::all_of(version, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::optional(std::move(version)) : std::nullopt;
}

http::Response Save(const http::Call& call) {
  std::string json = http::Dump(call.body);
  if (json.size() > kMost) {  // some numbers are longer when written anew
    throw Refusal(413, Text(call.language, "The request's body is too large.", "Тело запроса слишком велико."));
  }
  if (const auto version = VersionOf(call)) {
    const auto rows = call.worker->edits.Query(sql::kPreferencesSave, {call.actor.user_id, *version, json}, call.stop);
    if (rows.size() == 1) return Versioned(std::move(json), rows.Text(0, 0));
  }
  const auto present = Read(call);
  throw Refusal(
      412,
      Text(call.language, "They were changed meanwhile, in another window.", "Их тем временем изменили в другом окне."),
      Text(call.language, "current has them as they are now.", "current показывает, какие они сейчас."))
      .With("current", Json::parse(present.body))
      .With("ETag", std::string(present.headers.Get("ETag").value_or("")));
}

}  // namespace

std::vector<http::Route> PreferencesRoutes() {
  using http::Access;
  using http::Lane;
  return {{.method = "GET",
           .path = "/api/account/preferences",
           .access = Access::kSignedIn,
           .lane = Lane::kShort,
           .name = "show_preferences",
           .tag = "account",
           .summary = "What one has chosen in the panel; an empty object where nothing was yet.",
           .call = Read,
           .reply = "Preferences"},
          {.method = "PUT",
           .path = "/api/account/preferences",
           .access = Access::kSignedIn,
           .lane = Lane::kShort,
           .name = "save_preferences",
           .tag = "account",
           .summary = "Put all of it anew; If-Match names the ETag that reading gave.",
           .call = Save,
           .body = "Preferences",
           .reply = "Preferences",
           .refusals = {412},
           .headers = {"!If-Match"},
           .body_bytes = kMost}};
}

}  // namespace admin::auth
