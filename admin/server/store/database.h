// One thread's way to PostgreSQL: a connection that is opened when it is needed, and a breaker that answers at once
// while the server is known to be away. Not thread-safe, but for Breaker.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/model/lsn.h"
#include "cdc/pg/connection.h"

namespace admin::store {

using cdc::pg::Parameter;
using cdc::pg::Rows;

// Shared by the threads: after a failed attempt nobody tries again for a moment, so that requests are refused at once
// instead of each waiting for the same time limit.
class Breaker {
 public:
  explicit Breaker(const cdc::Clock& clock, cdc::Duration pause = std::chrono::milliseconds(500));
  bool Open() const;  // do not try now
  // Whether to try now. After a failure one caller may, who has `limit` to say how it went; the others may once it did.
  bool MayTry(cdc::Duration limit);
  void Failed();
  void Succeeded();

 private:
  const cdc::Clock& clock_;
  const cdc::Duration pause_;
  std::atomic<std::int64_t> until_{0};  // of the clock, in nanoseconds
};

class Database {
 public:
  Database(cdc::pg::ConnectOptions options, Breaker& breaker);

  // One statement, prepared once per connection. On a connection that turns out to have died since the last call it is
  // sent once more, over a new one: what changes rows belongs into a transaction. Throws as cdc::pg::Connection does;
  // kUnavailable while the breaker is open.
  Rows Query(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop = {});
  Rows Query(const std::string& sql, std::initializer_list<Parameter> parameters = {}, std::stop_token stop = {});
  // One statement that is not kept and is planned for these very parameters: of those that are put together as a
  // request asks, there are too many to prepare.
  Rows Once(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop = {});
  // Row by row, as they arrive.
  void EachRow(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop,
               const std::function<void(const Rows&)>& row);

  // Runs `work` in a transaction on the primary and commits; rolls back where it throws. A commit whose answer was lost
  // throws kUnavailable: whether it took place is not known then. Returns a position in the WAL behind the commit, as
  // the server tells it afterwards; 0 where it did not tell. Not to be nested.
  cdc::Lsn InTransaction(const std::function<void()>& work, std::stop_token stop = {});
  // The same for reading what belongs together, also on a standby: one snapshot for all statements.
  void InSnapshot(const std::function<void()>& work, std::stop_token stop = {});

 private:
  cdc::pg::Connection& Use(std::stop_token stop);
  bool MayBeStale() const;
  void Within(const char* begin, const std::function<void()>& work, std::stop_token stop);

  const cdc::pg::ConnectOptions options_;
  Breaker& breaker_;
  std::optional<cdc::pg::Connection> connection_;
  bool in_transaction_ = false;
};

}  // namespace admin::store
