// Who a client is when proxies stand before us: what they add is believed only of those we were told to trust.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "admin/server/http/message.h"

namespace admin::http {

class Proxies {
 public:
  // Addresses or networks: "10.0.0.0/8", "::1". Throws kConfig for other texts.
  explicit Proxies(const std::vector<std::string>& trusted);
  ~Proxies();

  bool Trusts(const std::string& address) const;
  // Sets the request's address, secure and id. `peer`: of the connection. Of X-Forwarded-For the last address that is
  // no trusted proxy counts; X-Forwarded-Proto and X-Request-Id are believed only of a trusted peer.
  void Apply(Request& request, const std::string& peer) const;

 private:
  struct Networks;
  std::unique_ptr<Networks> networks_;
};

}  // namespace admin::http
