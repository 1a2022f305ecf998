#include "cdc/es/indices.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/es/definition.h"
#include "cdc/es/fault.h"
#include "cdc/es/id_walk.h"
#include "cdc/es/json.h"
#include "cdc/es/names.h"
#include "cdc/es/server_version.h"
#include "cdc/es/sources.h"

namespace cdc::es {
namespace {

using Json = nlohmann::json;
using stream::Generation;
using stream::GenerationMeta;

// Above whatever else there is. Of two of ours that match the same name the longer, more exact one wins; Elasticsearch
// refuses templates of one priority that overlap.
constexpr std::size_t kPriority = 1'000'000;
// OpenSearch has no allow_auto_create: there an index that is not made by us comes into being, but takes no write.
constexpr char kBlock[] = "index.blocks.write";
constexpr std::size_t kVersionsPage = 5000;
constexpr std::size_t kMostIds = 10'000;  // index.max_result_window

std::string Path(const std::string& name) {
  CheckName(name);
  return "/" + EncodePath(name);
}

std::string TemplatePath(const std::string& index) {
  CheckName(index);
  return "/_index_template/walcast-" + EncodePath(index);
}

bool IsGone(const Reply& reply) {
  return reply.status == 404 && ReadFault(reply.body).type == "index_not_found_exception";
}

// Replies of calls that change the cluster: they are done once all nodes know.
void CheckAcknowledged(const std::string& what, const Json& reply) {
  if (!As(At(reply, {"acknowledged"}), false) || As(At(reply, {"errors"}), false)) {
    throw Error(Kind::kUnavailable, what + ": the cluster did not acknowledge it in time");
  }
}

void CheckShards(const std::string& what, const Json& reply) {
  const bool all = As<std::uint64_t>(At(reply, {"_shards", "failed"}), 1) == 0;
  const bool any = As<std::uint64_t>(At(reply, {"_shards", "successful"}), 0) > 0;
  if (!all || !any) {
    throw Error(Kind::kUnavailable, what + ": a shard did not answer");
  }
}

Generation ReadGeneration(const std::string& alias, const std::string& name, const Json& index) {
  Generation generation;
  generation.name = name;
  generation.uuid = As<std::string>(At(index, {"settings", "index", "uuid"}), "");
  generation.aliased = !At(index, {"aliases", alias}).is_null();
  generation.meta = ReadMeta(At(index, {"mappings", "_meta"}));
  return generation;
}

// The body of an _mget.
std::string Asking(const std::vector<std::string>& ids) {
  return Json{{"ids", ids}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What `ask` finds of each id, in their order. It is not asked for empty ids: one of these makes the whole request
// fail, and there can be no document of that id.
template <typename Found, typename Ask>
std::vector<std::optional<Found>> OfEach(std::span<const std::string> ids, Ask ask) {
  std::vector<std::string> asked;
  std::ranges::copy_if(ids, std::back_inserter(asked), [](const std::string& id) { return !id.empty(); });
  std::vector<std::optional<Found>> found;
  if (!asked.empty()) found = ask(asked);
  if (asked.size() == ids.size()) return found;
  std::vector<std::optional<Found>> all;
  auto next = found.begin();
  for (const auto& id : ids) all.push_back(id.empty() ? std::nullopt : std::move(*next++));
  return all;
}

// `kIndex` and `kConfig` in words of our own where an alias cannot be given.
[[noreturn]] void RefuseAlias(const std::string& what, const std::string& alias, const Reply& reply) {
  if (ReadFault(reply.body).type == "invalid_alias_name_exception") {
    throw Error(Kind::kConfig, what + ": an index of that name is there",
                "Delete or reindex the index \"" + alias + "\", or give this one another name in the configuration.");
  }
  if (reply.status == 404 && !IsGone(reply)) {  // aliases_not_found_exception, resource_not_found_exception (7.17)
    throw Error(Kind::kIndex, what + ": the index it was to be taken from does not hold it");
  }
  ThrowFault(what, reply);
}

}  // namespace

Indices::Indices(EsOptions options, std::stop_token stop) : options_(std::move(options)), stop_(std::move(stop)) {
  idle_.push_back(std::make_unique<Client>(options_));  // tells of bad options now
}

Reply Indices::Send(std::string method, std::string path, std::string_view body) {
  std::unique_ptr<Client> client;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      client = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (client == nullptr) client = std::make_unique<Client>(options_);
  Reply reply = client->Send({std::move(method), std::move(path), body, "application/json", std::nullopt}, stop_);
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(client));
  return reply;
}

std::string Indices::Server() { return Ask().ToString(); }

ServerVersion Indices::Ask() {
  return ReadServerVersion(ReadJson("cannot ask the server for its version", Send("GET", "/")));
}

void Indices::InstallTemplate(const std::string& index) {
  const std::string what = "cannot install the index template walcast-" + index;
  Json body = {
      {"index_patterns", {index, GenerationPattern(index)}},
      {"priority", kPriority + index.size()},
      {"_meta", {{"description", "keeps writes to a dropped index from creating one with a guessed mapping"}}}};
  if (Ask().opensearch) {
    body["template"]["settings"][kBlock] = true;
  } else {
    body["allow_auto_create"] = false;
  }
  const Reply reply = Send("PUT", TemplatePath(index), body.dump());
  if (reply.status == 400) {
    throw Error(Kind::kConfig, what + ": " + ReadFault(reply.body).reason,
                "Give the index another name, or remove the index template that is in the way.");
  }
  CheckAcknowledged(what, ReadJson(what, reply));
}

void Indices::RemoveTemplate(const std::string& index) {
  const std::string what = "cannot remove the index template walcast-" + index;
  const Reply reply = Send("DELETE", TemplatePath(index));
  if (reply.status == 404 && !ReadFault(reply.body).type.empty()) return;
  CheckAcknowledged(what, ReadJson(what, reply));
}

std::vector<Generation> Indices::List(const std::string& index) {
  const std::string what = "cannot list the generations of the index " + index;
  // One call, so that aliases, mappings and UUIDs belong together.
  const Json found =
      ReadJson(what, Send("GET", Path(index) + "," + EncodePath(GenerationPattern(index)) +
                                     "?ignore_unavailable=true&allow_no_indices=true&expand_wildcards=all" +
                                     "&filter_path=*.aliases,*.mappings._meta,*.settings.index.uuid"));
  if (found.contains(index)) {
    throw Error(Kind::kConfig, "an index named " + index + " stands where the alias of its generations should be",
                "Delete or reindex the index \"" + index + "\", or give this one another name in the configuration.");
  }
  std::vector<Generation> generations;
  for (const auto& [name, content] : found.items()) {
    if (!content.is_object()) throw Error(Kind::kUnavailable, what + ": the reply is not a list of indices");
    Generation generation = ReadGeneration(index, name, content);
    if (generation.aliased || IsGeneration(index, name)) generations.push_back(std::move(generation));
  }
  return generations;
}

Generation Indices::Create(const std::string& name, const std::string& definition, const GenerationMeta& meta) {
  const std::string what = "cannot create the index " + name;
  const std::string path = Path(name);
  Json body = CreateBody(definition, meta);
  if (Ask().opensearch) body["settings"][kBlock] = false;
  const Reply reply = Send("PUT", path + "?wait_for_active_shards=1", body.dump());
  if (reply.status == 400) {
    const Fault fault = ReadFault(reply.body);
    if (fault.type == "resource_already_exists_exception") throw Error(Kind::kIndex, what + ": it is there already");
    // Says what is wrong in the definition; no row has a part in it.
    throw Error(Kind::kBadDocument, what + ": " + fault.type + ": " + fault.reason,
                "Mend the definition of the index.");
  }
  CheckAcknowledged(what, ReadJson(what, reply));
  const Json found = ReadJson(what, Send("GET", path + "?filter_path=*.mappings._meta,*.settings.index.uuid"));
  if (!found.contains(name)) throw Error(Kind::kIndex, what + ": it is gone again");
  return ReadGeneration({}, name, found.at(name));
}

void Indices::Drop(const std::string& name) {
  const std::string what = "cannot drop the index " + name;
  const Reply reply = Send("DELETE", Path(name));
  if (!IsGone(reply)) CheckAcknowledged(what, ReadJson(what, reply));
}

std::vector<std::string> Indices::Holders(const std::string& alias) {
  std::vector<std::string> holders;
  for (const Generation& generation : List(alias)) {
    if (generation.aliased) holders.push_back(generation.name);
  }
  return holders;
}

void Indices::MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to) {
  const std::string what = "cannot give the alias " + alias + " to the index " + to;
  CheckName(to);
  if (from) CheckName(*from);
  const std::vector<std::string> holders = Holders(alias);
  if (holders == std::vector{to}) return;
  if (!from && !holders.empty()) throw Error(Kind::kIndex, what + ": the index " + holders.front() + " holds it");
  Json actions = Json::array();
  if (from) actions.push_back({{"remove", {{"index", *from}, {"alias", alias}, {"must_exist", true}}}});
  actions.push_back({{"add", {{"index", to}, {"alias", alias}}}});
  const Reply reply = Send("POST", "/_aliases", Json{{"actions", actions}}.dump());
  if (reply.status != 200) RefuseAlias(what, alias, reply);
  CheckAcknowledged(what, ReadJson(what, reply));
}

void Indices::Refresh(const std::string& name) {
  const std::string what = "cannot refresh the index " + name;
  CheckShards(what, ReadJson(what, Send("POST", Path(name) + "/_refresh")));
}

std::uint64_t Indices::Count(const std::string& name) {
  const std::string what = "cannot count the documents of the index " + name;
  const Json reply = ReadJson(what, Send("GET", Path(name) + "/_count"));
  CheckShards(what, reply);
  const Json& count = At(reply, {"count"});
  if (!count.is_number_unsigned()) throw Error(Kind::kUnavailable, what + ": the reply is not one to the request");
  return count.get<std::uint64_t>();
}

std::vector<std::optional<Version>> Indices::Versions(const std::string& name, std::span<const std::string> ids) {
  std::vector<std::optional<Version>> versions;
  versions.reserve(ids.size());
  for (std::size_t done = 0; done < ids.size(); done += kVersionsPage) {
    const auto page = ids.subspan(done, std::min(kVersionsPage, ids.size() - done));
    std::ranges::copy(
        OfEach<Version>(page, [&](const std::vector<std::string>& asked) { return ReadVersions(name, asked); }),
        std::back_inserter(versions));
  }
  return versions;
}

std::vector<std::optional<Version>> Indices::ReadVersions(const std::string& name,
                                                          const std::vector<std::string>& ids) {
  const std::string what = "cannot read versions in the index " + name;
  const Json reply = ReadJson(what, Send("POST", Path(name) + "/_mget?_source=false", Asking(ids)));
  std::vector<std::optional<Version>> versions;
  const Json& documents = At(reply, {"docs"});
  if (!documents.is_array() || documents.size() != ids.size()) {
    throw Error(Kind::kUnavailable, what + ": the reply is not one to the request");
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Json& document = documents[i];
    if (At(document, {"_id"}) != ids[i]) {
      throw Error(Kind::kUnavailable, what + ": the reply is not one to the request");
    }
    if (document.contains("error")) {
      if (At(document, {"error", "type"}) == "index_not_found_exception") {
        throw Error(Kind::kIndex, what + ": there is no such index");
      }
      throw Error(Kind::kUnavailable, what + ": a shard did not answer");
    }
    const Json& version = At(document, {"_version"});
    const bool found = As(At(document, {"found"}), false) && version.is_number_unsigned();
    versions.push_back(found ? std::optional(version.get<Version>()) : std::nullopt);
  }
  return versions;
}

std::optional<std::string> Indices::Get(const std::string& name, const std::string& id) {
  const std::string what = "cannot read a document of the index " + name;
  if (id.empty()) return std::nullopt;
  Reply reply = Send("GET", Path(name) + "/_source/" + EncodePath(id));
  if (reply.status == 200) return std::move(reply.body);
  if (reply.status == 404 && ReadFault(reply.body).type == "resource_not_found_exception") return std::nullopt;
  ThrowFault(what, reply);
}

std::vector<std::optional<std::string>> Indices::Sources(const std::string& name, std::span<const std::string> ids) {
  const std::string what = "cannot read documents of the index " + name;
  return OfEach<std::string>(ids, [&](const std::vector<std::string>& asked) {
    const Reply reply = Send("POST", Path(name) + "/_mget", Asking(asked));
    if (reply.status != 200) ThrowFault(what, reply);
    return ReadSources(what, reply.body, asked);
  });
}

std::vector<std::string> Indices::SomeIds(const std::string& name, std::size_t number) {
  const std::string what = "cannot pick documents of the index " + name;
  const Json query = {
      {"function_score", {{"query", {{"match_all", Json::object()}}}, {"random_score", Json::object()}}}};
  const Json body = {
      {"size", std::min(number, kMostIds)}, {"_source", false}, {"track_total_hits", false}, {"query", query}};
  const Json reply =
      ReadJson(what, Send("POST", Path(name) + "/_search?allow_partial_search_results=false", body.dump()));
  CheckShards(what, reply);
  std::vector<std::string> ids;
  for (const Json& hit : At(reply, {"hits", "hits"})) ids.push_back(As<std::string>(At(hit, {"_id"}), ""));
  return ids;
}

std::unique_ptr<stream::IdWalk> Indices::Walk(const std::string& name, std::size_t page) {
  CheckName(name);
  const WalkBy by = Ask().opensearch ? WalkBy::kScroll : WalkBy::kPointInTime;
  return BeginWalk(Client(options_), name, {by, page, stop_});
}

}  // namespace cdc::es
