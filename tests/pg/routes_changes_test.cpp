// Changes as PostgreSQL decodes them, given to a batch: for each kind of change on each table, the values that each
// route of each shipped document starts from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "cdc/pg/identity.h"
#include "cdc/pg/replication.h"
#include "cdc/pg/slot.h"
#include "cdc/stream/batcher.h"
#include "tests/pg/routes_changes.h"
#include "tests/pg/shipped.h"

namespace cdc::test {
namespace {

// Every table has the identity FULL: the old rows are known; or what `walcast setup` gives them.
enum class Identities { kFull, kAsSetUp };

// "$f1$" → a literal of its key.
std::string Key(const std::string& name) {
  std::string digits = std::to_string(100 + name.front() % 7) + name.back();
  if (name.size() == 3) digits += std::to_string(name[1] % 7);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

std::string Spell(std::string sql) {
  for (std::size_t at = 0; (at = sql.find('$', at)) != std::string::npos;) {
    const std::size_t end = sql.find('$', at + 1);
    const std::string literal = "'" + Key(sql.substr(at + 1, end - at - 1)) + "'";
    sql.replace(at, end - at + 1, literal);
    at += literal.size();
  }
  return sql;
}

struct NoEvents final : stream::TargetEvents {
  void Suspend(stream::Target& target, const Error&) override { ADD_FAILURE() << target.index << " is suspended"; }
  void Blind(stream::Target& target, const TableName& table) override {
    ADD_FAILURE() << target.index << " knows too little of a change of " << table.ToString();
  }
};

// The shipped documents as targets of a stream from a slot of their own.
class ShippedStream {
 public:
  ShippedStream() {
    for (const auto& [name, plan] : TheShipped().plans) {
      targets_.push_back(std::make_shared<stream::Target>());
      targets_.back()->index = name;
      targets_.back()->plan = std::make_shared<const Plan>(plan);
    }
    set_ = std::make_shared<const stream::TargetSet>(targets_);
    pg::CreateSlot(Options(), slot_, "wal2json", *clock_, {});
    source_.emplace(pg::ReplicationOptions{.connect = Options(), .slot = slot_, .plugin = "wal2json"}, *clock_,
                    std::nullopt);
    source_->SetInterest(set_->interest());
    source_->Open({}, {});
  }

  void Use(Identities identities) {
    if (identities_ == identities) return;
    identities_ = identities;
    const std::string wanted = identities == Identities::kFull ? "FULL" : "DEFAULT";
    for (const char* table : {"film_work", "genre", "person", "genre_film_work", "person_film_work"}) {
      connection_.Exec(std::string("ALTER TABLE content.") + table + " REPLICA IDENTITY " + wanted);
    }
    if (identities == Identities::kFull) return;
    std::vector<Plan> plans;
    for (const auto& target : targets_) plans.push_back(*target->plan);
    const std::vector<pg::IdentityStyle> styles(plans.size(), pg::IdentityStyle::kFull);
    pg::Connection connection(Options());
    const auto gaps = pg::FindIdentityGaps(connection, pg::UniteIdentities(plans, styles));
    EXPECT_EQ(gaps.size(), 2U) << "the links";
    pg::MendIdentities(connection, gaps, *clock_);
  }

  // What a batch holds of this one transaction.
  stream::Batch Decoded(const std::string& sql) {
    connection_.Exec("BEGIN");
    connection_.Exec(sql);
    const Xid xid = static_cast<Xid>(std::stoul(connection_.Value("SELECT pg_current_xact_id()::xid")));
    connection_.Exec("COMMIT");
    stream::Batcher batcher({.documents = 1000, .bytes = 1 << 20}, *clock_, events_);
    batcher.SetTargets(set_);
    for (bool ours = false;;) {
      const auto message = source_->Next({}, clock_->Now() + std::chrono::seconds(30));
      if (!message) throw std::runtime_error("the transaction does not come");
      if (const auto* begin = std::get_if<Begin>(&*message)) ours = begin->xid == xid;
      if (!ours) continue;
      batcher.Add(*message);
      if (std::holds_alternative<Commit>(*message)) return batcher.Take();
    }
  }

  void Exec(const std::string& sql) { connection_.Exec(sql); }
  const std::vector<stream::TargetPtr>& targets() const { return targets_; }

 private:
  static pg::ConnectOptions Options() { return {.dsn = TheShipped().database.Dsn()}; }

  const std::unique_ptr<Clock> clock_ = SystemClock();
  const std::string slot_ = UniqueName("slot");
  NoEvents events_;
  std::vector<stream::TargetPtr> targets_;
  stream::TargetSetPtr set_;
  TestConnection connection_ = TheShipped().database.Connect();
  std::optional<Identities> identities_;
  std::optional<pg::Replication> source_;
};

ShippedStream& TheStream() {
  static ShippedStream stream;
  return stream;
}

// The case's names instead of keys.
std::string Names(const std::set<stream::RouteRow>& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), 1U);
    for (const std::string name : {"f1", "f2", "f3", "g1", "g2", "g3", "p1", "p2", "p3"}) {
      if (Key(name) == row.front()) names.push_back(name);
    }
  }
  EXPECT_EQ(names.size(), rows.size()) << "a value is none of ours";
  std::ranges::sort(names);
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::vector<std::string> Starts(const stream::Batch& batch) {
  std::vector<std::string> lines;
  for (std::size_t t = 0; t < TheStream().targets().size(); ++t) {
    const Plan& plan = *TheStream().targets()[t]->plan;
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
      if (batch.rows.at(t).at(r).empty()) continue;
      const Route& route = plan.routes[r];
      lines.push_back(plan.index + " " + route.table.table + "(" + route.columns.front().name + ")" +
                      (route.sql.empty() ? "" : "?") + ": " + Names(batch.rows[t][r]));
    }
  }
  return lines;
}

