// A pgbouncer of a test's own, in transaction mode, in front of the databases of a server.
#pragma once

#include <optional>
#include <string>

#include "tests/support/scratch.h"

namespace cdc::test {

class Pgbouncer {
 public:
  // `dsn`: of any database of the server, for the superuser; whoever asks is let in as who they say they are.
  // `pool_size`: sessions that the clients of one database and role share. Throws std::runtime_error.
  Pgbouncer(const std::string& dsn, int pool_size);
  ~Pgbouncer();
  Pgbouncer(const Pgbouncer&) = delete;
  Pgbouncer& operator=(const Pgbouncer&) = delete;

  // The same DSN, as TestDatabase has it, leading through here.
  std::string Through(const std::string& dsn) const;

 private:
  const std::string address_;
  Scratch scratch_;
  std::optional<Process> process_;
};

}  // namespace cdc::test
