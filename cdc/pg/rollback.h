// A transaction of which nothing stays. It locks what it looks at: should this process be stopped within it (or its
// network), the server ends it after a while, or a TRUNCATE would wait for as long, and everybody else behind that.
#pragma once

#include "cdc/pg/connection.h"

namespace cdc::pg {

class Rollback {
 public:
  explicit Rollback(Connection& connection) : connection_(connection) {
    connection_.Execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '15s'");
  }
  ~Rollback() {
    try {
      if (!connection_.broken()) connection_.Execute("ROLLBACK");
    } catch (const Error&) {  // a connection that breaks here rolls back by itself, and its next use tells
    }
  }
  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;

 private:
  Connection& connection_;
};

}  // namespace cdc::pg
