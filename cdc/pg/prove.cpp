#include "cdc/pg/prove.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "cdc/pg/prove_tables.h"
#include "cdc/pg/rollback.h"
#include "cdc/stream/batcher.h"

namespace cdc::pg {
namespace {

// More documents are not compared after each change: a sample stands for them.
constexpr std::size_t kMaxDocuments = 20'000;
constexpr std::size_t kShownIds = 10;
constexpr int kGroups = 60;  // of several changes, for each 10 rows
constexpr int kMaxGroup = 5;

using Ids = std::set<std::string>;
using Documents = std::map<std::string, std::string>;  // id → digest

// The rows of a proof have every column.
class NoEvents final : public stream::TargetEvents {
 public:
  void Suspend(stream::Target&, const Error& reason) override { throw reason; }
  void Blind(stream::Target&, const TableName& table) override {
    throw Error(Kind::kInternal, "the proof lost a column of " + table.ToString());
  }
};

std::shared_ptr<const stream::TargetSet> TargetOf(const Plan& plan) {
  auto target = std::make_shared<stream::Target>();
  target->plan = std::make_shared<const Plan>(plan);
  return std::make_shared<const stream::TargetSet>(std::vector<stream::TargetPtr>{std::move(target)});
}

class Prover {
 public:
  Prover(Connection& connection, const Plan& plan, int rows, std::uint64_t seed)
      : connection_(connection), plan_(plan), rows_(rows), seed_(seed), random_(seed), targets_(TargetOf(plan)) {}

  Proof Run() {
    connection_.Execute("SET LOCAL lock_timeout = '5s'");
    alone_ = Try([&] { connection_.Execute("SET LOCAL session_replication_role = replica"); });
    tables_ = FindProvedTables(connection_, plan_, *targets_->interest());
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
        std::vector<Change> made;
        if (Make(index, row, change, made)) Check(tables_[index], change.what, made);
        connection_.Execute("ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change");
      }
    }
  }

  // Several changes, as a batch of the stream brings them: routed when all of them can be seen.
  void ProveGroup() {
    connection_.Execute("SAVEPOINT change");
    std::vector<Change> made;
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

  // Appends what the stream would tell of the change; false where it was not made.
  bool Make(std::size_t index, const SampleRow& row, const RowChange& change, std::vector<Change>& made) {
    const ProvedTable& table = tables_[index];
    const bool follows = alone_ || !table.reaches;
    std::vector<SampleRow> after;
    const bool done = follows && Try([&] {
                        const Rows rows = connection_.Query(change.sql, {row.table_oid, row.ctid});
                        for (int i = 0; i < rows.size(); ++i) after.push_back(ReadSample(table, rows, i));
                      });
    if (!done || (after.empty() && change.op != Op::kDelete)) {
      ++proof_.skipped;
      return false;
    }
    const bool moved = change.op == Op::kUpdate && after[0].table_oid != row.table_oid;
    if (moved) made.push_back({Op::kDelete, table.number, row.kept, {}});  // to another partition
    switch (moved ? Op::kInsert : change.op) {
      case Op::kInsert: made.push_back({Op::kInsert, table.number, {}, after[0].kept}); break;
      case Op::kUpdate: made.push_back({Op::kUpdate, table.number, row.kept, after[0].kept}); break;
      case Op::kDelete: made.push_back({Op::kDelete, table.number, row.kept, {}}); break;
    }
    return true;
  }

  void Check(const ProvedTable& table, const std::string& what, const std::vector<Change>& made) {
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

  // The stream's own batcher says which changes matter and what routes start from: the columns that the plan names are
  // part of what is proved.
  Ids Route(const std::vector<Change>& made) {
    NoEvents events;
    stream::Batcher batcher({}, *clock_, events);
    batcher.SetTargets(targets_);
    batcher.Add(Begin{Lsn{1}, 1});
    for (const Change& change : made) batcher.Add(change);
    batcher.Add(Commit{Lsn{2}});
    const stream::Batch batch = batcher.Take();
    Ids ids;
    for (std::size_t route = 0; route < plan_.routes.size(); ++route) {
      for (const auto& values : batch.rows.at(0).at(route)) Follow(plan_.routes[route], values, ids);
    }
    return ids;
  }

  void Follow(const cdc::Route& route, const stream::RouteRow& values, Ids& ids) {
    if (route.sql.empty()) {
      ids.insert(values.front());
      return;
    }
    std::vector<Parameter> parameters;
    for (const auto& value : values) parameters.emplace_back(ArrayLiteral(std::span(&value, 1)));
    const Rows rows = connection_.Prepared(route.sql, parameters);
    for (int i = 0; i < rows.size(); ++i) ids.emplace(rows.Text(i, 0));
  }

  Connection& connection_;
  const Plan& plan_;
  const int rows_;
  const std::uint64_t seed_;
  std::mt19937_64 random_;
  const stream::TargetSetPtr targets_;
  const std::unique_ptr<Clock> clock_ = SystemClock();
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
