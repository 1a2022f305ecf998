#include "tests/support/simulated_database.h"

#include <algorithm>

namespace cdc::test {
namespace {

const std::vector<std::string> kColumns[SimulatedDatabase::kTables] = {
    {"id", "title", "note"}, {"id", "name", "note"}, {"id", "film_id", "person_id", "role"}};

constexpr const char* kFilmsOfPerson = "films of a person";
constexpr const char* kPeopleOfFilm = "people of a film";

Entry MakeEntry(std::size_t table, std::vector<std::string> columns, std::size_t route) {
  return {.table = SimulatedDatabase::Name(table),
          .alias = "t",
          .columns = std::move(columns),
          .whole_row = false,
          .routes = {route}};
}

Route MakeRoute(std::size_t table, const std::string& column, const std::string& sql) {
  return {.table = SimulatedDatabase::Name(table), .columns = {{column, "text"}}, .sql = sql, .explicit_route = false};
}

}  // namespace

TableName SimulatedDatabase::Name(std::size_t table) {
  static constexpr const char* kNames[kTables] = {"film", "person", "credit"};
  return {"public", kNames[table]};
}

const std::vector<std::string>& SimulatedDatabase::Columns(std::size_t table) { return kColumns[table]; }

// films:  SELECT id AS _id, title, (SELECT … FROM credit JOIN person …) FROM film WHERE title IS NOT NULL
// people: SELECT id AS _id, name, (SELECT … FROM credit JOIN film …) FROM person
Plan SimulatedDatabase::MakePlan(const std::string& index) {
  Plan plan;
  plan.index = index;
  plan.document = "SELECT … of " + index;
  plan.key = "id";
  plan.key_type = plan.id_type = "text";
  plan.hash = index;
  const bool films = index == "films";
  plan.root = Name(films ? kFilm : kPerson);
  if (films) {
    plan.routes = {MakeRoute(kFilm, "id", ""), MakeRoute(kCredit, "film_id", ""),
                   MakeRoute(kPerson, "id", kFilmsOfPerson)};
    plan.entries = {MakeEntry(kFilm, {"id", "title"}, 0), MakeEntry(kCredit, {"film_id", "person_id", "role"}, 1),
                    MakeEntry(kPerson, {"id", "name"}, 2)};
  } else {
    plan.routes = {MakeRoute(kPerson, "id", ""), MakeRoute(kCredit, "person_id", ""),
                   MakeRoute(kFilm, "id", kPeopleOfFilm)};
    plan.entries = {MakeEntry(kPerson, {"id", "name"}, 0), MakeEntry(kCredit, {"film_id", "person_id"}, 1),
                    MakeEntry(kFilm, {"id", "title"}, 2)};
  }
  return plan;
}

SimulatedDatabase::SimulatedDatabase(std::uint64_t seed)
    : random_(seed), next_xid_((std::uint64_t{1} << 32) - seed % 64), wal_{0x1'0000'0000 + seed % 1000} {}

// ---- writing

bool SimulatedDatabase::Locked(std::size_t table, const std::string& key) const {
  return std::any_of(invisible_.begin(), invisible_.end(), [&](std::size_t at) {
    return std::any_of(log_[at].changes.begin(), log_[at].changes.end(), [&](const RowChange& change) {
      if (change.table != table) return false;
      if (!change.before && !change.after) return true;
      return (change.before && change.before->front() == key) || (change.after && change.after->front() == key);
    });
  });
}

bool SimulatedDatabase::TableBusy(std::size_t table) const {
  return std::any_of(invisible_.begin(), invisible_.end(), [&](std::size_t at) {
    return std::any_of(log_[at].changes.begin(), log_[at].changes.end(),
                       [&](const RowChange& change) { return change.table == table; });
  });
}

// Some transactions begin long before they commit, so that ids and commits have different orders.
std::uint64_t SimulatedDatabase::TakeXid() {
  while (random_() % 3 == 0) open_xids_.insert(next_xid_++);
  if (!open_xids_.empty() && random_() % 2 == 0) {
    const auto taken = std::next(open_xids_.begin(), static_cast<std::ptrdiff_t>(random_() % open_xids_.size()));
    const std::uint64_t xid = *taken;
    open_xids_.erase(taken);
    return xid;
  }
  return next_xid_++;
}

void SimulatedDatabase::Commit(std::vector<RowChange> changes, TimePoint visible_at) {
  Transaction transaction;
  transaction.xid = TakeXid();
  // The rows of a transaction may be logged before another one's commit: a commit record often follows the last one's
  // end at once.
  if (random_() % 2 == 0) wal_.value += 30 * changes.size();
  transaction.commit = wal_;
  wal_.value += 40;
  transaction.end = wal_;
  transaction.changes = std::move(changes);
  transaction.visible_at = visible_at;
  log_.push_back(std::move(transaction));
  invisible_.push_back(log_.size() - 1);
}

void SimulatedDatabase::Settle(TimePoint now) {
  std::vector<std::size_t> due;
  std::copy_if(invisible_.begin(), invisible_.end(), std::back_inserter(due),
               [&](std::size_t at) { return log_[at].visible_at <= now; });
  std::stable_sort(due.begin(), due.end(), [&](auto a, auto b) { return log_[a].visible_at < log_[b].visible_at; });
  for (const auto at : due) {
    std::erase(invisible_, at);
    for (const auto& change : log_[at].changes) Apply(change);
    ++seen_;
    Remember(log_[at]);
  }
}

void SimulatedDatabase::Apply(const RowChange& change) {
  auto& rows = rows_[change.table];
  if (!change.before && !change.after) rows.clear();
  if (change.before) rows.erase(change.before->front().value());
  if (change.after) rows[change.after->front().value()] = *change.after;
}

void SimulatedDatabase::Remember(const Transaction& transaction) {
  for (std::size_t document = 0; document < kDocuments; ++document) {
    auto now = RenderAll(document);
    auto& before = rendered_[document];
    for (const auto& [id, body] : before) {
      if (!now.contains(id)) history_[document][id].push_back({transaction.commit, seen_, true, false});
    }
    for (const auto& [id, body] : now) {
      const auto old = before.find(id);
      if (old == before.end() || old->second != body)
        history_[document][id].push_back({transaction.commit, seen_, true, true});
    }
    before = std::move(now);
  }
  Touch(transaction);
}

// The documents that the transaction's rows name themselves; a TRUNCATE means them all.
void SimulatedDatabase::Touch(const Transaction& transaction) {
  for (const auto& change : transaction.changes) {
    if (!change.before && !change.after) {
      for (auto& history : history_) {
        for (auto& [id, changes] : history) changes.push_back({transaction.commit, seen_, false, false});
      }
    }
    for (const auto& row : {change.before, change.after}) {
      if (!row) continue;
      const bool credit = change.table == kCredit;
      const auto note = [&](std::size_t document, const std::optional<std::string>& id) {
        if (id) history_[document][*id].push_back({transaction.commit, seen_, false, false});
      };
      if (credit || change.table == kFilm) note(0, row->at(credit ? 1 : 0));
      if (credit || change.table == kPerson) note(1, row->at(credit ? 2 : 0));
    }
  }
}

std::optional<Lsn> SimulatedDatabase::OldestInvisible() const {
  if (invisible_.empty()) return std::nullopt;
  return log_[*std::min_element(invisible_.begin(), invisible_.end())].commit;
}

// ---- reading

stream::Snapshot SimulatedDatabase::TakeSnapshot() const {
  stream::Snapshot snapshot;
  std::set<std::uint64_t> running = open_xids_;
  for (const auto at : invisible_) running.insert(log_[at].xid);
  snapshot.xmax = next_xid_;
  snapshot.xmin = running.empty() ? next_xid_ : *running.begin();
  snapshot.running.assign(running.begin(), running.end());
  return snapshot;
}

std::optional<std::string> SimulatedDatabase::Render(std::size_t document, const std::string& id) const {
  const bool films = document == 0;
  const auto& roots = rows_[films ? kFilm : kPerson];
  const auto root = roots.find(id);
  if (root == roots.end() || (films && !root->second[1])) return std::nullopt;
  std::vector<std::string> parts;
  for (const auto& [key, credit] : rows_[kCredit]) {
    const auto& own = credit[films ? 1 : 2];
    const auto& other = credit[films ? 2 : 1];
    if (own != id || !other) continue;
    const auto& others = rows_[films ? kPerson : kFilm];
    const auto joined = others.find(*other);
    if (joined == others.end()) continue;
    parts.push_back(joined->second[1].value_or("null") + (films ? ":" + credit[3].value_or("null") : ""));
  }
  std::sort(parts.begin(), parts.end());
  std::string body = "{" + root->second[1].value_or("null");
  for (const auto& part : parts) body += "," + part;
  return body + "}";
}

std::map<std::string, std::string> SimulatedDatabase::RenderAll(std::size_t document) const {
  std::map<std::string, std::string> all;
  for (const auto& [id, row] : rows_[document == 0 ? kFilm : kPerson]) {
    if (auto body = Render(document, id)) all[id] = std::move(*body);
  }
  return all;
}

stream::Ids SimulatedDatabase::Keys(std::size_t document, const std::optional<std::string>& after,
                                    std::size_t limit) const {
  const auto& rows = rows_[document == 0 ? kFilm : kPerson];
  stream::Ids keys;
  for (auto at = after ? rows.upper_bound(*after) : rows.begin(); at != rows.end() && keys.size() < limit; ++at) {
    keys.push_back(at->first);
  }
  return keys;
}

stream::Ids SimulatedDatabase::Route(const std::string& sql, const stream::RouteRow& row) const {
  const std::size_t from = sql == kFilmsOfPerson ? 2 : 1;
  stream::Ids ids;
  for (const auto& [key, credit] : rows_[kCredit]) {
    if (credit[from] == row.at(0) && credit[3 - from]) ids.push_back(*credit[3 - from]);
  }
  return ids;
}

}  // namespace cdc::test
