// A PostgreSQL small enough to be looked through: three tables, transactions that are in the write-ahead log before
// they can be read and become readable in another order, one replication slot. Two documents are rendered of it. It
// remembers when each document changed, so that a test can tell what an index must have seen. Not thread-safe:
// SimulatedWorld's mutex guards it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/model/change.h"
#include "cdc/model/plan.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/visibility.h"

namespace cdc::test {

using Values = std::vector<std::optional<std::string>>;  // a row; the first column is the key

struct RowChange {
  std::size_t table = 0;
  std::optional<Values> before, after;  // neither: TRUNCATE
};

struct Transaction {
  std::uint64_t xid = 0;
  std::vector<RowChange> changes;
  Lsn commit, end;
  TimePoint visible_at{};
};

// A transaction that became readable as the `seen`-th touched a document.
struct DocumentChange {
  Lsn commit;
  std::uint64_t seen = 0;
  bool changed = false;  // the document is another one; else only a row it names was touched
  bool exists = false;   // afterwards
};

class SimulatedDatabase {
 public:
  enum Table : std::size_t { kFilm, kPerson, kCredit, kTables };
  static constexpr std::size_t kDocuments = 2;  // the plans "films" and "people"
  static TableName Name(std::size_t table);
  static const std::vector<std::string>& Columns(std::size_t table);
  static Plan MakePlan(const std::string& index);

  explicit SimulatedDatabase(std::uint64_t seed);

  // ---- writing

  const std::map<std::string, Values>& Rows(std::size_t table) const { return rows_[table]; }
  // Whether a transaction that cannot be read yet holds the row, or the whole table.
  bool Locked(std::size_t table, const std::string& key) const;
  bool TableBusy(std::size_t table) const;
  // REQUIRES: nothing in `changes` is locked. It is in the log at once, and can be read from `visible_at` on.
  void Commit(std::vector<RowChange> changes, TimePoint visible_at);
  void WriteUnrelated(std::uint64_t bytes) { wal_.value += bytes; }
  // Makes what is due readable.
  void Settle(TimePoint now);
  void SettleAll() { Settle(TimePoint::max()); }

  // ---- reading: what can be read now

  std::uint64_t seen() const { return seen_; }
  stream::Snapshot TakeSnapshot() const;
  std::optional<std::string> Render(std::size_t document, const std::string& id) const;
  std::map<std::string, std::string> RenderAll(std::size_t document) const;
  stream::Ids Keys(std::size_t document, const std::optional<std::string>& after, std::size_t limit) const;
  stream::Ids Route(const std::string& sql, const stream::RouteRow& row) const;

  // ---- the log

  Lsn wal() const { return wal_; }
  const std::vector<Transaction>& log() const { return log_; }
  // The oldest commit that cannot be read yet; nullopt: all can.
  std::optional<Lsn> OldestInvisible() const;

  using History = std::map<std::string, std::vector<DocumentChange>>;  // by id
  const History& Changes(std::size_t document) const { return history_[document]; }

 private:
  void Apply(const RowChange& change);
  void Remember(const Transaction& transaction);
  void Touch(const Transaction& transaction);
  std::uint64_t TakeXid();

  std::mt19937_64 random_;
  std::map<std::string, Values> rows_[kTables];
  std::map<std::string, std::string> rendered_[kDocuments];  // as of seen_
  History history_[kDocuments];
  std::vector<Transaction> log_;
  std::vector<std::size_t> invisible_;  // into log_
  std::set<std::uint64_t> open_xids_;   // begun, and not in the log
  std::uint64_t next_xid_;
  std::uint64_t seen_ = 0;
  Lsn wal_;
};

}  // namespace cdc::test
