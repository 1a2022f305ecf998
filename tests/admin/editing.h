// The editing API on a real database, without sockets: requests go to the handlers of its routes, over connections of a
// role that has the rights of walcast_editor and no others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "admin/server/catalogue/catalogue.h"
#include "admin/server/http/problem.h"
#include "admin/server/worker.h"
#include "tests/support/postgres.h"

namespace admin::test {

struct Answer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;
  std::string text;
  Json json;                      // null where the text is none
  std::size_t largest_write = 0;  // of a body that was made while it was sent
};

// One server's thread: its own connections.
class Seat {
 public:
  Seat(const std::string& edit_dsn, const std::string& read_dsn);
  Worker& worker() { return worker_; }

 private:
  const std::unique_ptr<cdc::Clock> clock_ = cdc::SystemClock();
  store::Breaker breaker_{*clock_};
  store::Database edits_, reads_;
  cdc::redis::Client redis_;
  cdc::es::Client search_;
  Worker worker_;
};

struct Ask {
  std::string body{};
  std::map<std::string, std::string> headers{};
  Language language = Language::kEnglish;
  Seat* seat = nullptr;  // nullptr: the one of Editing
};

class Editing {
 public:
  explicit Editing(int films = 0);

  // `target` as in "/api/admin/films?q=x"; values are percent-encoded. Refusals become answers as the router makes
  // them.
  Answer Do(const std::string& method, const std::string& target, const Ask& ask = {});
  Answer Get(const std::string& target, const Ask& ask = {}) { return Do("GET", target, ask); }

  cdc::test::TestDatabase& database() { return database_; }
  Seat& seat() { return seat_; }
  std::unique_ptr<Seat> MakeSeat() { return std::make_unique<Seat>(edit_dsn_, read_dsn_); }
  const std::string& edit_dsn() const { return edit_dsn_; }
  const std::string& prefix() const { return prefix_; }
  const std::vector<http::Route>& routes() const { return routes_; }
  Actor actor;  // who asks

 private:
  cdc::test::TestDatabase database_;
  std::string edit_dsn_, read_dsn_, prefix_;
  Seat seat_;
  catalogue::Catalogue catalogue_;
  std::vector<http::Route> routes_;
};

}  // namespace admin::test
