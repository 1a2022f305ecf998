#include "cdc/pg/wal2json.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <set>

#include "cdc/base/error.h"

namespace cdc::pg {
namespace {

namespace od = simdjson::ondemand;

Error Corrupt(const char* what) {
  return Error(Kind::kCorrupt, std::string("a wal2json message cannot be read: ") + what);
}

// A schema's name as add-tables wants it: what separates or escapes there is escaped.
std::string EscapeName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '\\' || c == ',' || c == '.' || c == ' ' || c == '*' || c == '\'') out += '\\';
    out += c;
  }
  return out;
}

Lsn ReadLsn(std::string_view text) {
  const auto lsn = Lsn::Parse(text);
  if (!lsn) throw Corrupt("an LSN is none");
  return *lsn;
}

// The digits at the front, which are taken away; nullopt where there are none.
std::optional<int> TakeNumber(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// Numbers with what stands before each of them: "2026-11-21", "18:50:00". Nullopt where one is missing.
std::optional<std::array<int, 3>> TakeThree(std::string_view& text, char between) {
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && !text.starts_with(between)) return std::nullopt;
    if (i > 0) text.remove_prefix(1);
    const auto number = TakeNumber(text);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  return numbers;
}

// "+00", "-03:30" behind a time: seconds.
std::optional<int> TakeOffset(std::string_view& text) {
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  int seconds = 0;
  for (int unit = 3600; unit > 0 && !text.empty(); unit /= 60) {
    text.remove_prefix(1);
    const auto number = TakeNumber(text);
    if (!number) return std::nullopt;
    seconds += *number * unit;
  }
  return sign * seconds;
}

// "2026-11-21 18:50:00.123456+00", as the server writes it, in Unix microseconds. Nullopt for what is none: it is for
// the metrics only.
std::optional<std::int64_t> ParseTimestamp(std::string_view text) {
  const auto date = TakeThree(text, '-');
  if (!date || !text.starts_with(' ')) return std::nullopt;
  text.remove_prefix(1);
  const auto time = TakeThree(text, ':');
  if (!time) return std::nullopt;
  std::int64_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    for (std::size_t i = 0; i < 6; ++i) fraction = fraction * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  const auto offset = TakeOffset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year((*date)[0]),
                                        std::chrono::month(static_cast<unsigned>((*date)[1])),
                                        std::chrono::day(static_cast<unsigned>((*date)[2]))};
  if (!day.ok()) return std::nullopt;
  const std::chrono::microseconds moment = std::chrono::sys_days(day).time_since_epoch() +
                                           std::chrono::hours((*time)[0]) + std::chrono::minutes((*time)[1]) +
                                           std::chrono::seconds((*time)[2] - *offset) +
                                           std::chrono::microseconds(fraction);
  return moment.count();
}

// A bare number, true or false as PostgreSQL's output functions would write it.
std::string Token(std::string_view raw) {
  while (!raw.empty() && (raw.back() == ' ' || raw.back() == '\n' || raw.back() == '\t' || raw.back() == '\r')) {
    raw.remove_suffix(1);
  }
  return std::string(raw);
}

Cell ReadCell(od::value value) {
  switch (value.type()) {
    case od::json_type::null: return {Cell::State::kNull, {}};
    case od::json_type::string: return {Cell::State::kText, std::string(std::string_view(value.get_string()))};
    case od::json_type::number:
    case od::json_type::boolean: return {Cell::State::kText, Token(value.raw_json_token())};
    case od::json_type::array:
    case od::json_type::object: break;
  }
  throw Corrupt("a column's value is neither text nor number");
}

Row ReadRow(od::array columns, const Interest::Table& table) {
  Row row(table.columns.size());
  for (od::object column : columns) {
    std::optional<std::size_t> position;
    std::optional<Cell> cell;
    for (auto field : column) {
      const std::string_view key = field.unescaped_key();
      if (key == "name") {
        const std::string_view name = field.value().get_string();
        const auto at = std::find(table.columns.begin(), table.columns.end(), name);
        if (at == table.columns.end()) break;  // of no interest: its value is not read
        position = static_cast<std::size_t>(at - table.columns.begin());
      } else if (key == "value") {
        cell = ReadCell(field.value());
      }
    }
    if (position && !cell) throw Corrupt("a column has no value");
    if (position) row[*position] = std::move(*cell);
  }
  return row;
}

}  // namespace

