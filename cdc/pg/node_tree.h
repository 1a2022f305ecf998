// PostgreSQL's stored parse trees: the text of a pg_node_tree as a tree. The grammar is nodeToString's; the meaning of
// the fields is not known here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cdc::pg {

// A node, a list or a plain value. Immutable once parsed; references into it live as long as the root.
class Node {
 public:
  enum class Kind : std::uint8_t { kNull, kValue, kList, kNode };

  Kind kind() const { return kind_; }
  // A value, without escapes and quotes; the bytes of a constant's "constvalue"; or the type of a node, e.g. "VAR".
  const std::string& text() const { return text_; }
  // Elements of a list, without the letter that tells what they are ("i", "o", "b"); empty for everything else.
  const std::vector<Node>& items() const { return items_; }
  const std::vector<std::pair<std::string, Node>>& fields() const { return fields_; }

  explicit operator bool() const { return kind_ != Kind::kNull; }
  bool Is(std::string_view type) const { return kind_ == Kind::kNode && text_ == type; }
  // A null node where there is no such field: the fields differ between versions of the server.
  const Node& operator[](std::string_view field) const;
  // The value of a field as a number, 0 where it is missing; throws kCorrupt for another text.
  std::int64_t Number(std::string_view field) const;
  bool True(std::string_view field) const { return (*this)[field].text() == "true"; }

 private:
  friend class NodeReader;
  Kind kind_ = Kind::kNull;
  std::string text_;
  std::vector<Node> items_;
  std::vector<std::pair<std::string, Node>> fields_;
};

// Throws kCorrupt.
Node ParseNodeTree(std::string_view text);

}  // namespace cdc::pg
