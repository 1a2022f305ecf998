#include "cdc/pg/identity.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <set>

#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

// ALTER TABLE locks readers out, and they queue behind it while it waits itself: it may not wait for long. Longer than
// deadlock_timeout, so that an autovacuum in the way has been sent off by then.
constexpr const char* kLockTimeout = "SET LOCAL lock_timeout = '2s'; ";
constexpr int kLockAttempts = 3;
constexpr Duration kLockPause = std::chrono::milliseconds(200);

using Columns = std::vector<std::string>;  // sorted

struct UniqueIndex {
  std::string name;
  bool primary = false;
  bool identity = false;
  bool not_null = false;
  Columns columns;
};

struct Table {
  TableName name;
  char identity = 'd';  // pg_class.relreplident
  bool owned = false;
  std::vector<UniqueIndex> indexes;  // that can serve, the narrowest first
  std::set<std::string> needed;
  IdentityStyle style = IdentityStyle::kIndex;
};

std::string QuoteTable(const TableName& table) { return QuoteName(table.schema) + "." + QuoteName(table.table); }

std::string Alteration(const TableName& table, const std::string& identity) {
  return "ALTER TABLE " + QuoteTable(table) + " REPLICA IDENTITY " + identity + ";";
}

std::string Joined(const Columns& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Columns Elements(std::string_view array) {
  Columns columns;
  for (const auto& element : ParseArray(array)) columns.push_back(element.value_or(""));
  std::sort(columns.begin(), columns.end());
  return columns;
}

std::vector<Table> ReadTables(Connection& connection, std::span<const NeededIdentity> needed) {
  Columns schemas, names;
  for (const auto& one : needed) {
    schemas.push_back(one.table.schema);
    names.push_back(one.table.table);
  }
  const Rows rows = connection.Query(sql::kIdentityRead, {ArrayLiteral(schemas), ArrayLiteral(names)});
  std::map<TableName, Table> tables;
  for (int row = 0; row < rows.size(); ++row) {
    const TableName name{std::string(rows.Text(row, 1)), std::string(rows.Text(row, 2))};
    Table& table = tables[name];
    table.name = name;
    table.identity = rows.Text(row, 3).empty() ? 'n' : rows.Text(row, 3).front();
    table.owned = rows.Text(row, 4) == "t";
    std::size_t position = 0;
    const auto text = rows.Text(row, 0);
    std::from_chars(text.data(), text.data() + text.size(), position);
    const NeededIdentity& one = needed[std::min(position, needed.size() - 1)];
    table.needed.insert(one.columns.begin(), one.columns.end());
    if (one.style == IdentityStyle::kFull) table.style = IdentityStyle::kFull;
    if (rows.IsNull(row, 5)) continue;
    const std::string index(rows.Text(row, 5));
    if (std::any_of(table.indexes.begin(), table.indexes.end(), [&](const auto& known) { return known.name == index; }))
      continue;
    table.indexes.push_back({index, rows.Text(row, 6) == "t", rows.Text(row, 7) == "t", rows.Text(row, 8) == "t",
                             Elements(rows.Text(row, 9))});
  }
  std::vector<Table> found;
  for (auto& [name, table] : tables) found.push_back(std::move(table));
  return found;
}

// The index whose columns an old row carries; null: FULL, or none.
const UniqueIndex* IdentityIndex(const Table& table) {
  for (const auto& index : table.indexes) {
    if ((table.identity == 'd' && index.primary) || (table.identity == 'i' && index.identity)) return &index;
  }
  return nullptr;
}

bool Holds(const UniqueIndex& index, const std::set<std::string>& columns) {
  return std::includes(index.columns.begin(), index.columns.end(), columns.begin(), columns.end());
}

std::string Choose(const Table& table) {
  if (table.style == IdentityStyle::kFull) return "FULL";
  const UniqueIndex* best = nullptr;
  for (const auto& index : table.indexes) {
    if (!index.not_null || !Holds(index, table.needed)) continue;
    if (index.primary) return "DEFAULT";
    if (best == nullptr) best = &index;
  }
  return best == nullptr ? "FULL" : "USING INDEX " + QuoteName(best->name);
}

std::string InWords(const Table& table, const UniqueIndex* index) {
  if (table.identity == 'd') {
    return index == nullptr ? "DEFAULT without a primary key" : "DEFAULT (" + Joined(index->columns) + ")";
  }
  if (table.identity == 'i' && index != nullptr)
    return "USING INDEX " + index->name + " (" + Joined(index->columns) + ")";
  return table.identity == 'i' ? "USING INDEX of an index that is gone" : "NOTHING";
}

std::optional<IdentityGap> GapOf(const Table& table) {
  if (table.identity == 'f') return std::nullopt;
  const UniqueIndex* index = IdentityIndex(table);
  if (index != nullptr && Holds(*index, table.needed)) return std::nullopt;
  IdentityGap gap;
  gap.now.table = table.name;
  gap.now.identity = table.identity == 'd'                       ? "default"
                     : table.identity == 'i' && index != nullptr ? "index"
                                                                 : "nothing";
  if (gap.now.identity == "index") gap.now.index = index->name;
  gap.found = InWords(table, index);
  if (index != nullptr) {
    std::set_difference(table.needed.begin(), table.needed.end(), index->columns.begin(), index->columns.end(),
                        std::back_inserter(gap.lacking));
  }
  gap.statement = Alteration(table.name, Choose(table));
  gap.owned = table.owned;
  return gap;
}

void Alter(Connection& connection, const TableName& table, const std::string& statement, const Clock& clock) {
  for (int attempt = 1;; ++attempt) {
    try {
      connection.Execute(kLockTimeout + statement);  // one transaction
      return;
    } catch (const SqlError& error) {
      if (error.sqlstate() != "55P03") throw;
    }
    if (attempt == kLockAttempts) break;
    clock.Wait(kLockPause, {});
  }
  const Rows rows = connection.Query(sql::kIdentityBlockers, {table.schema, table.table});
  const std::string blockers(rows.Text(0, 0));
  throw Error(Kind::kUnavailable,
              "the replica identity of " + table.ToString() + " cannot be changed: the table is in use",
              blockers.empty() ? "Try again when it is less busy."
                               : "Wait for, or end, the processes that hold locks on it: " + blockers + ".");
}

// What to alter `former`'s table to; nullopt: nothing to do, or nothing left to do it on.
std::optional<std::string> Restoration(Connection& connection, const stream::FormerIdentity& former) {
  const Rows rows = connection.Query(sql::kIdentityNow, {former.table.schema, former.table.table, former.index});
  if (rows.size() == 0) return std::nullopt;
  const auto now = rows.Text(0, 0);
  const bool index_exists = rows.Text(0, 1) == "t", index_is_identity = rows.Text(0, 2) == "t";
  if (former.identity == "default") return now == "d" ? std::nullopt : std::optional("DEFAULT");
  if (former.identity == "nothing") return now == "n" ? std::nullopt : std::optional("NOTHING");
  if (former.identity != "index") throw Error(Kind::kCorrupt, "a stored replica identity means nothing");
  if (!index_exists || (now == "i" && index_is_identity)) return std::nullopt;
  return "USING INDEX " + QuoteName(former.index);
}

}  // namespace

