// Text forms PostgreSQL reads and writes: array literals, quoted names, SQLSTATEs.
#include <string>

#include "cdc/pg/connection.h"

namespace cdc::pg {
namespace {

void AppendElement(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string ArrayLiteral(std::span<const Parameter> values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    if (value) {
      AppendElement(out, *value);
    } else {
      out += "NULL";
    }
  }
  return out += '}';
}

std::string ArrayLiteral(std::span<const std::string> values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    AppendElement(out, value);
  }
  return out += '}';
}

std::vector<Parameter> ParseArray(std::string_view text) {
  const auto bad = [] { return Error(Kind::kCorrupt, "an array in text form cannot be read"); };
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') throw bad();
  std::vector<Parameter> out;
  std::size_t at = 1;
  const std::size_t end = text.size() - 1;
  if (at == end) return out;
  while (at < end) {
    std::string value;
    bool quoted = false;
    if (text[at] == '"') {
      quoted = true;
      for (++at; at < end && text[at] != '"'; ++at) {
        if (text[at] == '\\' && ++at >= end) throw bad();
        value += text[at];
      }
      if (at++ >= end) throw bad();
    } else {
      for (; at < end && text[at] != ','; ++at) {
        if (text[at] == '{' || text[at] == '}' || text[at] == '"') throw bad();
        if (text[at] == '\\' && ++at >= end) throw bad();
        value += text[at];
      }
      if (value.empty()) throw bad();
    }
    if (!quoted && value == "NULL") {
      out.emplace_back(std::nullopt);
    } else {
      out.emplace_back(std::move(value));
    }
    if (at == end) break;
    if (text[at] != ',' || ++at == end) throw bad();
  }
  return out;
}

std::string QuoteName(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

Kind KindOf(std::string_view sqlstate) noexcept {
  const auto starts = [&](std::string_view prefix) { return sqlstate.substr(0, prefix.size()) == prefix; };
  if (sqlstate.empty() || starts("08")) return Kind::kUnavailable;
  if (sqlstate == "42501" || starts("28") || sqlstate == "0LP01") return Kind::kRights;
  if (sqlstate == "55006") return Kind::kSlotBusy;
  if (sqlstate == "57014") return Kind::kTimeout;
  if (starts("57P") || starts("53") || starts("40") || sqlstate == "55P03" || sqlstate == "25006" || starts("72")) {
    return Kind::kUnavailable;
  }
  // The server ended a transaction that its client had forgotten: the process was stopped, or its network.
  if (sqlstate == "25P03" || sqlstate == "25P04") return Kind::kUnavailable;
  // A prepared statement that is gone, or there already: a pooler hands one session to several clients.
  if (sqlstate == "26000" || sqlstate == "42P05") return Kind::kConfig;
  if (starts("58")) return Kind::kUnavailable;  // errors of the operating system under PostgreSQL
  if (starts("3D") || starts("55") || starts("F0")) return Kind::kConfig;
  if (starts("21") || starts("22") || starts("P0") || starts("54") || starts("2F") || starts("38") || starts("39")) {
    return Kind::kRow;
  }
  if (starts("42") || starts("3F") || starts("0A") || starts("44")) return Kind::kBadDocument;
  // "cache lookup failed", "tuple concurrently updated": what a statement meets beside DDL.
  if (starts("XX")) return Kind::kUnavailable;
  return Kind::kInternal;
}

}  // namespace cdc::pg
