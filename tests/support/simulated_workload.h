// Random transactions on a SimulatedDatabase: films, people and the credits between them come, change, move and go.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/simulated_world.h"

namespace cdc::test {

struct WorkloadMix {
  int truncate = 1;  // of 100 transactions
  bool truncate_roots = false;
  int poison = 3;      // of 100 new texts
  int invisible = 50;  // of 100 transactions: in the log before they can be read
};

class SimulatedWorkload {
 public:
  SimulatedWorkload(SimulatedWorld& world, WorkloadMix mix) : world_(world), mix_(mix), random_(world.seed * 31 + 7) {}
  void Fill();   // the rows there are at first
  void Write();  // one transaction; may find nothing to do

 private:
  using Rows = std::map<std::string, Values>;
  std::size_t Roll(std::size_t sides) { return random_() % sides; }
  void Begin();
  void Commit(bool at_once);
  void Step();
  void ChangeFilm(const std::string& film);
  void ChangePerson(const std::string& person);
  void MoveCredit(const std::string& credit);
  void DeleteFilm(const std::string& film);
  void Rename(const std::string& film);
  void Truncate(std::size_t table);
  void Put(std::size_t table, Values row);
  void Delete(std::size_t table, const std::string& key);
  std::string Key(std::size_t table);
  std::string Text();

  SimulatedWorld& world_;
  const WorkloadMix mix_;
  std::mt19937_64 random_;
  Rows rows_[SimulatedDatabase::kTables];  // as the transaction under way sees them
  std::vector<RowChange> changes_;
  int texts_ = 0, credits_ = 0;
};

}  // namespace cdc::test
