// One model for what people read as a table and programs as JSON (libsmartcols).
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cdc/cli/command.h"

struct libscols_table;

namespace cdc::cli {

struct Column {
  enum class Type : std::uint8_t { kText, kNumber, kBoolean };
  std::string name;  // upper case for people, lower case in JSON
  Type type = Type::kText;
  bool right = false;
  bool wrap = false;  // may be broken into lines where the terminal is narrow
};

class Table {
 public:
  // `name`: what the array is called in JSON.
  Table(const std::string& name, std::vector<Column> columns);

  // One cell for each column; nullopt: nothing, null.
  void Add(const std::vector<std::optional<std::string>>& cells);
  // As JSON with --json; control characters are made harmless.
  void Print(const Invocation& invocation) const;
  bool empty() const { return rows_ == 0; }

 private:
  struct Release {
    void operator()(libscols_table* table) const;
  };
  std::vector<Column> columns_;
  std::unique_ptr<libscols_table, Release> table_;
  std::size_t rows_ = 0;
};

}  // namespace cdc::cli
