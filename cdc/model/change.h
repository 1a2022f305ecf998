// The messages of the stream, decoded. Rows carry only the columns that some plan asked for (Interest).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cdc/model/lsn.h"
#include "cdc/model/plan.h"

namespace cdc {

// Which tables, and which columns of them, the plans need from a changed row. Immutable; shared by reader and decoder.
class Interest {
 public:
  struct Table {
    TableName name;
    std::vector<std::string> columns;  // a Row's cells stand in this order
  };

  // Adds what is not there yet; the position of the table and of a column stay what they are.
  std::size_t Add(const TableName& name, const std::vector<std::string>& columns);

  const std::vector<Table>& tables() const { return tables_; }
  std::optional<std::size_t> Find(std::string_view schema, std::string_view table) const;
  // REQUIRES: the column was added.
  std::size_t Column(std::size_t table, const std::string& column) const;

 private:
  std::vector<Table> tables_;  // few: a linear search beats a map
};

// A value of a row, as PostgreSQL's output function writes it.
struct Cell {
  enum class State : std::uint8_t {
    kAbsent,  // not in the message: outside the replica identity, or an unchanged TOAST value
    kNull,
    kText,
  };
  State state = State::kAbsent;
  std::string text;
  bool operator==(const Cell&) const = default;
};

using Row = std::vector<Cell>;  // one cell for each column of Interest::Table, or empty: no such row in the message

struct Begin {
  Lsn commit;  // of the commit record: it can equal the previous commit's `end`
  Xid xid = 0;
  std::optional<std::int64_t> committed{};  // by the server's clock, Unix microseconds; nullopt: it is not known
};

struct Commit {
  Lsn end;  // behind the commit record: what is confirmed
};

enum class Op : std::uint8_t { kInsert, kUpdate, kDelete };

struct Change {
  Op op = Op::kInsert;
  std::size_t table = 0;  // in Interest::tables
  Row before;             // UPDATE, DELETE: the columns of the replica identity; the rest is absent
  Row after;              // INSERT, UPDATE
};

struct Truncate {
  TableName table;
};

// No message, but the server has nothing before `received` that was not sent: lets a quiet slot move on.
struct Idle {
  Lsn received;
};

using Message = std::variant<Begin, Change, Truncate, Commit, Idle>;

}  // namespace cdc
