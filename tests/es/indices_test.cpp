// Generations, templates and aliases in a real Elasticsearch.
#include "cdc/es/indices.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/es/elasticsearch.h"
#include "tests/support/fake_http.h"

namespace cdc::es {
namespace {

using stream::Generation;
using stream::GenerationMeta;
using test::Ask;
using test::KindOf;
using test::Put;
using test::TestEs;
using test::TestIndex;

const GenerationMeta kMeta{.document = "SELECT 'x'\n\"y\"",
                           .root = "content.film_work",
                           .key = "id",
                           .document_hash = "dochash",
                           .definition_hash = "defhash",
                           .structure = "tree",
                           .slot = "slot"};

TEST(Indices, TheServerTellsWhatItIs) {
  const std::string server = Indices(TestEs()).Server();
  EXPECT_TRUE(server.starts_with("Elasticsearch ") || server.starts_with("OpenSearch ")) << server;
}

TEST(Indices, AGenerationKeepsItsMeta) {
  TestIndex index;
  const std::string name = index.Numbered(1);
  const Generation made = index.indices.Create(name, R"({"mappings":{"_meta":{"owner":"us"}}})", kMeta);
  EXPECT_EQ(made.name, name);
  EXPECT_FALSE(made.uuid.empty());
  const std::vector<Generation> found = index.indices.List(index.name());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, name);
  EXPECT_EQ(found[0].uuid, made.uuid);
  EXPECT_FALSE(found[0].aliased);
  ASSERT_TRUE(found[0].meta);
  EXPECT_EQ(found[0].meta->document, kMeta.document);
  EXPECT_EQ(found[0].meta->slot, kMeta.slot);
  EXPECT_NE(Ask("GET", "/" + name + "/_mapping").body.find(R"("owner":"us")"), std::string::npos);
  EXPECT_NE(Ask("GET", "/" + name + "/_settings").body.find(R"("gc_deletes":"1h")"), std::string::npos);
}

TEST(Indices, AnotherIndexOfTheSameNameHasAnotherUuid) {
  TestIndex index;
  const std::string first = index.indices.Create(index.Numbered(1), "{}", kMeta).uuid;
  index.indices.Drop(index.Numbered(1));
  EXPECT_NE(index.indices.Create(index.Numbered(1), "{}", kMeta).uuid, first);
}

TEST(Indices, ABadDefinitionIsRefusedWithTheServersReason) {
  TestIndex index;
  try {
    index.indices.Create(index.Numbered(1), R"({"mappings":{"properties":{"a":{"type":"intger"}}}})", kMeta);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kBadDocument);
    EXPECT_NE(std::string(error.what()).find("intger"), std::string::npos) << error.what();
  }
  EXPECT_EQ(KindOf([&] { index.indices.Create(index.Numbered(1), R"({"settings":{"shrds":1}})", kMeta); }),
            Kind::kBadDocument);
  EXPECT_TRUE(index.indices.List(index.name()).empty());
}

TEST(Indices, AGenerationIsNotMadeTwice) {
  TestIndex index;
  index.Create(1);
  EXPECT_EQ(KindOf([&] { index.Create(1); }), Kind::kIndex);
}

TEST(Indices, ListIsByNumberAndLeavesOthersOut) {
  TestIndex index;
  for (const int number : {10, 2, 1}) index.Create(number);
  const std::string other = index.name() + "-0x";
  EXPECT_EQ(Ask("PUT", "/" + other).status, 200);
  const std::vector<Generation> found = index.indices.List(index.name());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].name, index.Numbered(1));
  EXPECT_EQ(found[1].name, index.Numbered(2));
  EXPECT_EQ(found[2].name, index.Numbered(10));
  index.indices.Drop(other);
}

TEST(Indices, AForeignHolderOfTheAliasIsListedWithoutMeta) {
  TestIndex index;
  const std::string other = "foreign-" + index.name();
  EXPECT_EQ(Ask("PUT", "/" + other, R"({"aliases":{")" + index.name() + R"(":{}}})").status, 200);
  const std::vector<Generation> found = index.indices.List(index.name());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, other);
  EXPECT_TRUE(found[0].aliased);
  EXPECT_FALSE(found[0].meta);
}

TEST(Indices, AnIndexWhereTheAliasShouldBeIsAMatterOfConfiguration) {
  TestIndex index;
  EXPECT_EQ(Ask("PUT", "/" + index.name()).status, 200);
  EXPECT_EQ(KindOf([&] { index.indices.List(index.name()); }), Kind::kConfig);
  index.Create(1);
  EXPECT_EQ(KindOf([&] { index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(1)); }), Kind::kConfig);
  index.indices.Drop(index.name());
}

