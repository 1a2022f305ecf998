#include "cdc/cli/table.h"

#include <libsmartcols.h>

#include <cstdlib>
#include <ostream>

#include "cdc/base/error.h"

namespace cdc::cli {
namespace {

void Check(int result) {
  if (result != 0) throw Error(Kind::kInternal, "cannot build a table", "Please report it.");
}

int JsonType(Column::Type type) {
  switch (type) {
    case Column::Type::kNumber: return SCOLS_JSON_NUMBER;
    case Column::Type::kBoolean: return SCOLS_JSON_BOOLEAN;
    case Column::Type::kText: return SCOLS_JSON_STRING;
  }
  return SCOLS_JSON_STRING;
}

}  // namespace

void Table::Release::operator()(libscols_table* table) const { scols_unref_table(table); }

Table::Table(const std::string& name, std::vector<Column> columns)
    : columns_(std::move(columns)), table_(scols_new_table()) {
  if (!table_) throw Error(Kind::kInternal, "cannot build a table", "Please report it.");
  Check(scols_table_set_name(table_.get(), name.c_str()));
  for (const auto& column : columns_) {
    int flags = (column.right ? SCOLS_FL_RIGHT : 0) | (column.wrap ? SCOLS_FL_WRAP : 0);
    auto* made = scols_table_new_column(table_.get(), column.name.c_str(), 0, flags);
    if (made == nullptr) throw Error(Kind::kInternal, "cannot build a table", "Please report it.");
    Check(scols_column_set_json_type(made, JsonType(column.type)));
  }
}

void Table::Add(const std::vector<std::optional<std::string>>& cells) {
  auto* line = scols_table_new_line(table_.get(), nullptr);
  if (line == nullptr) throw Error(Kind::kInternal, "cannot build a table", "Please report it.");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i]) Check(scols_line_set_data(line, i, cells[i]->c_str()));
  }
  ++rows_;
}

void Table::Print(const Invocation& invocation) const {
  auto& out = invocation.terminal().out;
  Check(scols_table_enable_json(table_.get(), invocation.json() ? 1 : 0));
  Check(scols_table_enable_colors(table_.get(), invocation.color() ? 1 : 0));
  if (invocation.terminal().out_is_terminal) {
    Check(scols_table_set_termwidth(table_.get(), invocation.terminal().columns));
    Check(scols_table_set_termforce(table_.get(), SCOLS_TERMFORCE_ALWAYS));
  } else {
    Check(scols_table_set_termforce(table_.get(), SCOLS_TERMFORCE_NEVER));
  }
  char* text = nullptr;
  Check(scols_print_table_to_string(table_.get(), &text));
  std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  if (text != nullptr) out << text;
  if (!invocation.json()) out << (rows_ > 0 ? "\n" : "");
}

}  // namespace cdc::cli
