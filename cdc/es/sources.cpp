#include "cdc/es/sources.h"

#include <simdjson.h>

#include "cdc/base/error.h"

namespace cdc::es {
namespace {

namespace od = simdjson::ondemand;

[[noreturn]] void Garbled(const std::string& what) {
  throw Error(Kind::kUnavailable, what + ": the reply is not one to the request");
}

std::optional<std::string> ReadSource(const std::string& what, od::object document, const std::string& id) {
  std::string found_id;
  bool found = false;
  std::optional<std::string> source;
  for (auto field : document) {
    const std::string_view name = field.unescaped_key();
    if (name == "_id") {
      found_id = std::string_view(field.value().get_string());
    } else if (name == "found") {
      found = field.value().get_bool();
    } else if (name == "_source") {
      od::object body = field.value().get_object();
      source = std::string(std::string_view(body.raw_json()));
    } else if (name == "error") {
      od::object error = field.value().get_object();
      const std::string_view type = error["type"].get_string();
      if (type == "index_not_found_exception") throw Error(Kind::kIndex, what + ": there is no such index");
      throw Error(Kind::kUnavailable, what + ": a shard did not answer");
    }
  }
  if (found_id != id) Garbled(what);
  if (!found) return std::nullopt;
  if (!source) {
    throw Error(Kind::kBadDocument, what + ": the index does not keep the _source of its documents",
                "Leave `_source` enabled in the definition of the index.");
  }
  return source;
}

}  // namespace

std::vector<std::optional<std::string>> ReadSources(const std::string& what, const std::string& reply,
                                                    std::span<const std::string> ids) {
  std::vector<std::optional<std::string>> sources;
  try {
    const simdjson::padded_string padded(reply);
    od::parser parser;
    od::document answer = parser.iterate(padded);
    for (od::object document : answer["docs"].get_array()) {
      if (sources.size() == ids.size()) Garbled(what);
      sources.push_back(ReadSource(what, document, ids[sources.size()]));
    }
  } catch (const simdjson::simdjson_error&) {
    Garbled(what);
  }
  if (sources.size() != ids.size()) Garbled(what);
  return sources;
}

}  // namespace cdc::es
