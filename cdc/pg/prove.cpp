#include "cdc/pg/prove.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "cdc/pg/prove_tables.h"
#include "cdc/pg/rollback.h"

namespace cdc::pg {
namespace {

// More documents are not compared after each change: a sample stands for them.
constexpr std::size_t kMaxDocuments = 20'000;
constexpr std::size_t kShownIds = 10;
constexpr int kGroups = 60;  // of several changes, for each 10 rows
constexpr int kMaxGroup = 5;

using Ids = std::set<std::string>;
using Documents = std::map<std::string, std::string>;  // id → digest

// A change that was made, as the stream would tell it.
struct Made {
  const ProvedTable* table = nullptr;
  std::vector<KeptRow> rows;  // old, new
};

class Prover {
 public:
  Prover(Connection& connection, const Plan& plan, int rows, std::uint64_t seed)
      : connection_(connection), plan_(plan), rows_(rows), seed_(seed), random_(seed) {}

  Proof Run() {
    connection_.Execute("SET LOCAL lock_timeout = '5s'");
    alone_ = Try([&] { connection_.Execute("SET LOCAL session_replication_role = replica"); });
    tables_ = FindProvedTables(connection_, plan_);
    for (const auto& table : tables_) {
      samples_.push_back(SampleRows(connection_, table, rows_, seed_));
      changes_.push_back(ChangesOf(table, plan_, seed_));
    }
    ReadBaseline();
    for (std::size_t i = 0; i < tables_.size(); ++i) ProveTable(i);
    const int groups = tables_.empty() ? 0 : std::max(kGroups, kGroups * rows_ / 10);
    for (int i = 0; i < groups; ++i) ProveGroup();
    return std::move(proof_);
  }

 private:
  // False where the server refused; what was done is undone then.
  template <typename Action>
  bool Try(Action&& action) {
    connection_.Execute("SAVEPOINT attempt");
    try {
      action();
      connection_.Execute("RELEASE SAVEPOINT attempt");
      return true;
    } catch (const SqlError& error) {
      if (connection_.broken()) throw;
      connection_.Execute("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt");
      return false;
    }
  }

  void ReadBaseline() {
    const std::string all =
        "SELECT _id::text AS id FROM (\n" + plan_.document + "\n) AS document WHERE _id IS NOT NULL GROUP BY 1";
    const Rows ids = connection_.Query(
        all + " ORDER BY md5(_id::text || '" + std::to_string(seed_) + "') LIMIT " + std::to_string(kMaxDocuments + 1),
        {});
    proof_.sampled = static_cast<std::size_t>(ids.size()) > kMaxDocuments;
    if (proof_.sampled) {
      std::vector<std::string> chosen;
      for (int row = 0; row < static_cast<int>(kMaxDocuments); ++row) chosen.emplace_back(ids.Text(row, 0));
      sample_ = ArrayLiteral(std::span<const std::string>(chosen));
    }
    baseline_ = ReadDocuments();
    proof_.documents = baseline_.size();
  }

  Documents ReadDocuments() {
    std::string statement =
        "SELECT _id::text, string_agg(md5(document::text), ' ' ORDER BY md5(document::text)) FROM (\n" +
        plan_.document + "\n) AS document WHERE _id IS NOT NULL";
    std::vector<Parameter> parameters;
    if (sample_) {
      statement += " AND _id = ANY ($1::text[]::" + plan_.id_type + "[])";
      parameters.push_back(sample_);
    }
    const Rows rows = connection_.Prepared(statement + " GROUP BY 1", parameters);
    Documents documents;
    for (int row = 0; row < rows.size(); ++row) documents.emplace(rows.Text(row, 0), rows.Text(row, 1));
    return documents;
  }

  void ProveTable(std::size_t index) {
    for (const auto& row : samples_[index]) {
      for (const auto& change : changes_[index]) {
        connection_.Execute("SAVEPOINT change");
        std::vector<Made> made;
        if (Make(index, row, change, made)) Check(tables_[index], change.what, made);
        connection_.Execute("ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change");
      }
    }
  }

