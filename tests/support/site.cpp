#include "tests/support/site.h"

#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "tests/support/postgres.h"
#include "tests/support/redis_keys.h"

namespace cdc::test {
namespace {

std::string IndexPrefix() {  // Elasticsearch takes no capitals and nothing before a letter; underscores are fine
  std::string name = UniqueName("t");
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

}  // namespace

Site::Site(std::string dsn, std::vector<SiteIndex> indices)
    : dsn_(std::move(dsn)), slot_(UniqueName("walcast_slot")), prefix_(IndexPrefix()), indices_(std::move(indices)) {
  config_ = {{"postgres", {{"dsn", dsn_}, {"slot", slot_}}},
             {"elasticsearch", {{"urls", {Environment("WALCAST_TEST_ES")}}}},
             {"checkpoint", {{"store", "redis"}, {"url", Environment("WALCAST_TEST_REDIS")}, {"prefix", prefix_}}},
             {"backoff", {{"max", "2s"}}}};
  Write();
}

Site::~Site() {
  try {
    HttpClient search(Environment("WALCAST_TEST_ES"));
    for (const auto& index : indices_) {
      for (const auto& generation : Generations(index.name)) search.Send("DELETE", "/" + generation);
      search.Send("DELETE", "/_index_template/walcast-" + Alias(index.name));
    }
    RedisKeys(Environment("WALCAST_TEST_REDIS"), prefix_ + ":").Clear();
  } catch (const std::exception& error) {
    std::cerr << "what the test " << prefix_ << " made stays: " << error.what() << '\n';
  }
}

void Site::Configure(const Json& patch) {
  config_.merge_patch(patch);
  Write();
}

SiteIndex& Site::Find(const std::string& index) {
  const auto found = std::ranges::find(indices_, index, &SiteIndex::name);
  if (found == indices_.end()) throw std::runtime_error("the test has no index " + index);
  return *found;
}

void Site::SetDocument(const std::string& index, const std::string& sql) {
  Find(index).document = sql;
  Write();
}

void Site::SetDefinition(const std::string& index, const Json& definition) {
  Find(index).definition = definition;
  Write();
}

void Site::Write() const {
  Json config = config_;
  for (const auto& index : indices_) {
    Json one = {{"name", Alias(index.name)},
                {"document", scratch_.Write(index.name + ".sql", index.document).string()},
                {"definition", scratch_.Write(index.name + ".json", index.definition.dump(1)).string()}};
    if (!index.root.empty()) one["root"] = index.root;
    if (!index.key.empty()) one["key"] = index.key;
    config["indices"].push_back(one);
  }
  scratch_.Write("walcast.json", config.dump(1));
}

std::string Site::Generation(const std::string& index) const {
  const auto reply = HttpClient(Environment("WALCAST_TEST_ES")).Send("GET", "/_alias/" + Alias(index));
  if (!reply.Ok()) return "";
  const Json found = Json::parse(reply.body);
  return found.size() == 1 ? found.begin().key() : "";
}

std::vector<std::string> Site::Generations(const std::string& index) const {
  const Json found = HttpClient(Environment("WALCAST_TEST_ES"))
                         .Call("GET", "/" + Alias(index) + "-0*?expand_wildcards=all&allow_no_indices=true");
  std::vector<std::string> names;
  for (const auto& [name, ignored] : found.items()) names.push_back(name);
  return names;
}

}  // namespace cdc::test
