// A sign-in on the page whose password was right and that still needs something: the name and the password wait in
// Redis for the next form, so that the page need not hold them. They are encrypted; the key is made of a secret that
// the browser alone holds, in a cookie. Each is taken once, and forgotten after five minutes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "cdc/redis/client.h"

namespace admin::auth {

struct HalfWay {
  std::string name, password;
  std::vector<std::string> needs{};  // all that was asked for by now: "code", "new_password"

  bool Needs(std::string_view what) const;
};

class HalfWays {
 public:
  // `prefix`: of the keys, without the colon.
  explicit HalfWays(const std::string& prefix) : prefix_(prefix + ":half-way:") {}

  // The secret for the cookie. One round trip, as Take().
  std::string Keep(cdc::redis::Client& redis, const HalfWay& half_way) const;
  // nullopt: there is none for that secret, or it was taken before.
  std::optional<HalfWay> Take(cdc::redis::Client& redis, const std::string& secret) const;

 private:
  const std::string prefix_;
};

}  // namespace admin::auth
