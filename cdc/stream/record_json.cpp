#include "cdc/stream/record_json.h"

#include <nlohmann/json.hpp>

#include "cdc/base/error.h"

namespace cdc::stream {
namespace {

using Json = nlohmann::json;

constexpr const char* kCorruptHint =
    "Put back a copy of the checkpoint store, or remove the record: the indices are then rebuilt.";

[[noreturn]] void Corrupt(const std::string& what) {
  throw Error(Kind::kCorrupt, "the stored record means nothing: " + what, kCorruptHint);
}

Json Parse(std::string_view text, const char* what) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) Corrupt(std::string(what) + " is no complete JSON object");
  return json;
}

// nlohmann's own messages quote the value: they are replaced by the member's name.
template <typename T>
T Get(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) Corrupt(std::string("'") + name + "' is missing");
  bool fits = false;
  if constexpr (std::is_same_v<T, std::string>) {
    fits = found->is_string();
  } else if constexpr (std::is_same_v<T, bool>) {
    fits = found->is_boolean();
  } else if constexpr (std::is_unsigned_v<T>) {
    fits = found->is_number_unsigned() && found->template get<std::uint64_t>() <= std::numeric_limits<T>::max();
  } else {
    fits = found->is_number_integer();
  }
  if (!fits) Corrupt(std::string("'") + name + "' has the wrong type");
  return found->template get<T>();
}

Lsn GetLsn(const Json& json, const char* name) {
  const auto lsn = Lsn::Parse(Get<std::string>(json, name));
  if (!lsn) Corrupt(std::string("'") + name + "' is no LSN");
  return *lsn;
}

// Replacing bytes is allowed in texts for people only: a mangled cursor or id would name another row.
std::string Dump(const Json& json) {
  try {
    return json.dump();
  } catch (const Json::type_error&) {
    throw Error(Kind::kCorrupt, "cannot store a record: a name, cursor or id of it is not valid UTF-8",
                "Use a database whose encoding is UTF8.");
  }
}

// The text with what is no UTF-8 replaced.
std::string Readable(const std::string& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

Json FillingJson(const Filling& filling) {
  return {{"generation", filling.generation},
          {"uuid", filling.uuid},
          {"cursor", filling.cursor ? Json(*filling.cursor) : Json(nullptr)},
          {"walked", filling.walked},
          {"documents", filling.documents}};
}

Filling ReadFilling(const Json& json) {
  if (!json.is_object()) Corrupt("'filling' has the wrong type");
  Filling filling;
  filling.generation = Get<std::string>(json, "generation");
  filling.uuid = Get<std::string>(json, "uuid");
  if (!json.contains("cursor")) Corrupt("'cursor' is missing");
  if (!json["cursor"].is_null()) filling.cursor = Get<std::string>(json, "cursor");
  filling.walked = Get<bool>(json, "walked");
  filling.documents = Get<std::uint64_t>(json, "documents");
  return filling;
}

Json IndexJson(const IndexRecord& record) {
  Json retired = Json::object();
  for (const auto& [generation, time] : record.retired) retired[generation] = time;
  return {{"state", Name(record.state)},
          {"generation", record.generation},
          {"uuid", record.uuid},
          {"filling", record.filling ? FillingJson(*record.filling) : Json(nullptr)},
          {"reason", Readable(record.reason)},
          {"stale", record.stale},
          {"retired", std::move(retired)}};
}

IndexRecord ReadIndex(const Json& json) {
  if (!json.is_object()) Corrupt("an index has the wrong type");
  IndexRecord record;
  const auto state = ParseIndexState(Get<std::string>(json, "state"));
  if (!state) Corrupt("'state' is no state of an index");
  record.state = *state;
  record.generation = Get<std::string>(json, "generation");
  record.uuid = Get<std::string>(json, "uuid");
  if (!json.contains("filling")) Corrupt("'filling' is missing");
  if (!json["filling"].is_null()) record.filling = ReadFilling(json["filling"]);
  record.reason = Get<std::string>(json, "reason");
  // A record from before this was kept cannot say: then it is.
  record.stale = !json.contains("stale") || Get<bool>(json, "stale");
  const auto retired = json.find("retired");
  if (retired == json.end() || !retired->is_object()) Corrupt("'retired' is missing or has the wrong type");
  for (const auto& [generation, time] : retired->items()) {
    if (!time.is_number_integer()) Corrupt("a time in 'retired' is no number");
    record.retired[generation] = time.get<std::int64_t>();
  }
  return record;
}

Json IdentityJson(const Record& record) {
  return {{"system_id", record.system_id},
          {"timeline", record.timeline},
          {"database", record.database},
          {"slot", record.slot},
          {"plugin", record.plugin}};
}

void ReadIdentity(const Json& json, Record& record) {
  record.system_id = Get<std::string>(json, "system_id");
  record.timeline = Get<std::uint32_t>(json, "timeline");
  record.database = Get<std::string>(json, "database");
  record.slot = Get<std::string>(json, "slot");
  record.plugin = Get<std::string>(json, "plugin");
}

}  // namespace

