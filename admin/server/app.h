// The route table of the public listener: everything walcast-admin answers, in one place.
#pragma once

#include <memory>
#include <vector>

#include "admin/server/config.h"
#include "admin/server/http/checks.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"

namespace admin {

class App {
 public:
  // Throws kConfig where the panel cannot be read.
  App(const AdminConfig& config, const cdc::Clock& clock, cdc::Log& log);
  ~App();

  const http::Router& router() const;
  Json Document() const;  // OpenAPI
  // Called once the server listens: what is only told or begun then.
  void Started(Worker& worker);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace admin
