// A transaction of which nothing stays.
#pragma once

#include "cdc/pg/connection.h"

namespace cdc::pg {

class Rollback {
 public:
  explicit Rollback(Connection& connection) : connection_(connection) { connection_.Execute("BEGIN"); }
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