class PgRoutesOfChanges : public testing::TestWithParam<std::tuple<ChangeCase, Identities>> {};

TEST_P(PgRoutesOfChanges, StartFromTheseValues) {
  const auto& [tried, identities] = GetParam();
  TheStream().Use(identities);
  TheStream().Exec(Spell(kRows));
  const stream::Batch batch = TheStream().Decoded(Spell(tried.sql));
  const bool blind = identities == Identities::kAsSetUp && !tried.starts_blind.empty();
  EXPECT_THAT(Starts(batch), testing::UnorderedElementsAreArray(blind ? tried.starts_blind : tried.starts));
  std::vector<std::string> truncated;
  for (const auto& table : batch.truncated) truncated.push_back(table.table);
  EXPECT_THAT(truncated, testing::UnorderedElementsAreArray(tried.truncated));
  EXPECT_EQ(batch.xids.size(), 1U);
}

std::string NameOf(const testing::TestParamInfo<std::tuple<ChangeCase, Identities>>& tried) {
  const auto& [change, identities] = tried.param;
  return change.name + "_" + (identities == Identities::kFull ? "Full" : "AsSetUp") + "_" + std::to_string(tried.index);
}

const auto kBoth = testing::Values(Identities::kFull, Identities::kAsSetUp);
INSTANTIATE_TEST_SUITE_P(Films, PgRoutesOfChanges, testing::Combine(testing::ValuesIn(ChangesOfFilms()), kBoth),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Genres, PgRoutesOfChanges, testing::Combine(testing::ValuesIn(ChangesOfGenres()), kBoth),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Persons, PgRoutesOfChanges, testing::Combine(testing::ValuesIn(ChangesOfPersons()), kBoth),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(FilmGenres, PgRoutesOfChanges,
                         testing::Combine(testing::ValuesIn(ChangesOfFilmGenres()), kBoth), NameOf);
INSTANTIATE_TEST_SUITE_P(FilmPersons, PgRoutesOfChanges,
                         testing::Combine(testing::ValuesIn(ChangesOfFilmPersons()), kBoth), NameOf);

}  // namespace
}  // namespace cdc::test
