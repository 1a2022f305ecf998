#include "cdc/pg/sql_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace cdc::pg {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsWord(char c) {
  return IsDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

enum class Part : std::uint8_t { kBlank, kLiteral, kParameter, kWord, kSymbol };

// Cuts the text into parts, as scan.l of PostgreSQL does with standard_conforming_strings on.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool Next() {
    begin_ = end_;
    if (begin_ >= text_.size()) return false;
    const char c = text_[begin_];
    if (IsSpace(c)) {
      part_ = Part::kBlank;
      while (end_ < text_.size() && IsSpace(text_[end_])) ++end_;
    } else if (Starts("--")) {
      part_ = Part::kBlank;
      end_ = std::min(text_.find('\n', begin_), text_.size());
    } else if (Starts("/*")) {
      part_ = Part::kBlank;
      SkipComment();
    } else if (c == '\'' || c == '"') {
      part_ = Part::kLiteral;
      SkipQuoted(begin_, false);
    } else if ((c == 'e' || c == 'E') && At(begin_ + 1) == '\'') {
      part_ = Part::kLiteral;
      SkipQuoted(begin_ + 1, true);
    } else if (c == '$') {
      SkipDollar();
    } else if (IsWord(c)) {
      part_ = Part::kWord;
      while (end_ < text_.size() && (IsWord(text_[end_]) || text_[end_] == '$')) ++end_;
    } else {
      part_ = Part::kSymbol;
      ++end_;
    }
    return true;
  }

  Part part() const { return part_; }
  std::string_view text() const { return text_.substr(begin_, end_ - begin_); }
  std::size_t end() const { return end_; }

 private:
  char At(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  bool Starts(std::string_view prefix) const { return text_.substr(begin_, prefix.size()) == prefix; }

  void SkipComment() {  // comments nest
    int depth = 0;
    for (end_ = begin_; end_ < text_.size();) {
      const auto two = text_.substr(end_, 2);
      if (two == "/*" || two == "*/") {
        depth += two == "/*" ? 1 : -1;
        end_ += 2;
        if (depth == 0) return;
      } else {
        ++end_;
      }
    }
  }

  void SkipQuoted(std::size_t quote, bool backslash) {
    for (end_ = quote + 1; end_ < text_.size(); ++end_) {
      if (backslash && text_[end_] == '\\') {
        ++end_;
      } else if (text_[end_] == text_[quote]) {
        if (At(end_ + 1) != text_[quote]) break;
        ++end_;
      }
    }
    end_ = std::min(end_ + 1, text_.size());
  }

  void SkipDollar() {
    end_ = begin_ + 1;
    if (IsDigit(At(end_))) {
      part_ = Part::kParameter;
      while (IsDigit(At(end_))) ++end_;
      return;
    }
    while (IsWord(At(end_))) ++end_;
    if (At(end_) != '$') {
      part_ = Part::kSymbol;
      return;
    }
    ++end_;
    part_ = Part::kLiteral;
    const auto tag = text_.substr(begin_, end_ - begin_);
    const auto closing = text_.find(tag, end_);
    end_ = closing == std::string_view::npos ? text_.size() : closing + tag.size();
  }

  std::string_view text_;
  std::size_t begin_ = 0, end_ = 0;
  Part part_ = Part::kBlank;
};

}  // namespace

std::string TrimStatement(std::string_view sql) {
  std::size_t end = 0;
  for (Scanner scanner(sql); scanner.Next();) {
    if (scanner.part() != Part::kBlank && scanner.text() != ";") end = scanner.end();
  }
  return std::string(sql.substr(0, end));
}

std::string NormaliseStatement(std::string_view sql) {
  std::string out;
  bool blank = false;
  for (Scanner scanner(sql); scanner.Next();) {
    if (scanner.part() == Part::kBlank) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += scanner.text();
  }
  return out;
}

std::string ReplaceParameters(std::string_view sql, const std::function<std::string(std::size_t)>& replace) {
  std::string out;
  for (Scanner scanner(sql); scanner.Next();) {
    const auto text = scanner.text();
    std::size_t number = 0;
    if (scanner.part() == Part::kParameter &&
        std::from_chars(text.data() + 1, text.data() + text.size(), number).ec == std::errc()) {
      out += replace(number);
    } else {
      out += text;
    }
  }
  return out;
}

std::string DescribePosition(std::string_view sql, std::size_t character) {
  std::size_t line = 1, column = 1;
  for (const char c : sql) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;  // within a character of UTF-8
    if (--character == 0) break;
    ++column;
    if (c == '\n') {
      ++line;
      column = 1;
    }
  }
  return "line " + std::to_string(line) + ", character " + std::to_string(column);
}

std::vector<std::string> StringLiterals(std::string_view sql) {
  std::vector<std::string> literals;
  for (Scanner scanner(sql); scanner.Next();) {
    const auto text = scanner.text();
    if (scanner.part() == Part::kLiteral && !text.starts_with('"')) literals.emplace_back(text);
  }
  return literals;
}

namespace {

// Without its quotes, whatever they are; the closing one may be missing.
std::string Unquoted(std::string_view literal) {
  if (literal.front() == '$') {
    const auto tag = literal.find('$', 1) + 1;
    const bool closed = literal.size() >= 2 * tag && literal.ends_with(literal.substr(0, tag));
    return std::string(literal.substr(tag, literal.size() - (closed ? 2 : 1) * tag));
  }
  const auto open = literal.find_first_of("'\"");
  std::string text;
  for (auto at = open + 1; at < literal.size(); ++at) {
    if (literal[at] == literal[open] && ++at == literal.size()) break;  // it ends; else it was doubled
    text += literal[at];
  }
  return text;
}

}  // namespace

std::set<TableName> NamesIn(std::string_view sql) {
  std::set<TableName> names;
  std::string before;  // the last name, and what stands between it and the next
  bool dotted = false, qualified = false;
  const auto end_chain = [&] {
    if (!before.empty() && !qualified) names.insert({"", before});
    before.clear();
    dotted = qualified = false;
  };
  for (Scanner scanner(sql); scanner.Next();) {
    const auto text = scanner.text();
    const bool quoted = scanner.part() == Part::kLiteral && text.starts_with('"');
    if (scanner.part() == Part::kBlank) continue;
    if (quoted || scanner.part() == Part::kWord) {
      std::string name = quoted ? Unquoted(text) : std::string(text);
      if (!quoted) std::ranges::transform(name, name.begin(), Lower);
      const bool joined = dotted && !before.empty();
      if (joined) names.insert({before, name});
      if (!joined) end_chain();
      qualified = joined;
      before = std::move(name);
      dotted = false;
    } else if (text == ".") {
      dotted = true;
    } else {
      end_chain();
      if (scanner.part() == Part::kLiteral) names.merge(NamesIn(Unquoted(text)));
    }
  }
  end_chain();
  return names;
}

bool Contains(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return Lower(a) == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

bool HasWord(std::string_view text, std::initializer_list<std::string_view> words) {
  std::string word;
  const auto matches = [&] { return std::ranges::find(words, std::string_view(word)) != words.end(); };
  for (const char c : text) {
    if (IsWord(c)) {
      word += Lower(c);
    } else {
      if (matches()) return true;
      word.clear();
    }
  }
  return matches();
}

}  // namespace cdc::pg
