#include "tests/support/workload.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace cdc::test {
namespace {

constexpr int kRollback = 10;   // per cent of the transactions
constexpr int kSavepoint = 20;  // per cent of the changes are tried behind a savepoint, half of those are taken back
constexpr int kPrepared = 4;

// What a transaction may meet when others are at work, and values that do not fit: PostgreSQL's own words, in English.
bool IsRefusal(const std::string& message) {
  static constexpr const char* kWords[] = {"deadlock detected",
                                           "violates ",
                                           "could not serialize access",
                                           "tuple to be ",
                                           "value too long for",
                                           "no partition of relation",
                                           "out of range",
                                           "is already being used",
                                           "tuple concurrently "};
  return std::ranges::any_of(kWords, [&](const char* words) { return message.find(words) != std::string::npos; });
}

// Grows with the rows that the session inserts, updates and deletes, also by cascades; not with TRUNCATE. Falls only
// between transactions.
std::uint64_t RowsChanged(TestConnection& connection) {
  return std::stoull(
      connection.Value("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"));
}

class Client {
 public:
  Client(const std::string& dsn, const MakeChange& change, const WorkloadOptions& options, int number)
      : connection_(dsn),
        change_(change),
        options_(options),
        random_(options.seed * 1000 + static_cast<unsigned>(number)) {
    connection_.Exec("SET lc_messages = 'C'; SET deadlock_timeout = '20ms'");
  }

  WorkloadCounts Run(std::stop_token stop) {
    for (int done = 0; (options_.transactions == 0 || done < options_.transactions) && !stop.stop_requested(); ++done) {
      try {
        Transaction();
      } catch (const std::runtime_error& error) {
        if (!IsRefusal(error.what())) throw;
        ++counts_.refused;
        connection_.Exec("ROLLBACK");
      }
      Rest(stop);
    }
    return counts_;
  }

 private:
  void Rest(std::stop_token stop) const {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, options_.rest, [] { return false; });
  }

  void Transaction() {
    connection_.Exec(Chance(random_, 10) ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN");
    const std::uint64_t before = RowsChanged(connection_);
    if (Chance(random_, 15) && options_.asynchronous) connection_.Exec("SET LOCAL synchronous_commit = off");
    for (int left = Size(random_, 8); left > 0; --left) Change();
    if (Chance(random_, kRollback)) {
      connection_.Exec("ROLLBACK");
      ++counts_.rolled_back;
      return;
    }
    const std::uint64_t rows = RowsChanged(connection_) - before;
    if (options_.two_phase && Chance(random_, kPrepared)) {
      const std::string name = UniqueName("walcast_test");
      connection_.Exec("PREPARE TRANSACTION '" + name + "'");
      connection_.Exec("COMMIT PREPARED '" + name + "'");
    } else {
      connection_.Exec("COMMIT");
    }
    ++counts_.committed;
    counts_.largest = std::max(counts_.largest, rows);
  }

  void Change() {
    const std::string sql = change_(random_);
    if (!Chance(random_, kSavepoint)) return connection_.Exec(sql);
    connection_.Exec("SAVEPOINT before");
    try {
      connection_.Exec(sql);
    } catch (const std::runtime_error& error) {
      if (!IsRefusal(error.what())) throw;
      connection_.Exec("ROLLBACK TO before");
      return;
    }
    connection_.Exec(Chance(random_, 50) ? "ROLLBACK TO before" : "RELEASE before");
  }

  TestConnection connection_;
  const MakeChange& change_;
  const WorkloadOptions& options_;
  Random random_;
  WorkloadCounts counts_;
};

}  // namespace

std::uint64_t Roll(Random& random, std::uint64_t sides) { return random() % sides; }

bool Chance(Random& random, int percent) { return Roll(random, 100) < static_cast<std::uint64_t>(percent); }

int Size(Random& random, int most) {
  const double exponent = std::log(most + 1.0) * static_cast<double>(Roll(random, 1000)) / 1000.0;
  return std::clamp(static_cast<int>(std::exp(exponent)), 1, most);
}

std::uint64_t CommitOne(const std::string& dsn, const std::string& sql) {
  TestConnection connection(dsn);
  connection.Exec("SET lc_messages = 'C'");
  for (;;) {
    try {
      connection.Exec("BEGIN");
      const std::uint64_t before = RowsChanged(connection);
      connection.Exec(sql);
      const std::uint64_t rows = RowsChanged(connection) - before;
      connection.Exec("COMMIT");
      return rows;
    } catch (const std::runtime_error& error) {
      if (!IsRefusal(error.what())) throw;
      connection.Exec("ROLLBACK");
    }
  }
}

WorkloadCounts RunWorkload(const std::string& dsn, const MakeChange& change, const WorkloadOptions& options,
                           std::stop_token stop) {
  std::mutex mutex;
  WorkloadCounts total;
  std::exception_ptr failure;
  {
    std::vector<std::jthread> threads;
    for (int number = 0; number < options.clients; ++number) {
      threads.emplace_back([&, number] {
        try {
          const WorkloadCounts counts = Client(dsn, change, options, number).Run(stop);
          const std::scoped_lock lock(mutex);
          total.committed += counts.committed;
          total.rolled_back += counts.rolled_back;
          total.refused += counts.refused;
          total.largest = std::max(total.largest, counts.largest);
        } catch (const std::exception&) {
          const std::scoped_lock lock(mutex);
          failure = std::current_exception();
        }
      });
    }
  }
  if (failure) std::rethrow_exception(failure);
  return total;
}

}  // namespace cdc::test
