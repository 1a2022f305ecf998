#include "cdc/es/definition.h"

#include <gtest/gtest.h>

#include "cdc/es/names.h"
#include "cdc/es/server_version.h"
#include "tests/es/elasticsearch.h"

namespace cdc::es {
namespace {

using nlohmann::json;
using test::KindOf;

const stream::GenerationMeta kMeta{.document = "SELECT 1",
                                   .root = "content.film_work",
                                   .key = "id",
                                   .document_hash = "dochash",
                                   .definition_hash = "defhash",
                                   .structure = "tree",
                                   .slot = "slot"};

TEST(Definition, TheHashIgnoresOrderAndBlanksButNoValue) {
  const std::string hash = DefinitionHash(R"({"settings":{"a":1,"b":2},"mappings":{}})");
  EXPECT_EQ(hash, DefinitionHash(R"( {"mappings": {}, "settings": {"b": 2, "a": 1}} )"));
  EXPECT_EQ(hash, DefinitionHash("{\"settings\":{\"a\":1,\"b\":2}, // why\n\"mappings\":{}}"));
  EXPECT_NE(hash, DefinitionHash(R"({"settings":{"a":1,"b":3},"mappings":{}})"));
  EXPECT_NE(hash, DefinitionHash(R"({"settings":{"a":1,"b":"2"},"mappings":{}})"));
}

TEST(Definition, MetaIsAddedAndReadBackBesideTheUsersOwn) {
  const json body = CreateBody(R"({"mappings":{"_meta":{"owner":"films"},"dynamic":"strict"}})", kMeta);
  EXPECT_EQ(body["mappings"]["_meta"]["owner"], "films");
  EXPECT_EQ(body["mappings"]["dynamic"], "strict");
  const auto meta = ReadMeta(body["mappings"]["_meta"]);
  ASSERT_TRUE(meta);
  EXPECT_EQ(meta->document, kMeta.document);
  EXPECT_EQ(meta->root, kMeta.root);
  EXPECT_EQ(meta->key, kMeta.key);
  EXPECT_EQ(meta->document_hash, kMeta.document_hash);
  EXPECT_EQ(meta->definition_hash, kMeta.definition_hash);
  EXPECT_EQ(meta->structure, kMeta.structure);
  EXPECT_EQ(meta->slot, kMeta.slot);
  EXPECT_FALSE(ReadMeta(json::parse(R"({"owner":"films"})")));
  EXPECT_FALSE(ReadMeta(json::parse(R"({"walcast":"films"})")));
  EXPECT_FALSE(ReadMeta(json()));
}

TEST(Definition, GcDeletesIsAnHourUnlessGivenInAnyForm) {
  EXPECT_EQ(CreateBody("{}", kMeta)["settings"]["index.gc_deletes"], "1h");
  for (const char* settings :
       {R"({"gc_deletes":"2h"})", R"({"index.gc_deletes":"2h"})", R"({"index":{"gc_deletes":"2h"}})"}) {
    const json body = CreateBody(R"({"settings":)" + std::string(settings) + "}", kMeta);
    EXPECT_EQ(body["settings"], json::parse(settings));
  }
}

TEST(Definition, WhatBreaksThePromiseIsRefused) {
  for (const char* text :
       {"", "[]", "null", R"({"aliases":{"x":{}}})", R"({"settings":[]})", R"({"mappings":1})",
        R"({"mappings":{"_meta":1}})", R"({"settings":{"index":{"translog":{"durability":"async"}}}})",
        R"({"settings":{"translog.durability":"async"}})"}) {
    EXPECT_EQ(KindOf([&] { CreateBody(text, kMeta); }), Kind::kBadDocument) << text;
  }
}

TEST(Names, OnlyOneIndexCanBeNamed) {
  for (const char* name : {"movies", "movies-000001", "фильмы", "a.b", "1"}) EXPECT_NO_THROW(CheckName(name)) << name;
  for (const char* name :
       {"", "_all", "-x", "+x", "*", "mov*", "a,b", "a b", "a/b", "Movies", ".", "..", "a#b", "a?b", "c:x"}) {
    EXPECT_EQ(KindOf([&] { CheckName(name); }), Kind::kConfig) << name;
  }
  EXPECT_EQ(KindOf([&] { CheckName(std::string(256, 'a')); }), Kind::kConfig);
}

TEST(Names, AGenerationIsSixDigitsBehindTheName) {
  EXPECT_TRUE(IsGeneration("movies", "movies-000001"));
  for (const char* name :
       {"movies", "movies-00001", "movies-0000001", "movies-00000a", "movies_000001", "xmovies-00001"}) {
    EXPECT_FALSE(IsGeneration("movies", name)) << name;
  }
}

TEST(ServerVersion, TellsWhatIsSupported) {
  const auto version = [](const char* number, const char* distribution) {
    json reply = {{"version", {{"number", number}}}};
    if (distribution != nullptr) reply["version"]["distribution"] = distribution;
    return reply;
  };
  EXPECT_EQ(ReadServerVersion(version("8.19.13", nullptr)).ToString(), "Elasticsearch 8.19.13");
  EXPECT_EQ(ReadServerVersion(version("7.17.0", nullptr)).ToString(), "Elasticsearch 7.17.0");
  EXPECT_EQ(ReadServerVersion(version("9.4.3-SNAPSHOT", nullptr)).ToString(), "Elasticsearch 9.4.3-SNAPSHOT");
  EXPECT_EQ(ReadServerVersion(version("3.8.0", "opensearch")).ToString(), "OpenSearch 3.8.0");
  EXPECT_EQ(ReadServerVersion(version("2.1.0", "opensearch")).ToString(), "OpenSearch 2.1.0");
  for (const json& reply :
       {version("7.16.3", nullptr), version("6.8.0", nullptr), version("10.0.0", nullptr),
        version("1.3.0", "opensearch"), version("3.8.0", nullptr), version("", nullptr), version("x", nullptr),
        json::object(), json({{"version", 8}}), json({{"version", {{"number", 8}}}})}) {
    EXPECT_EQ(KindOf([&] { ReadServerVersion(reply); }), Kind::kConfig) << reply;
  }
}

}  // namespace
}  // namespace cdc::es
