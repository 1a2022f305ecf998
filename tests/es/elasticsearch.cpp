#include "tests/es/elasticsearch.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>

namespace cdc::test {
namespace {

constexpr char kDefinition[] = R"({
  "settings": {"number_of_shards": 2, "number_of_replicas": 0, "refresh_interval": "-1"},
  "mappings": {"dynamic": "strict", "properties": {"n": {"type": "integer"}, "s": {"type": "keyword"}}}
})";

std::string FreshName() {
  std::random_device random;
  char name[32];
  std::snprintf(name, sizeof name, "t%08x%08x", random(), random());
  return name;
}

}  // namespace

es::EsOptions TestEs() {
  const char* url = std::getenv("WALCAST_TEST_ES");
  if (url == nullptr) throw std::runtime_error("WALCAST_TEST_ES is not set: run this under tests/support/fixture.sh");
  es::EsOptions options;
  options.urls = {url};
  return options;
}

TestIndex::TestIndex() : indices(TestEs()), name_(FreshName()) { indices.InstallTemplate(name_); }

TestIndex::~TestIndex() {
  try {
    for (const stream::Generation& generation : indices.List(name_)) indices.Drop(generation.name);
    indices.RemoveTemplate(name_);
  } catch (const Error& error) {
    ADD_FAILURE() << "cannot clean up: " << error.what();
  }
}

std::string TestIndex::Numbered(int number) const {
  const std::string digits = std::to_string(number);
  return name_ + "-" + std::string(6 - digits.size(), '0') + digits;
}

std::string TestIndex::Create(int number) {
  stream::GenerationMeta meta;
  meta.document = "SELECT 1";
  return indices.Create(Numbered(number), kDefinition, meta).name;
}

void Put(const std::string& generation, Version version, std::span<const Document> documents) {
  es::BulkSink sink(TestEs());
  for (const Result& result : sink.Write(generation, version, documents, {})) {
    ASSERT_EQ(result.outcome, Outcome::kApplied) << result.reason;
  }
}

es::Reply Ask(const std::string& method, const std::string& path, const std::string& body) {
  return es::Client(TestEs()).Send({method, path, body, "application/json", std::nullopt});
}

}  // namespace cdc::test
