#include "admin/server/store/database.h"

#include "cdc/base/error.h"

namespace admin::store {

Breaker::Breaker(const cdc::Clock& clock, cdc::Duration pause) : clock_(clock), pause_(pause) {}

bool Breaker::Open() const { return clock_.Now().time_since_epoch().count() < until_.load(); }

bool Breaker::MayTry(cdc::Duration limit) {
  auto until = until_.load();
  const auto now = clock_.Now();
  if (until == 0) return true;
  if (now.time_since_epoch().count() < until) return false;
  return until_.compare_exchange_strong(until, (now + limit).time_since_epoch().count());
}

void Breaker::Failed() { until_.store((clock_.Now() + pause_).time_since_epoch().count()); }

void Breaker::Succeeded() { until_.store(0); }

Database::Database(cdc::pg::ConnectOptions options, Breaker& breaker)
    : options_(std::move(options)), breaker_(breaker) {}

cdc::pg::Connection& Database::Use(std::stop_token stop) {
  if (connection_ && !connection_->broken()) return *connection_;
  connection_.reset();
  if (in_transaction_) {
    throw cdc::Error(cdc::Kind::kUnavailable, "the connection broke in the middle of a transaction");
  }
  if (breaker_.Open()) throw cdc::Error(cdc::Kind::kUnavailable, "PostgreSQL did not answer a moment ago");
  try {
    connection_.emplace(options_, stop);
  } catch (const cdc::Error&) {
    if (!stop.stop_requested()) breaker_.Failed();
    throw;
  }
  breaker_.Succeeded();
  return *connection_;
}

// The server may have been restarted since the last call: a connection that was open then is worth a second attempt.
bool Database::MayBeStale() const { return !in_transaction_ && connection_ && !connection_->broken(); }

Rows Database::Query(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop) {
  const bool stale = MayBeStale();
  try {
    return Use(stop).Prepared(sql, parameters, stop);
  } catch (const cdc::pg::SqlError&) {
    if (!stale || !connection_->broken() || stop.stop_requested()) throw;
  }
  return Use(stop).Prepared(sql, parameters, stop);
}

Rows Database::Query(const std::string& sql, std::initializer_list<Parameter> parameters, std::stop_token stop) {
  return Query(sql, std::span(parameters.begin(), parameters.size()), stop);
}

Rows Database::Once(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop) {
  const bool stale = MayBeStale();
  try {
    return Use(stop).Query(sql, parameters, stop);
  } catch (const cdc::pg::SqlError&) {
    if (!stale || !connection_->broken() || stop.stop_requested()) throw;
  }
  return Use(stop).Query(sql, parameters, stop);
}

void Database::EachRow(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop,
                       const std::function<void(const Rows&)>& row) {
  const bool stale = MayBeStale();
  bool began = false;
  try {
    return Use(stop).PreparedRows(sql, parameters, stop, [&](const Rows& rows) {
      began = true;
      row(rows);
    });
  } catch (const cdc::pg::SqlError&) {
    if (began || !stale || !connection_->broken() || stop.stop_requested()) throw;
  }
  Use(stop).PreparedRows(sql, parameters, stop, row);
}

void Database::Within(const char* begin, const std::function<void()>& work, std::stop_token stop) {
  const bool stale = MayBeStale();
  try {
    Use(stop).Begin(begin, stop);
  } catch (const cdc::pg::SqlError&) {
    if (!stale || !connection_->broken() || stop.stop_requested()) throw;
    Use(stop).Begin(begin, stop);
  }
  in_transaction_ = true;
  try {
    work();
    in_transaction_ = false;
    connection_->Execute("COMMIT", stop);
  } catch (...) {
    in_transaction_ = false;
    try {
      if (connection_ && !connection_->broken()) connection_->Execute("ROLLBACK");
    } catch (const cdc::Error&) {
      connection_.reset();
    }
    throw;
  }
}

cdc::Lsn Database::InTransaction(const std::function<void()>& work, std::stop_token stop) {
  Within("BEGIN ISOLATION LEVEL READ COMMITTED", work, stop);
  try {
    const Rows position = connection_->Prepared("SELECT pg_current_wal_insert_lsn()", {}, {});
    return cdc::Lsn::Parse(position.Text(0, 0)).value_or(cdc::Lsn{});
  } catch (const cdc::Error&) {  // what is committed is committed: whoever asked must not be told that it failed
    return {};
  }
}

void Database::InSnapshot(const std::function<void()>& work, std::stop_token stop) {
  Within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work, stop);
}

}  // namespace admin::store
