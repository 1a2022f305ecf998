// What one look at rows of a file finds, and one transaction does with them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/records.h"
#include "admin/server/catalogue/transfer.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

// How many rows were taken, and what became of those that are not at fault.
struct Tally {
  std::size_t rows = 0, created = 0, updated = 0, unchanged = 0;
  Tally& operator+=(const Tally& more);
};

class ImportWork {
 public:
  struct Options {
    bool dry = false;       // only look
    std::size_t above = 0;  // rows of the file above the first that is taken
    // Rows without an id get one that is made of this and of their number, so that who imports the file again does not
    // make them again; "": a new one.
    std::string seed{};
  };

  // On the thread of `call`, which must live as long as this.
  ImportWork(const http::Call& call, const Entity& entity, Options options);

  // Takes the rows that follow those that were taken, and puts ids in place of names in them. Unless it only looks:
  // saves them, as long as none was at fault. REQUIRES then: within a transaction of call.worker->edits.
  void Take(std::span<Json> rows);

  Faults& faults() { return faults_; }
  const Tally& tally() const { return tally_; }
  std::vector<store::Change>& changes() { return changes_; }  // of what was saved
  Json Report() const;                                        // ImportReport

 private:
  struct Row;

  void Page(std::span<Json> rows);
  Row RowOf(const Json& given);
  Json Merged(const Row& row, const Json& whole);
  std::optional<Json> WantedOf(const Row& row, const Record* before);
  void Keep(const Json& wanted, const std::vector<std::string>& saved, const std::map<std::string, Record>& known);
  void Refuse(std::size_t number, const std::string& field, const char* english, const char* russian);

  const http::Call& call_;
  const Entity& entity_;
  const Options options_;
  std::set<std::string> seen_;
  std::set<Json> names_;
  Faults faults_;
  std::vector<store::Change> changes_;
  Tally tally_;
};

// A file of which nothing is applied, for what `work` has found.
http::Refusal Faulty(const http::Call& call, ImportWork& work);
// The faults as errors of the fields "ROW/FIELD".
std::vector<http::FieldError> ErrorsOf(const Faults& faults);

// Puts ids in place of names in the lists of rows, and the id of a genre that is there already by its name; what names
// nothing, or more than one, goes to `faults`, as does a name of a genre that another id has. `above`: rows of the file
// above these.
void ResolveNames(const http::Call& call, const Entity& entity, std::span<Json> rows, std::size_t above,
                  Faults& faults);

}  // namespace admin::catalogue