std::string EncodeIdentity(const Record& record) { return Dump(IdentityJson(record)); }

void DecodeIdentity(std::string_view text, Record& record) { ReadIdentity(Parse(text, "the identity"), record); }

std::string EncodeIndex(const IndexRecord& record) { return Dump(IndexJson(record)); }

IndexRecord DecodeIndex(std::string_view text) { return ReadIndex(Parse(text, "an index")); }

std::string EncodeLetter(const DeadLetter& letter) {
  return Dump({{"index", letter.index},
               {"generation", letter.generation},
               {"id", letter.id},
               {"version", letter.version},
               {"reason", Readable(letter.reason)},
               {"time", letter.time}});
}

DeadLetter DecodeLetter(std::string_view text) {
  const Json json = Parse(text, "a dead letter");
  DeadLetter letter;
  letter.index = Get<std::string>(json, "index");
  letter.generation = Get<std::string>(json, "generation");
  letter.id = Get<std::string>(json, "id");
  letter.version = Get<Version>(json, "version");
  letter.reason = Get<std::string>(json, "reason");
  letter.time = Get<std::int64_t>(json, "time");
  return letter;
}

std::string EncodeIdentities(const std::vector<FormerIdentity>& former) {
  Json tables = Json::array();
  for (const auto& one : former) {
    tables.push_back(
        {{"schema", one.table.schema}, {"table", one.table.table}, {"identity", one.identity}, {"index", one.index}});
  }
  return Dump({{"tables", std::move(tables)}});
}

std::vector<FormerIdentity> DecodeIdentities(std::string_view text) {
  const Json json = Parse(text, "the former identities");
  const auto tables = json.find("tables");
  if (tables == json.end() || !tables->is_array()) Corrupt("'tables' is missing or has the wrong type");
  std::vector<FormerIdentity> former;
  for (const auto& one : *tables) {
    if (!one.is_object()) Corrupt("a former identity has the wrong type");
    former.push_back({{Get<std::string>(one, "schema"), Get<std::string>(one, "table")},
                      Get<std::string>(one, "identity"),
                      Get<std::string>(one, "index")});
  }
  return former;
}

std::string EncodeRecord(const Record& record, std::uint64_t revision) {
  Json json = IdentityJson(record);
  json["checkpoint"] = record.checkpoint.ToString();
  json["sent"] = record.sent.ToString();
  json["epoch"] = record.epoch.ToString();
  if (record.paused) json["paused"] = *record.paused;
  json["revision"] = revision;
  json["indices"] = Json::object();
  for (const auto& [name, index] : record.indices) json["indices"][name] = IndexJson(index);
  return Dump(json);
}

Record DecodeRecord(std::string_view text, std::uint64_t& revision) {
  const Json json = Parse(text, "the record");
  Record record;
  ReadIdentity(json, record);
  record.checkpoint = GetLsn(json, "checkpoint");
  record.sent = GetLsn(json, "sent");
  record.epoch = GetLsn(json, "epoch");
  if (json.contains("paused")) record.paused = Get<std::int64_t>(json, "paused");
  revision = Get<std::uint64_t>(json, "revision");
  const auto indices = json.find("indices");
  if (indices == json.end() || !indices->is_object()) Corrupt("'indices' is missing or has the wrong type");
  for (const auto& [name, index] : indices->items()) record.indices[name] = ReadIndex(index);
  return record;
}

}  // namespace cdc::stream