TEST(Indices, TheAliasMovesOnceAndMayBeAskedToAgain) {
  TestIndex index;
  index.Create(1);
  index.Create(2);
  index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(1));
  index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(1));
  index.indices.MoveAlias(index.name(), index.Numbered(1), index.Numbered(2));
  index.indices.MoveAlias(index.name(), index.Numbered(1), index.Numbered(2));
  const std::vector<Generation> found = index.indices.List(index.name());
  EXPECT_FALSE(found.at(0).aliased);
  EXPECT_TRUE(found.at(1).aliased);
}

TEST(Indices, TheAliasIsOnlyTakenFromWhoHoldsIt) {
  TestIndex index;
  for (const int number : {1, 2, 3}) index.Create(number);
  index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(1));
  EXPECT_EQ(KindOf([&] { index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(2)); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.MoveAlias(index.name(), index.Numbered(2), index.Numbered(3)); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.MoveAlias(index.name(), index.Numbered(7), index.Numbered(3)); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.MoveAlias(index.name(), index.Numbered(1), index.Numbered(7)); }), Kind::kIndex);
  const std::vector<Generation> found = index.indices.List(index.name());
  EXPECT_TRUE(found.at(0).aliased);
  EXPECT_FALSE(found.at(1).aliased || found.at(2).aliased);
}

TEST(Indices, WhatIsNotThereIsDroppedTwiceAndReadNever) {
  TestIndex index;
  const std::string name = index.Create(1);
  index.indices.Drop(name);
  index.indices.Drop(name);
  const std::vector<std::string> ids = {"1"};
  EXPECT_EQ(KindOf([&] { index.indices.Refresh(name); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.Count(name); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.Versions(name, ids); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.Get(name, "1"); }), Kind::kIndex);
  EXPECT_EQ(KindOf([&] { index.indices.Walk(name, 10); }), Kind::kIndex);
}

TEST(Indices, NamesOfMoreThanOneIndexAreRefused) {
  Indices indices(TestEs());
  for (const char* name : {"_all", "*", "a*", "a,b", ""}) {
    EXPECT_EQ(KindOf([&] { indices.Drop(name); }), Kind::kConfig) << name;
    EXPECT_EQ(KindOf([&] { indices.List(name); }), Kind::kConfig) << name;
    EXPECT_EQ(KindOf([&] { indices.RemoveTemplate(name); }), Kind::kConfig) << name;
    EXPECT_EQ(KindOf([&] { indices.MoveAlias("x", name, "y"); }), Kind::kConfig) << name;
  }
}

TEST(Indices, TheTemplateIsInstalledAndRemovedTwice) {
  TestIndex index;
  index.indices.InstallTemplate(index.name());
  EXPECT_EQ(Ask("GET", "/_index_template/walcast-" + index.name()).status, 200);
  index.indices.RemoveTemplate(index.name());
  index.indices.RemoveTemplate(index.name());
  EXPECT_EQ(Ask("GET", "/_index_template/walcast-" + index.name()).status, 404);
}

TEST(Indices, TemplatesOfNamesThatOverlapStandTogether) {
  TestIndex index;
  const std::string longer = index.name() + "-0a";
  index.indices.InstallTemplate(longer);
  index.indices.Create(longer + "-000001", "{}", kMeta);
  EXPECT_EQ(index.indices.List(longer).size(), 1U);
  index.indices.Drop(longer + "-000001");
  index.indices.RemoveTemplate(longer);
}

TEST(Indices, VersionsAreOfWhatIsWrittenNotOfWhatIsRefreshed) {
  TestIndex index;
  const std::string name = index.Create(1);
  std::vector<Document> documents;
  std::vector<std::string> ids;
  for (int i = 0; i < 6000; ++i) {
    ids.push_back(std::to_string(i));
    if (i % 2 == 0) documents.push_back({ids.back(), R"({"n":1})"});
  }
  Put(name, 1'234'567'890'123'456'789, documents);
  const auto versions = index.indices.Versions(name, ids);
  ASSERT_EQ(versions.size(), ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(versions[i], i % 2 == 0 ? std::optional<Version>(1'234'567'890'123'456'789) : std::nullopt);
  }
  EXPECT_TRUE(index.indices.Versions(name, {}).empty());
}