  // Several changes, as a batch of the stream brings them: routed when all of them can be seen.
  void ProveGroup() {
    connection_.Execute("SAVEPOINT change");
    std::vector<Made> made;
    const ProvedTable* last = nullptr;
    const int count = std::uniform_int_distribution(2, kMaxGroup)(random_);
    std::set<std::pair<std::size_t, std::size_t>> used;  // a changed row has another ctid
    for (int i = 0; i < count; ++i) {
      const auto table = Pick(tables_.size());
      if (samples_[table].empty()) continue;
      const auto row = Pick(samples_[table].size());
      if (!used.emplace(table, row).second) continue;
      if (Make(table, samples_[table][row], changes_[table][Pick(changes_[table].size())], made))
        last = &tables_[table];
    }
    if (last != nullptr) Check(*last, "several changes", made);
    connection_.Execute("ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change");
  }

  std::size_t Pick(std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random_); }

  bool Make(std::size_t index, const SampleRow& row, const RowChange& change, std::vector<Made>& made) {
    const ProvedTable& table = tables_[index];
    Made one{&table, {}};
    if (change.has_old) one.rows.push_back(row.kept);
    const bool follows = alone_ || !table.reaches;
    const bool done = follows && Try([&] {
                        const Rows rows = connection_.Query(change.sql, {row.table_oid, row.ctid});
                        if (!change.has_new) return;
                        for (int i = 0; i < rows.size(); ++i) {
                          KeptRow kept;
                          for (int column = 0; column < rows.columns(); ++column) {
                            kept.push_back(rows.IsNull(i, column) ? Parameter() : Parameter(rows.Text(i, column)));
                          }
                          one.rows.push_back(std::move(kept));
                        }
                      });
    if (!done) {
      ++proof_.skipped;
      return false;
    }
    made.push_back(std::move(one));
    return true;
  }

  void Check(const ProvedTable& table, const std::string& what, const std::vector<Made>& made) {
    Documents after;
    if (!Try([&] { after = ReadDocuments(); })) {  // the document cannot be rendered in this state
      ++proof_.skipped;
      return;
    }
    ++proof_.changes;
    Ids touched = Differing(after);
    if (touched.empty()) return;
    proof_.touched += touched.size();
    const Ids routed = Route(made);
    proof_.routed += routed.size();
    std::erase_if(touched, [&](const std::string& id) { return routed.contains(id); });
    if (touched.empty()) return;
    Miss miss{table.name, table.alias, what, touched.size(), {}};
    for (const auto& id : touched) {
      if (miss.ids.size() < kShownIds) miss.ids.push_back(id);
    }
    proof_.misses.push_back(std::move(miss));
  }

  Ids Differing(const Documents& after) const {
    Ids ids;
    for (const auto& [id, digest] : after) {
      const auto before = baseline_.find(id);
      if (before == baseline_.end() || before->second != digest) ids.insert(id);
    }
    for (const auto& [id, digest] : baseline_) {
      if (!after.contains(id)) ids.insert(id);
    }
    return ids;
  }

  Ids Route(const std::vector<Made>& made) {
    Ids ids;
    for (const Made& one : made) {
      for (const auto index : one.table->routes) {
        for (const KeptRow& row : one.rows) Follow(plan_.routes[index], *one.table, row, ids);
      }
    }
    return ids;
  }

  void Follow(const cdc::Route& route, const ProvedTable& table, const KeptRow& row, Ids& ids) {
    std::vector<Parameter> parameters;
    for (const auto& column : route.columns) {
      const auto at = std::ranges::find(table.kept, column.name) - table.kept.begin();
      const Parameter& value = row[static_cast<std::size_t>(at)];
      if (!value) return;  // a NULL equals nothing
      if (route.sql.empty()) ids.insert(*value);
      parameters.emplace_back(ArrayLiteral(std::span(&value, 1)));
    }
    if (route.sql.empty()) return;
    const Rows rows = connection_.Prepared(route.sql, parameters);
    for (int i = 0; i < rows.size(); ++i) ids.emplace(rows.Text(i, 0));
  }

  Connection& connection_;
  const Plan& plan_;
  const int rows_;
  const std::uint64_t seed_;
  std::mt19937_64 random_;
  bool alone_ = false;  // no foreign key or trigger makes changes of its own
  std::vector<ProvedTable> tables_;
  std::vector<std::vector<SampleRow>> samples_;  // by table
  std::vector<std::vector<RowChange>> changes_;
  Parameter sample_;  // the ids that are compared, as an array; none: all
  Documents baseline_;
  Proof proof_;
};

}  // namespace

Proof Prove(Connection& connection, const Plan& plan, int rows, std::uint64_t seed) {
  const Rollback rollback(connection);
  return Prover(connection, plan, rows, seed).Run();
}

}  // namespace cdc::pg