IdentityStyle ParseIdentityStyle(std::string_view text) {
  if (text == "full") return IdentityStyle::kFull;
  if (text == "index") return IdentityStyle::kIndex;
  throw Error(Kind::kConfig, "\"" + std::string(text) + "\" is no replica identity", "Write \"full\" or \"index\".");
}

std::vector<NeededIdentity> UniteIdentities(std::span<const Plan> plans, std::span<const IdentityStyle> styles) {
  std::map<TableName, std::pair<std::set<std::string>, IdentityStyle>> united;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const IdentityStyle style = i < styles.size() ? styles[i] : IdentityStyle::kFull;
    for (const auto& identity : plans[i].identities) {
      auto& [columns, chosen] =
          united.try_emplace(identity.table, std::set<std::string>{}, IdentityStyle::kIndex).first->second;
      columns.insert(identity.columns.begin(), identity.columns.end());
      if (style == IdentityStyle::kFull) chosen = style;
    }
  }
  std::vector<NeededIdentity> needed;
  for (const auto& [table, one] : united) needed.push_back({table, {one.first.begin(), one.first.end()}, one.second});
  return needed;
}

std::vector<IdentityGap> FindIdentityGaps(Connection& connection, std::span<const NeededIdentity> needed) {
  std::vector<IdentityGap> gaps;
  if (needed.empty()) return gaps;
  for (const auto& table : ReadTables(connection, needed)) {
    if (auto gap = GapOf(table)) gaps.push_back(std::move(*gap));
  }
  return gaps;
}

std::string Describe(const IdentityGap& gap) {
  const std::string lack = gap.lacking.empty() ? "which loses UPDATE and DELETE" : "which lacks " + Joined(gap.lacking);
  return gap.now.table.ToString() + " has replica identity " + gap.found + ", " + lack + ": " + gap.statement;
}

void RequireOwned(std::span<const IdentityGap> gaps) {
  std::string tables, statements;
  for (const auto& gap : gaps) {
    if (gap.owned) continue;
    tables += (tables.empty() ? "" : ", ") + gap.now.table.ToString();
    statements += " " + gap.statement;
  }
  if (tables.empty()) return;
  throw Error(Kind::kRights,
              "the replica identity of " + tables + " does not suffice, and only the owner may change it",
              "Let the owner run:" + statements);
}

void MendIdentities(Connection& connection, std::span<const IdentityGap> gaps, const Clock& clock) {
  for (const auto& gap : gaps) Alter(connection, gap.now.table, gap.statement, clock);
}

std::vector<std::string> RestoreIdentities(Connection& connection, std::span<const stream::FormerIdentity> former,
                                           const Clock& clock) {
  std::vector<std::string> statements;
  for (const auto& one : former) {
    const auto identity = Restoration(connection, one);
    if (!identity) continue;
    const std::string statement = Alteration(one.table, *identity);
    Alter(connection, one.table, statement, clock);
    statements.push_back(statement);
  }
  return statements;
}

}  // namespace cdc::pg
