// Rows as they leave and enter: objects with the members of a record, lists as [{"id", "name"}]. In a CSV file an
// element of a list is "Name [id]"; on the way in the id alone or a name that is no one else's will do.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "admin/server/catalogue/entity.h"

namespace admin::catalogue {

struct Fault {
  std::size_t row = 0;  // from 1, the head of a CSV file not counted
  std::string field;
  std::string message;
};

// The first thousand faults of a file in full, and how many rows have any.
class Faults {
 public:
  // What is no field's name but a long text of the file is cut.
  void Add(std::size_t row, std::string field, std::string message);
  bool empty() const { return rows_.empty(); }
  std::size_t rows() const { return rows_.size(); }
  const std::vector<Fault>& first() const { return first_; }

 private:
  std::vector<Fault> first_;
  std::set<std::size_t> rows_;
};

// Rows that a file may have, and elements of a list in a row.
inline constexpr std::size_t kMostRows = 20'000;
inline constexpr std::size_t kMostElements = 1000;

// The columns of the entity's files.
std::vector<std::string> Columns(const Entity& entity);
std::string HeadLine(const Entity& entity);
std::string LineOf(const Entity& entity, const Json& record);

// The rows of a file from its first to its last, as objects.
class FileRows {
 public:
  virtual ~FileRows() = default;
  // The next ones, at most `most`; none at the end. What cannot be read goes to `faults`. Throws Refusal(422) where the
  // file cannot be read any further.
  virtual std::vector<Json> Next(std::size_t most, Faults& faults) = 0;
};

// One object for each line, with the columns that the file has; empty cells are null. `text` must live as long as what
// is returned. Throws Refusal(422) where the file as a whole cannot be read, also where it is not UTF-8.
std::unique_ptr<FileRows> CsvRows(const Entity& entity, std::string_view text, Language language);
// The elements of an array that lives as long as what is returned.
std::unique_ptr<FileRows> JsonRows(const Json& array);

}  // namespace admin::catalogue