struct Wal2Json::Parser {
  od::parser json;
  std::string padded;

  Message Transaction(od::object& object, char action) {
    Begin begin;
    std::optional<Lsn> lsn, next;
    for (auto field : object) {
      const std::string_view key = field.unescaped_key();
      if (key == "lsn") {
        lsn = ReadLsn(field.value().get_string());
      } else if (key == "nextlsn") {
        next = ReadLsn(field.value().get_string());
      } else if (key == "timestamp" && action == 'B') {
        begin.committed = ParseTimestamp(field.value().get_string());
      } else if (key == "xid") {
        begin.xid = static_cast<Xid>(std::uint64_t(field.value().get_uint64()));
      }
    }
    if (!lsn || !next) throw Corrupt("a transaction has no LSN");
    if (action == 'C') return Commit{*next};
    begin.commit = *lsn;
    return begin;
  }

  // schema and table stand before columns and identity in every message.
  std::optional<Message> Data(od::object& object, char action, const Interest& interest) {
    std::string schema, table;
    Change change;
    change.op = action == 'I' ? Op::kInsert : action == 'U' ? Op::kUpdate : Op::kDelete;
    const Interest::Table* wanted = nullptr;
    for (auto field : object) {
      const std::string_view key = field.unescaped_key();
      if (key == "schema") {
        schema = std::string_view(field.value().get_string());
      } else if (key == "table") {
        table = std::string_view(field.value().get_string());
        if (action == 'T') continue;
        const auto found = interest.Find(schema, table);
        if (!found) return std::nullopt;
        change.table = *found;
        wanted = &interest.tables()[*found];
      } else if (key == "columns" || key == "identity") {
        if (wanted == nullptr) throw Corrupt("a row comes before its table");
        (key == "columns" ? change.after : change.before) = ReadRow(field.value().get_array(), *wanted);
      }
    }
    if (table.empty()) throw Corrupt("a change names no table");
    if (action == 'T') return Truncate{{schema, table}};
    if (change.op != Op::kInsert && change.before.empty()) change.before.resize(wanted->columns.size());
    if (change.op != Op::kDelete && change.after.empty()) throw Corrupt("a change has no row");
    return change;
  }
};

Wal2Json::Wal2Json() : parser_(std::make_unique<Parser>()) {}
Wal2Json::~Wal2Json() = default;

std::vector<std::pair<std::string, std::string>> Wal2Json::Options(const Interest& interest) const {
  // It knows only exact names or a whole schema: ask for schemas, so that a new partition's rows are not lost before it
  // is known.
  std::set<std::string> schemas;
  for (const auto& table : interest.tables()) schemas.insert(table.name.schema);
  // The timestamp stands in every row's message too, not only at the begin: that is a twelfth of what the plugin costs.
  std::string tables;
  for (const auto& schema : schemas) tables += (tables.empty() ? "" : ",") + EscapeName(schema) + ".*";
  return {{"format-version", "2"}, {"include-types", "0"},          {"include-lsn", "1"},      {"include-xids", "1"},
          {"add-tables", tables},  {"add-msg-prefixes", "walcast"}, {"include-timestamp", "1"}};
}

std::optional<Message> Wal2Json::Decode(std::string_view bytes, const Interest& interest) {
  parser_->padded.assign(bytes);
  parser_->padded.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  try {
    const simdjson::padded_string_view view(parser_->padded.data(), bytes.size(), parser_->padded.capacity());
    od::document document = parser_->json.iterate(view);
    od::object object = document.get_object();
    const std::string_view word = object.find_field("action").get_string();
    const char action = word.size() == 1 ? word.front() : '?';
    object.reset();
    switch (action) {
      case 'B':
      case 'C': return parser_->Transaction(object, action);
      case 'I':
      case 'U':
      case 'D':
      case 'T': return parser_->Data(object, action, interest);
      case 'M': return std::nullopt;
      default: throw Corrupt("its action is not known");
    }
  } catch (const simdjson::simdjson_error& error) {
    throw Corrupt(error.what());
  }
}

}  // namespace cdc::pg
