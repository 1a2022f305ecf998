// The operations API: walcast's control API for people who are signed in as operators. Everything that is asked of the
// stream is in the history before it is done.
#pragma once

#include <memory>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"
#include "cdc/control/service.h"

namespace admin::ops {

class OpsApi {
 public:
  // `walcast` and `events` must outlive it.
  OpsApi(cdc::control::Service& walcast, std::shared_ptr<http::Feed> events);

  std::vector<http::Route> Routes();

 private:
  // Records what is asked, does it, and records where it failed.
  http::Response Do(const http::Call& call, const std::string& what, const std::string& on,
                    const std::function<Json()>& act) const;

  cdc::control::Service& walcast_;
  const std::shared_ptr<http::Feed> events_;
  const store::Audit audit_{};
};

}  // namespace admin::ops
