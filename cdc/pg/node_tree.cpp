#include "cdc/pg/node_tree.h"

#include <charconv>

#include "cdc/base/error.h"

namespace cdc::pg {
namespace {

// The depth of a sane query is some dozens; a chain of operators adds one each.
constexpr int kMaxDepth = 5000;

Error Corrupt(const std::string& what) { return Error(Kind::kCorrupt, "a stored parse tree cannot be read: " + what); }

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t'; }
bool IsBracket(char c) { return c == '(' || c == ')' || c == '{' || c == '}'; }

}  // namespace

const Node& Node::operator[](std::string_view field) const {
  static const Node kNone;
  for (const auto& [name, value] : fields_) {
    if (name == field) return value;
  }
  return kNone;
}

std::int64_t Node::Number(std::string_view field) const {
  const Node& value = (*this)[field];
  if (!value) return 0;
  std::int64_t number = 0;
  const char* end = value.text_.data() + value.text_.size();
  const auto [at, error] = std::from_chars(value.text_.data(), end, number);
  if (error != std::errc() || at != end) throw Corrupt("field " + std::string(field) + " is no number");
  return number;
}

class NodeReader {
 public:
  explicit NodeReader(std::string_view text) : text_(text) {}

  Node ReadAll() {
    Node root = ReadValue(0);
    if (Peek() != '\0') throw Corrupt("more text than one tree");
    return root;
  }

 private:
  // The next character that means something, '\0' at the end.
  char Peek() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  struct Token {
    std::string text;
    bool plain = true;  // no escapes: only such a token can be a keyword like <>
  };

  Token ReadToken() {
    Token token;
    for (Peek(); at_ < text_.size() && !IsSpace(text_[at_]) && !IsBracket(text_[at_]); ++at_) {
      if (text_[at_] == '\\') {
        token.plain = false;
        if (++at_ == text_.size()) throw Corrupt("it ends in an escape");
      }
      token.text += text_[at_];
    }
    if (token.text.empty() && token.plain) throw Corrupt("a value is missing");
    return token;
  }

  Node ReadValue(int depth) {
    if (depth > kMaxDepth) throw Corrupt("it is nested too deeply");
    switch (Peek()) {
      case '{': return ReadNode(depth);
      case '(': return ReadList(depth);
      default: return ReadPlain();
    }
  }

  Node ReadPlain() {
    const bool quoted = Peek() == '"';  // a quote within a string is escaped
    Token token = ReadToken();
    Node node;
    if (token.plain && token.text == "<>") return node;
    node.kind_ = Node::Kind::kValue;
    if (quoted && token.text.size() >= 2 && token.text.back() == '"') {
      token.text = token.text.substr(1, token.text.size() - 2);
    }
    node.text_ = std::move(token.text);
    return node;
  }

  Node ReadList(int depth) {
    ++at_;
    Node list;
    list.kind_ = Node::Kind::kList;
    bool first = true;
    for (char next = Peek(); next != ')'; next = Peek(), first = false) {
      if (next == '\0') throw Corrupt("a list does not end");
      Node item = ReadValue(depth + 1);
      const bool letter = first && next != '"' && item.kind_ == Node::Kind::kValue &&
                          (item.text_ == "i" || item.text_ == "o" || item.text_ == "b" || item.text_ == "x");
      if (!letter) list.items_.push_back(std::move(item));
    }
    ++at_;
    return list;
  }

  Node ReadNode(int depth) {
    ++at_;
    Node node;
    node.kind_ = Node::Kind::kNode;
    node.text_ = ReadToken().text;
    for (char next = Peek(); next != '}'; next = Peek()) {
      if (next != ':') throw Corrupt("a field of " + node.text_ + " has no name");
      ++at_;
      std::string name = ReadToken().text;
      // Exactly one value belongs to a name, so that a string that begins with a colon is not taken for a name. The
      // bytes of a constant stand behind their count.
      Node value = ReadValue(depth + 1);
      if (Peek() == '[') value.text_ = ReadBytes();
      node.fields_.emplace_back(std::move(name), std::move(value));
    }
    ++at_;
    return node;
  }

  std::string ReadBytes() {
    std::string bytes;
    ReadToken();
    for (std::string token = ReadToken().text; token != "]"; token = ReadToken().text) {
      int byte = 0;
      if (std::from_chars(token.data(), token.data() + token.size(), byte).ec != std::errc()) {
        throw Corrupt("a byte is no number");
      }
      bytes += static_cast<char>(byte);
    }
    return bytes;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Node ParseNodeTree(std::string_view text) { return NodeReader(text).ReadAll(); }

}  // namespace cdc::pg
