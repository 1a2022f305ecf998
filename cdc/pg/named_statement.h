// A statement prepared under a name, for EXPLAIN EXECUTE. It belongs to the session: a ROLLBACK does not take it back.
#pragma once

#include <stop_token>
#include <string>
#include <utility>

#include "cdc/pg/connection.h"

namespace cdc::pg {

class NamedStatement {
 public:
  // REQUIRES: made before the transaction that it is prepared in begins, and destroyed after its end: where that
  // failed, the server takes no DEALLOCATE in it.
  NamedStatement(Connection& connection, std::string name) : connection_(connection), name_(std::move(name)) {}
  NamedStatement(const NamedStatement&) = delete;
  NamedStatement& operator=(const NamedStatement&) = delete;
  ~NamedStatement() {
    try {
      if (!connection_.broken()) Deallocate({});
    } catch (const Error&) {  // a connection that breaks here takes it along, and its next use tells
    }
  }

  // Instead of what was prepared before. `types`: "(text[], …)" or "".
  void Prepare(const std::string& types, const std::string& sql, std::stop_token stop = {}) {
    Deallocate(stop);
    connection_.Execute("PREPARE " + name_ + types + " AS " + sql, stop);
    prepared_ = true;
  }
  const std::string& name() const { return name_; }

 private:
  void Deallocate(std::stop_token stop) {
    if (prepared_) connection_.Execute("DEALLOCATE " + name_, stop);
    prepared_ = false;
  }

  Connection& connection_;
  const std::string name_;
  bool prepared_ = false;
};

}  // namespace cdc::pg