TEST(Indices, SourcesAreAsTheyWereWrittenToTheLastDigit) {
  TestIndex index;
  const std::string name = index.Numbered(1);
  index.indices.Create(name, R"({"mappings":{"dynamic":false}})", kMeta);
  const std::vector<Document> documents = {{"a", R"({"x":0.10000000000000000001,"b":[{"z":1.0,"y":"я\"\u0000"}]})"},
                                           {"я", "{}"}};
  Put(name, 7, documents);
  const std::vector<std::string> ids = {"a", "", "none", "я"};
  const auto sources = index.indices.Sources(name, ids);
  ASSERT_EQ(sources.size(), 4U);
  EXPECT_EQ(sources[0], documents[0].body);
  EXPECT_EQ(sources[1], std::nullopt);
  EXPECT_EQ(sources[2], std::nullopt);
  EXPECT_EQ(sources[3], "{}");
  EXPECT_TRUE(index.indices.Sources(name, {}).empty());
}

TEST(Indices, SourcesOfAnIndexThatIsNotThereOrKeepsNoneCannotBeTold) {
  TestIndex index;
  const std::vector<std::string> ids = {"a"};
  EXPECT_EQ(KindOf([&] { index.indices.Sources(index.Numbered(1), ids); }), Kind::kIndex);
  index.indices.Create(index.Numbered(2), R"({"mappings":{"_source":{"enabled":false}}})", kMeta);
  Put(index.Numbered(2), 7, std::vector<Document>{{"a", "{}"}});
  EXPECT_EQ(KindOf([&] { index.indices.Sources(index.Numbered(2), ids); }), Kind::kBadDocument);
}

TEST(Indices, SomeIdsAreOfTheIndexAndNoMoreThanAskedFor) {
  TestIndex index;
  const std::string name = index.Create(1);
  std::vector<Document> documents;
  for (int i = 0; i < 50; ++i) documents.push_back({std::to_string(i), R"({"n":1})"});
  Put(name, 7, documents);
  index.indices.Refresh(name);
  const auto some = index.indices.SomeIds(name, 20);
  const std::set<std::string> different(some.begin(), some.end());
  EXPECT_EQ(different.size(), 20U);
  for (const auto& id : different) EXPECT_LT(std::stoi(id), 50);
  EXPECT_EQ(index.indices.SomeIds(name, 100).size(), 50U);
}

TEST(Indices, ManyThreadsMayAskAtOnce) {
  TestIndex index;
  const std::string name = index.Create(1);
  Put(name, 1, std::vector<Document>{{"1", R"({"n":1})"}});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) EXPECT_EQ(index.indices.Get(name, "1"), R"({"n":1})");
    });
  }
}

TEST(Indices, AStopEndsACallThatWaits) {
  test::FakeHttp server([](const test::FakeRequest&) { return test::FakeReply{"", false, true}; });
  EsOptions options;
  options.urls = {server.url()};
  std::stop_source stop;
  Indices indices(options, stop.get_token());
  const auto begin = std::chrono::steady_clock::now();
  const std::jthread stopper([&] {
    while (server.Requests().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  EXPECT_EQ(KindOf([&] { indices.List("movies"); }), Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

// Calls whose replies mean nothing: whatever comes is an Error, never another exception and never a silent success.
TEST(Indices, RepliesThatMeanNothingAreErrors) {
  const std::string bodies[] = {"",
                                "null",
                                "[]",
                                "{}",
                                "x",
                                R"({"acknowledged":"yes","errors":3,"_shards":[],"count":"7","docs":{}})",
                                R"({"x":1,"docs":[1],"count":-1,"version":[],"_shards":{"failed":"0","successful":1}})",
                                std::string(100'000, '[')};
  for (const std::string& body : bodies) {
    test::FakeHttp server([&](const test::FakeRequest&) { return test::Answer(200, body); });
    EsOptions options;
    options.urls = {server.url()};
    Indices indices(options);
    const std::vector<std::string> ids = {"1"};
    EXPECT_THROW(indices.Server(), Error) << body;
    EXPECT_THROW(indices.InstallTemplate("m"), Error) << body;
    EXPECT_THROW(indices.RemoveTemplate("m"), Error) << body;
    EXPECT_THROW(indices.Create("m-000001", "{}", {}), Error) << body;
    EXPECT_THROW(indices.Drop("m"), Error) << body;
    EXPECT_THROW(indices.MoveAlias("m", std::nullopt, "m-000001"), Error) << body;
    EXPECT_THROW(indices.Refresh("m"), Error) << body;
    EXPECT_THROW(indices.Count("m"), Error) << body;
    EXPECT_THROW(indices.Versions("m", ids), Error) << body;
    EXPECT_THROW(indices.Walk("m", 10), Error) << body;
  }
}

}  // namespace
}  // namespace cdc::es
