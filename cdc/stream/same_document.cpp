#include "cdc/stream/same_document.h"

#include <vector>

#include <nlohmann/json.hpp>

namespace cdc::stream {
namespace {

using Json = nlohmann::json;  // its objects are ordered by key

// Builds the value as the parser does, but for numbers with a fraction, an exponent or too many digits: those keep
// their text, as bytes, which JSON has no other use for.
class Exact final : public Json::json_sax_t {
 public:
  bool null() override { return Put(nullptr); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(Json::number_integer_t value) override { return Put(value); }
  bool number_unsigned(Json::number_unsigned_t value) override { return Put(value); }
  bool number_float(Json::number_float_t, const std::string& text) override {
    return Put(Json::binary({text.begin(), text.end()}));
  }
  bool string(std::string& value) override { return Put(std::move(value)); }
  bool binary(Json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool key(std::string& name) override {
    names_.push_back(std::move(name));
    return true;
  }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

  Json Take() { return std::move(root_); }

 private:
  bool Put(Json value) {
    Place(std::move(value));
    return true;
  }
  bool Open(Json value) {
    open_.push_back(&Place(std::move(value)));
    return true;
  }
  bool Close() {
    open_.pop_back();
    return true;
  }
  // The values that are open stay where they are: only the innermost one grows.
  Json& Place(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return parent.back();
    }
    Json& member = parent[names_.back()];
    names_.pop_back();
    return member = std::move(value);
  }

  Json root_;
  std::vector<Json*> open_;
  std::vector<std::string> names_;
};

}  // namespace

std::string Canonical(std::string_view json) {
  Exact exact;
  if (!Json::sax_parse(json, &exact)) return std::string(json);
  return exact.Take().dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool SameDocument(std::string_view one, std::string_view other) {
  return one == other || Canonical(one) == Canonical(other);
}

}  // namespace cdc::stream
