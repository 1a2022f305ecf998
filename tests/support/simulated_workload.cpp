#include "tests/support/simulated_workload.h"

#include <algorithm>

namespace cdc::test {
namespace {

using Db = SimulatedDatabase;
using namespace std::chrono_literals;

constexpr std::size_t kFilms = 12, kPeople = 6, kCredits = 40;

}  // namespace

void SimulatedWorkload::Begin() {
  for (std::size_t table = 0; table < Db::kTables; ++table) rows_[table] = world_.database.Rows(table);
  changes_.clear();
}

void SimulatedWorkload::Commit(bool at_once) {
  if (changes_.empty()) return;
  Duration hidden{};
  if (!at_once && static_cast<int>(Roll(100)) < mix_.invisible) {
    const std::size_t kind = Roll(100);
    hidden = kind < 60 ? Duration(20ms) : kind < 92 ? Duration(300ms) : Duration(1500ms);
    hidden = Duration(static_cast<Duration::rep>(Roll(static_cast<std::size_t>(hidden.count()))));
  }
  world_.database.Commit(std::move(changes_), world_.clock.Now() + hidden);
  world_.Settle();
  changes_.clear();
}

void SimulatedWorkload::Fill() {
  const std::scoped_lock lock(world_.mutex);
  Begin();
  for (int i = 0; i < 25; ++i) Step();
  Commit(true);
}

void SimulatedWorkload::Write() {
  const std::scoped_lock lock(world_.mutex);
  world_.Settle();
  Begin();
  const std::size_t kind = Roll(100);
  if (kind < static_cast<std::size_t>(mix_.truncate)) {
    Truncate(mix_.truncate_roots ? Roll(Db::kTables) : std::size_t{Db::kCredit});
  } else if (kind > 94) {
    world_.database.WriteUnrelated(100 + Roll(1000));
  }
  const std::size_t steps = kind == 90 ? 25 : 1 + Roll(3);
  for (std::size_t i = 0; i < steps; ++i) Step();
  Commit(false);
}

void SimulatedWorkload::Step() {
  const std::size_t kind = Roll(100);
  const std::string film = Key(Db::kFilm), person = Key(Db::kPerson);
  if (kind < 30) {
    ChangeFilm(film);
  } else if (kind < 45) {
    ChangePerson(person);
  } else if (kind < 65) {
    Put(Db::kCredit, {"c" + std::to_string(credits_++ % kCredits), film, person, Text()});
  } else if (kind < 82) {
    MoveCredit(Key(Db::kCredit));
  } else if (kind < 88) {
    Delete(Db::kCredit, Key(Db::kCredit));
  } else if (kind < 92) {
    DeleteFilm(film);
  } else if (kind < 95) {
    Delete(Db::kPerson, person);
  } else {
    Rename(film);
  }
}

void SimulatedWorkload::ChangeFilm(const std::string& film) {
  const auto row = rows_[Db::kFilm].find(film);
  if (row == rows_[Db::kFilm].end() || Roll(3) != 0) {
    Put(Db::kFilm, {film, Roll(10) == 0 ? std::nullopt : std::optional(Text()), "n"});
  } else {
    Put(Db::kFilm, {film, row->second[1], "n" + Text()});  // of no interest to any document
  }
}

void SimulatedWorkload::ChangePerson(const std::string& person) {
  Put(Db::kPerson, {person, Roll(8) == 0 ? std::nullopt : std::optional(Text()), "n"});
}

void SimulatedWorkload::MoveCredit(const std::string& credit) {
  const auto found = rows_[Db::kCredit].find(credit);
  if (found == rows_[Db::kCredit].end()) return;
  Values row = found->second;
  const std::size_t column = 1 + Roll(2);
  row[column] = Roll(8) == 0 ? std::nullopt : std::optional(Key(column == 1 ? Db::kFilm : Db::kPerson));
  Put(Db::kCredit, row);
}

void SimulatedWorkload::DeleteFilm(const std::string& film) {
  Delete(Db::kFilm, film);
  if (Roll(2) == 0) return;  // links may dangle: the documents' joins pass them over
  const Rows credits = rows_[Db::kCredit];
  for (const auto& [key, credit] : credits) {
    if (credit[1] == film) Delete(Db::kCredit, key);
  }
}

// Its key changes, and those of its credits with it.
void SimulatedWorkload::Rename(const std::string& film) {
  const std::string to = Key(Db::kFilm);
  const auto found = rows_[Db::kFilm].find(film);
  if (found == rows_[Db::kFilm].end() || rows_[Db::kFilm].contains(to)) return;
  if (world_.database.Locked(Db::kFilm, film) || world_.database.Locked(Db::kFilm, to)) return;
  Values row = found->second;
  const Values before = row;
  row[0] = to;
  rows_[Db::kFilm].erase(film);
  rows_[Db::kFilm][to] = row;
  changes_.push_back({Db::kFilm, before, row});
  const Rows credits = rows_[Db::kCredit];
  for (const auto& [key, credit] : credits) {
    if (credit[1] != film) continue;
    Values moved = credit;
    moved[1] = to;
    Put(Db::kCredit, moved);
  }
}

void SimulatedWorkload::Truncate(std::size_t table) {
  if (world_.database.TableBusy(table)) return;
  changes_.push_back({table, std::nullopt, std::nullopt});
  rows_[table].clear();
}

// Inserts or updates; a row that another transaction holds stays as it is.
void SimulatedWorkload::Put(std::size_t table, Values row) {
  const std::string key = *row.front();
  if (world_.database.Locked(table, key)) return;
  std::optional<Values> before;
  if (const auto found = rows_[table].find(key); found != rows_[table].end()) before = found->second;
  rows_[table][key] = row;
  changes_.push_back({table, std::move(before), std::move(row)});
}

void SimulatedWorkload::Delete(std::size_t table, const std::string& key) {
  const auto found = rows_[table].find(key);
  if (found == rows_[table].end() || world_.database.Locked(table, key)) return;
  changes_.push_back({table, found->second, std::nullopt});
  rows_[table].erase(found);
}

std::string SimulatedWorkload::Key(std::size_t table) {
  switch (table) {
    case Db::kFilm: return "f" + std::to_string(Roll(kFilms));
    case Db::kPerson: return "p" + std::to_string(Roll(kPeople));
    default: return "c" + std::to_string(Roll(kCredits));
  }
}

std::string SimulatedWorkload::Text() {
  std::string text = "t" + std::to_string(texts_++);
  const auto kind = static_cast<int>(Roll(200));
  if (kind < mix_.poison) text += SimulatedIndex::kPoison;
  if (kind >= 200 - mix_.poison) text += SimulatedWorld::kFailing;
  return text;
}

}  // namespace cdc::test
