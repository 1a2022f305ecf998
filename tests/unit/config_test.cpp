#include "cdc/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cdc/base/error.h"
#include "cdc/config_parse.h"
#include "cdc/config_schema.h"
#include "cdc/config_schema_text.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kIndices = R"("indices": [{"name": "movies", "document": "d.sql", "definition": "d.json"}])";

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    directory_ = (fs::temp_directory_path() / "walcast-config-XXXXXX").string();
    if (mkdtemp(directory_.data()) == nullptr) throw std::runtime_error("cannot make a directory");
    Write("d.sql", "SELECT 1 AS _id");
    Write("d.json", R"({"settings": {}, "mappings": {}})");
    sources_.file = directory_ + "/walcast.json";
  }
  ~ConfigTest() override { fs::remove_all(directory_); }

  void Write(const std::string& name, const std::string& text) { std::ofstream(directory_ + "/" + name) << text; }

  // The file holds these members beside the index.
  LoadedConfig Load(const std::string& members = "") {
    Write("walcast.json", "{" + members + (members.empty() ? "" : ", ") + kIndices + "}");
    return LoadConfig(sources_);
  }
  std::string Fault(const std::string& members) {
    try {
      Load(members);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kConfig);
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "no fault";
  }
  std::string FaultOfText(const std::string& text) {
    Write("walcast.json", text);
    try {
      LoadConfig(sources_);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kConfig);
      return error.what();
    }
    return "no fault";
  }

  std::string directory_;
  ConfigSources sources_;
};

TEST_F(ConfigTest, WhatTheFileDoesNotSayIsTheStructsDefault) {
  const auto loaded = Load();
  const Config defaults;
  EXPECT_EQ(loaded.config.postgres.dsn, defaults.postgres.dsn);
  EXPECT_EQ(loaded.config.batch.bytes, 8u << 20);
  EXPECT_EQ(loaded.config.backoff.min, std::chrono::milliseconds(100));
  EXPECT_EQ(loaded.file, sources_.file);
  ASSERT_EQ(loaded.config.indices.size(), 1u);
  const auto& index = loaded.config.indices[0];
  EXPECT_EQ(index.document, directory_ + "/d.sql");
  EXPECT_EQ(index.document_sql, "SELECT 1 AS _id");
  EXPECT_TRUE(index.definition_json.contains("mappings"));
  EXPECT_EQ(loaded.origin.at("postgres.dsn"), "default");
  EXPECT_EQ(loaded.origin.at("indices"), "file");
}

TEST_F(ConfigTest, CommentsAndASchemaForEditorsAreAllowed) {
  const auto loaded = Load("// a comment\n /* another */ \"$schema\": \"walcast.schema.json\", \"on_gap\": \"stop\"");
  EXPECT_EQ(loaded.config.on_gap, "stop");
}

TEST_F(ConfigTest, TheShippedConfigurationHasNoFaultOfItsOwn) {
  sources_.file = WALCAST_SOURCE_DIR "/config/walcast.json";
  const auto loaded = LoadConfig(sources_);
  EXPECT_EQ(loaded.config.indices.size(), 3u);
}

TEST_F(ConfigTest, TheEnvironmentWinsOverTheFileAndSetOverBoth) {
  sources_.environment = {{"WALCAST_POSTGRES__SLOT", "from_environment"},
                          {"WALCAST_ON_GAP", "stop"},
                          {"WALCAST_BATCH__WRITERS", "5"},
                          {"WALCAST_BATCH__BYTES", "64KiB"},
                          {"WALCAST_BUSY_LIMIT", "90s"},
                          {"WALCAST_ELASTICSEARCH__COMPRESS", "true"},
                          {"WALCAST_ELASTICSEARCH__URLS", "http://a:9200, https://b:9200"},
                          {"WALCAST_CONFIG", "elsewhere"},
                          {"WALCAST_BIN", "x"},
                          {"WALCAST_SOURCE", "x"},
                          {"WALCAST_TEST_REDIS", "x"},
                          {"WALCAST_ADMIN_SESSION__KEY", "x"},
                          {"WALCAST_SOMEBODY_ELSES", "x"},
                          {"HOME", "/"}};
  sources_.settings = {{"batch.writers", "6"}, {"batch.writers", "7"}, {"log.level", "debug"}};
  const auto loaded =
      Load(R"("postgres": {"slot": "from_file", "plugin": "pgoutput"}, "batch": {"writers": 4, "documents": 10})");
  const Config& config = loaded.config;
  EXPECT_EQ(config.postgres.slot, "from_environment");
  EXPECT_EQ(config.postgres.plugin, "pgoutput");
  EXPECT_EQ(config.on_gap, "stop");
  EXPECT_EQ(config.batch.writers, 7u);
  EXPECT_EQ(config.batch.documents, 10u);
  EXPECT_EQ(config.batch.bytes, 65536u);
  EXPECT_EQ(config.busy_limit, std::chrono::seconds(90));
  EXPECT_TRUE(config.elasticsearch.compress);
  EXPECT_EQ(config.elasticsearch.urls, (std::vector<std::string>{"http://a:9200", "https://b:9200"}));
  EXPECT_EQ(loaded.origin.at("postgres.slot"), "WALCAST_POSTGRES__SLOT");
  EXPECT_EQ(loaded.origin.at("postgres.plugin"), "file");
  EXPECT_EQ(loaded.origin.at("batch.writers"), "--set");
  EXPECT_EQ(loaded.origin.at("on_gap"), "WALCAST_ON_GAP");
  EXPECT_EQ(loaded.origin.at("batch.queue"), "default");
}

TEST_F(ConfigTest, AnIndexListMayComeFromTheEnvironmentAsJson) {
  sources_.environment = {{"WALCAST_INDICES", R"([{"name": "x", "document": "d.sql", "definition": "d.json"}])"}};
  EXPECT_EQ(Load().config.indices.at(0).name, "x");
}

TEST_F(ConfigTest, TheFileIsFoundByTheEnvironment) {
  Load();
  sources_.environment["WALCAST_CONFIG"] = std::exchange(sources_.file, "");
  EXPECT_EQ(LoadConfig(sources_).config.indices.size(), 1u);
}

TEST_F(ConfigTest, ANameInBracesReadsTheEnvironment) {
  sources_.environment = {{"DB_PASSWORD", "p${x}"}, {"N", "3"}, {"NODES", "http://a:1,http://b:2"}};
  const auto loaded = Load(R"("postgres": {"dsn": "postgresql://u:${DB_PASSWORD}@h/db"}, "batch": {"writers": "${N}"},
                              "elasticsearch": {"urls": "${NODES}", "password": "$${a}$b", "username": "u"})");
  EXPECT_EQ(loaded.config.postgres.dsn, "postgresql://u:p${x}@h/db")
      << "what comes from the environment is not read again";
  EXPECT_EQ(loaded.config.batch.writers, 3u);
  EXPECT_EQ(loaded.config.elasticsearch.urls.size(), 2u);
  EXPECT_EQ(loaded.config.elasticsearch.password, "${a}$b");
}

TEST_F(ConfigTest, AVariableThatIsMissingOrEmptyMayHaveAnotherTextInItsPlace) {
  Write("secret", "s3\n");
  const std::string members = R"("postgres": {"dsn": "host=${HOST:-db} password=${file:${PLACE:-.}/secret}"})";
  EXPECT_EQ(Load(members).config.postgres.dsn, "host=db password=s3");
  sources_.environment = {{"HOST", ""}, {"PLACE", directory_}};
  EXPECT_EQ(Load(members).config.postgres.dsn, "host=db password=s3");
  sources_.environment["HOST"] = "db:-2";
  EXPECT_EQ(Load(members).config.postgres.dsn, "host=db:-2 password=s3");
  EXPECT_EQ(Load(R"("postgres": {"dsn": "host=h${NONE:-}"})").config.postgres.dsn, "host=h");
  EXPECT_THAT(Fault(R"("postgres": {"dsn": "${:-x}"})"), HasSubstr("begins neither a variable's name"));
}

TEST_F(ConfigTest, AValueMayBeTakenFromAFileWhichIsNotLookedAtAgain) {
  Write("secret", "s3${N}\n");
  Write("lines", "a\r\nb\r\n");
  Write("seven", "7\n");
  sources_.environment = {{"PLACE", directory_}, {"N", "3"}};
  const auto loaded =
      Load(R"("postgres": {"dsn": "host=h password=${file:secret}"}, "batch": {"writers": "${file:seven}"},
                              "elasticsearch": {"username": "${file:lines}", "password": "x${file:${PLACE}/secret}y"})");
  EXPECT_EQ(loaded.config.postgres.dsn, "host=h password=s3${N}");
  EXPECT_EQ(loaded.config.batch.writers, 7U);
  EXPECT_EQ(loaded.config.elasticsearch.username, "a\r\nb");
  EXPECT_EQ(loaded.config.elasticsearch.password, "xs3${N}y");
}

TEST_F(ConfigTest, AFileThatCanHoldNoSecretIsRefusedWithoutQuotingIt) {
  Write("large", std::string((64 << 10) + 1, 'x'));
  Write("binary", std::string("ab\0c", 4));
  EXPECT_THAT(Fault(R"("postgres": {"dsn": "${file:large}"})"), HasSubstr("/large is larger than 64 KiB"));
  EXPECT_THAT(Fault(R"("postgres": {"dsn": "${file:binary}"})"),
              AllOf(HasSubstr("/binary is no text"), Not(HasSubstr("ab"))));
}

struct Bad {
  const char* members;
  const char* expected;
};

TEST_F(ConfigTest, EachFaultNamesItsKeyAndTheRemedy) {
  const Bad cases[] = {
      {R"("postgers": {})", "postgers: there is no such key. Did you mean postgres?"},
      {R"("dsn": "x")", "dsn: there is no such key. Did you mean postgres.dsn?"},
      {R"("postgres": {"slto": "x"})", "postgres.slto: there is no such key. Did you mean slot?"},
      {R"("postgres": {"zzzzzzzz": 1})", "postgres.zzzzzzzz: there is no such key. There are: dsn, slot, plugin."},
      {R"("postgres": 5)", "postgres: must be an object"},
      {R"("postgres": {"dsn": 5})", "postgres.dsn: must be a text, not empty. Connection string"},
      {R"("postgres": {"dsn": ""})", "postgres.dsn: must be a text, not empty"},
      {R"("postgres": {"slot": "Slot-1"})", "postgres.slot: must be a text, of the form ^[a-z0-9_]{1,63}$. Name of"},
      {R"("postgres": {"plugin": "decoderbufs"})", "postgres.plugin: must be one of wal2json, pgoutput"},
      {R"("elasticsearch": {"urls": []})", "elasticsearch.urls: must be a list, not empty"},
      {R"("elasticsearch": {"urls": ["ftp://h"]})", "elasticsearch.urls[0]: must be a text, of the form"},
      {R"("elasticsearch": {"urls": ["http://a", "http://b:x"]})",
       "elasticsearch.urls[1]: is no address of Elasticsearch"},
      {R"("elasticsearch": {"urls": ["http://a:99999"]})", "elasticsearch.urls[0]: is no address of Elasticsearch"},
      {R"("elasticsearch": {"urls": ["http://a?x=1"]})", "elasticsearch.urls[0]: is no address of Elasticsearch"},
      {R"("elasticsearch": {"urls": "http://a"})", "elasticsearch.urls: must be a list"},
      {R"("elasticsearch": {"compress": "yes"})", "elasticsearch.compress: must be true or false"},
      {R"("elasticsearch": {"password": "x"})", "elasticsearch.username: is missing beside the password"},
      {R"("elasticsearch": {"ca_file": "nowhere.pem"})", "elasticsearch.ca_file: cannot read "},
      {R"("checkpoint": {"url": "rediss://h"})", "checkpoint.url: asks for TLS (rediss://), which"},
      {R"("checkpoint": {"url": "http://h"})", "checkpoint.url: is no address of Redis. Write it as redis://"},
      {R"("checkpoint": {"url": "redis://h/x"})", "checkpoint.url: names a database that is no number"},
      {R"("checkpoint": {"url": "redis://h:0x"})", "checkpoint.url: is no address of Redis"},
      {R"("checkpoint": {"prefix": "a b"})", "checkpoint.prefix: holds other characters"},
      {R"("checkpoint": {"store": "file"})",
       "checkpoint.path: is missing, as checkpoint.store is file. Name a directory"},
      {R"("checkpoint": {"store": "disk"})", "checkpoint.store: must be one of redis, file"},
      {R"("batch": {"documents": 0})", "batch.documents: must be a whole number from 1 to 100000. Most documents"},
      {R"("batch": {"writers": 1.5})", "batch.writers: must be a whole number from 1 to 64"},
      {R"("batch": {"writers": -1})", "batch.writers: must be a whole number from 1 to 64"},
      {R"("batch": {"bytes": "8 lots"})", "batch.bytes: must be bytes, as a number or as a string with a unit"},
      {R"("batch": {"bytes": 0})", "batch.bytes: must be bytes"},
      {R"("batch": {"linger": 5})",
       "batch.linger: must be a whole number with its unit: us, ms, s, min or h. Longest wait"},
      {R"("batch": {"linger": "5 weeks"})", "batch.linger: must be a whole number with its unit"},
      {R"("backoff": {"min": "0s"})", "backoff.min: must be more than 0"},
      {R"("backoff": {"min": "2s", "max": "1s"})", "backoff.min: is longer than backoff.max"},
      {R"("busy_limit": "0ms")", "busy_limit: must be more than 0"},
      {R"("on_gap": "ignore")", "on_gap: must be one of rebuild, stop"},
      {R"("control": {"listen": "8091"})", "control.listen: must be a text, of the form"},
      {R"("control": {"listen": "h:99999"})", "control.listen: is no host and port"},
      {R"("control": {"listen": "0.0.0.0:8091"})", "control.token: is missing, as control.listen can be reached"},
      {R"("control": {"listen": "127.evil.example:8091"})", "control.token: is missing"},
      {R"("log": {"level": "loud"})", "log.level: must be one of"},
      {R"("postgres": {"dsn": "${NOT_THERE}"})",
       "postgres.dsn: the environment has no variable NOT_THERE. Set the variable"},
      {R"("postgres": {"dsn": "a${b"})", "postgres.dsn: holds a ${ that no } ends"},
      {R"("postgres": {"dsn": "a${b c}"})", "postgres.dsn: holds a ${ that begins neither a variable's name nor file:"},
      {R"("postgres": {"dsn": "${file:not_there}"})", "/not_there: No such file or directory"},
      {R"("postgres": {"dsn": "${file:/}"})", "postgres.dsn: cannot read the file /: it is no file"},
      {R"("on_gap": "stop", "on_gap": "rebuild")", "on_gap: stands twice in one object"},
  };
  for (const auto& bad : cases) {
    const auto fault = Fault(bad.members);
    EXPECT_THAT(fault, HasSubstr(bad.expected)) << bad.members;
    EXPECT_THAT(fault, HasSubstr("has 1 fault:")) << bad.members;
  }
}

TEST_F(ConfigTest, EachFaultOfAnIndexNamesItsPlaceAndTheRemedy) {
  Write("bad.json", "{\n  \"mappings\": {\n    \"x\" 1\n}}");
  Write("more.json", R"({"aliases": {}})");
  Write("list.json", "[]");
  Write("empty.sql", "");
  const std::string files = R"("document": "d.sql", "definition": "d.json")";
  const std::pair<std::string, const char*> cases[] = {
      {R"({"name": "Movies", )" + files + "}",
       "indices[0].name: must be a text, of at most 200 characters, of the form"},
      {R"({"name": "-movies", )" + files + "}", "indices[0].name: must be a text"},
      {R"({"name": ")" + std::string(201, 'x') + R"(", )" + files + "}",
       "indices[0].name: must be a text, of at most 200"},
      {R"({"name": ")" + std::string(200'000, 'x') + R"(", )" + files + "}",
       "indices[0].name: must be a text, of at most"},
      {R"({"name": "movies-000001", )" + files + "}", "indices[0].name: ends like a generation of an index"},
      {R"({"name": "a", )" + files + R"(}, {"name": "a", )" + files + "}",
       "indices[1].name: is the name of another index"},
      {"{" + files + "}", "indices[0].name: is missing. Name of the alias"},
      {"5", "indices[0]: must be an object"},
      {R"({"name": "a", "definition": "d.json"})", "indices[0].document: is missing. File with the SELECT"},
      {R"({"name": "a", "document": "no.sql", "definition": "d.json"})",
       "/no.sql: No such file or directory. Paths count"},
      {R"({"name": "a", "document": ".", "definition": "d.json"})", "is a directory. Name a file"},
      {R"({"name": "a", "document": "empty.sql", "definition": "d.json"})", "/empty.sql is empty"},
      {R"({"name": "a", "document": "d.sql", "definition": "bad.json"})",
       "/bad.json is no JSON: the fault is at line 3"},
      {R"({"name": "a", "document": "d.sql", "definition": "more.json"})", "/more.json holds aliases beside settings"},
      {R"({"name": "a", "document": "d.sql", "definition": "list.json"})", "/list.json is no JSON object"},
      {R"({"name": "a", "root": "t", "key": "id", )" + files + "}",
       "indices[0].root: names no table. Write it as schema.table"},
      {R"({"name": "a", "root": "s.t", )" + files + "}", "indices[0].key: is missing. root and key go together"},
      {R"({"name": "a", "identity": "none", )" + files + "}", "indices[0].identity: must be one of full, index"},
      {R"({"name": "a", "rots": {}, )" + files + "}", "indices[0].rots: there is no such key. Did you mean "},
      {R"({"name": "a", "routes": {"person": {"columns": ["id"]}}, )" + files + "}",
       "indices[0].routes.person: names no table"},
      {R"({"name": "a", "routes": {"s.t": {"sql": "x"}}, )" + files + "}", "indices[0].routes.s.t.columns: is missing"},
      {R"({"name": "a", "routes": {"s.t": {"columns": []}}, )" + files + "}",
       "indices[0].routes.s.t.columns: must be a list"},
      {R"({"name": "a", "routes": {"s.t": {"columns": ["a", "b"]}}, )" + files + "}",
       "indices[0].routes.s.t.sql: is missing"},
      {R"({"name": "a", "routes": {"s.t": {"columns": ["a"], "mode": "x"}}, )" + files + "}",
       "indices[0].routes.s.t.mode: must be one of add, replace"},
  };
  for (const auto& [index, expected] : cases) {
    const auto fault = FaultOfText("{\"indices\": [" + index + "]}");
    EXPECT_THAT(fault, HasSubstr(expected)) << index.substr(0, 300);
  }
  EXPECT_THAT(FaultOfText("{}"), HasSubstr("indices: is missing"));
  EXPECT_THAT(FaultOfText("{\"indices\": []}"), HasSubstr("indices: must be a list, not empty"));
}

TEST_F(ConfigTest, AllFaultsAreToldAtOnce) {
  sources_.environment = {
      {"WALCAST_POSTGRES__SLOT", "Bad!"}, {"WALCAST_POSTGRES__DNS", "x"}, {"WALCAST_ONGAP", "stop"}};
  sources_.settings = {{"batch.writers", "many"}, {"batch.writer", "1"}};
  const auto fault = Fault(R"("logs": {}, "checkpoint": {"url": "rediss://h"}, "backoff": {"min": "2s", "max": "1s"})");
  EXPECT_THAT(fault, HasSubstr("has 8 faults:"));
  for (const char* expected :
       {"\n  WALCAST_POSTGRES__DNS: is no setting. Did you mean WALCAST_POSTGRES__DSN?",
        "\n  WALCAST_ONGAP: is no setting. Did you mean WALCAST_ON_GAP?",
        "\n  postgres.slot (from WALCAST_POSTGRES__SLOT): must be", "\n  batch.writers (from --set): must be",
        "\n  --set batch.writer: there is no such key. Did you mean batch.writers?", "\n  logs: there is no such key",
        "\n  checkpoint.url: asks for TLS", "\n  backoff.min: is longer"}) {
    EXPECT_THAT(fault, HasSubstr(expected));
  }
}

TEST_F(ConfigTest, AGroupIsNoSettingOfTheEnvironment) {
  sources_.environment = {{"WALCAST_POSTGRES", "postgresql://h"}};
  EXPECT_THAT(Fault(""), HasSubstr("WALCAST_POSTGRES: is a group of keys"));
}

TEST_F(ConfigTest, ASyntaxErrorIsToldWithLineAndColumnAndWithoutWhatStandsThere) {
  const auto fault = FaultOfText("{\n  \"postgres\": {\n    \"dsn\" \"postgresql://u:secret@h/db\"\n  }\n}\n");
  EXPECT_THAT(fault, AllOf(HasSubstr("line 3, column"), Not(HasSubstr("secret"))));
  EXPECT_THAT(FaultOfText("[1]"), HasSubstr("is no JSON object"));
  EXPECT_THAT(FaultOfText(""), HasSubstr("is no JSON"));
  EXPECT_THAT(FaultOfText(std::string(100'000, '[')), HasSubstr("nested too deep"));
}

TEST_F(ConfigTest, AFileThatCannotBeReadIsNamed) {
  sources_.file = directory_ + "/nowhere.json";
  EXPECT_THAT([&] { LoadConfig(sources_); },
              testing::ThrowsMessage<Error>(AllOf(HasSubstr("cannot read"), HasSubstr("nowhere.json"))));
  sources_.file = directory_;
  EXPECT_THAT([&] { LoadConfig(sources_); }, testing::ThrowsMessage<Error>(HasSubstr("cannot read")));
}

TEST_F(ConfigTest, NoFaultShowsASecret) {
  const char* secret = "geheim";
  const std::string members[] = {
      R"("postgres": {"dsn": ["geheim"]})",
      R"("checkpoint": {"url": "rediss://:geheim@h"})",
      R"("checkpoint": {"url": "redis//:geheim@h"})",
      R"("elasticsearch": {"urls": ["http://u:geheim@h:x"], "password": "geheim"})",
      R"("control": {"token": 5, "listen": "geheim"})",
  };
  for (const auto& member : members)
    EXPECT_THAT(Fault(member), AllOf(HasSubstr("fault"), Not(HasSubstr(secret)))) << member;
  sources_.environment = {{"WALCAST_CHECKPOINT__URL", "http://geheim"}, {"WALCAST_X__Y", "geheim"}};
  EXPECT_THAT(Fault(""), AllOf(HasSubstr("2 faults"), Not(HasSubstr(secret))));
}

TEST_F(ConfigTest, WhatIsInForceShowsEveryKeyAndNoSecret) {
  const auto loaded = Load(R"("postgres": {"dsn": "postgresql://u:geheim@h/db"},
      "elasticsearch": {"urls": ["https://u:geheim@h:9200"], "username": "u", "password": "geheim", "api_key": "geheim"},
      "checkpoint": {"url": "redis://:geheim@h/1"}, "control": {"token": "geheim"}, "batch": {"linger": "1500ms", "bytes": 1000})");
  const std::string text = loaded.effective.dump();
  EXPECT_THAT(text, Not(HasSubstr("geheim")));
  EXPECT_EQ(loaded.effective["postgres"]["dsn"], "postgresql://u:***@h/db");
  EXPECT_EQ(loaded.effective["checkpoint"]["url"], "redis://:***@h/1");
  EXPECT_EQ(loaded.effective["elasticsearch"]["urls"][0], "https://u:***@h:9200");
  EXPECT_EQ(loaded.effective["control"]["token"], "***");
  EXPECT_EQ(loaded.effective["batch"]["linger"], "1500ms");
  EXPECT_EQ(loaded.effective["batch"]["bytes"], "1000B");
  EXPECT_EQ(loaded.config.control.token, "geheim");
}

TEST(ConfigMask, HidesPasswordsWhereverADsnMayHoldThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"postgresql://u@h/db", "postgresql://u@h/db"},
      {"postgresql://h:5432/db", "postgresql://h:5432/db"},
      {"postgresql:///db?host=/tmp", "postgresql:///db?host=/tmp"},
      {"postgres://u:p@h1:1,h2:2/db?target_session_attrs=primary",
       "postgres://u:***@h1:1,h2:2/db?target_session_attrs=primary"},
      {"postgresql://u:p/a?s@s#x@h/db", "postgresql://u:***@h/db"},
      {"postgresql://h/db?user=u&password=p&sslpassword=q&x=1",
       "postgresql://h/db?user=u&password=***&sslpassword=***&x=1"},
      {"host=h password=p dbname=d", "host=h password=*** dbname=d"},
      {"password = 'p \\' q' user=u", "password = *** user=u"},
      {"user=u password=p\\ q sslpassword='", "user=u password=*** sslpassword=***"},
      {"host=h password='a://b'", "host=h password=***"},
      {"p s w", "***"},
      {"", ""},
  };
  for (const auto& [dsn, masked] : cases) EXPECT_EQ(MaskDsn(dsn), masked) << dsn;
}

// The structs are the truth; the schema, which people and editors read, must say the same.
TEST_F(ConfigTest, TheSchemaTellsTheDefaultsOfTheStructs) {
  const auto effective = Load().effective;
  const Json schema = Json::parse(kConfigSchema);
  const std::function<void(const Json&, const Json&, const std::string&)> compare =
      [&](const Json& node, const Json& value, const std::string& path) {
        for (const auto& [name, child] : node["properties"].items()) {
          const std::string key = path + "/" + name;
          if (child.contains("properties")) {
            ASSERT_TRUE(value.contains(name)) << key;
            compare(child, value[name], key);
          } else if (child.contains("default")) {
            ASSERT_TRUE(value.contains(name)) << key << " is in the schema and not in the structs";
            EXPECT_EQ(value[name], child["default"]) << key;
          }
        }
      };
  compare(schema, effective, "");
  compare(schema["definitions"]["index"], effective["indices"][0], "/indices");
  EXPECT_EQ(schema["definitions"]["route"]["properties"]["mode"]["default"], RouteConfig().mode);
}

TEST_F(ConfigTest, WhatIsInForceIsAValidConfigurationThatSaysTheSameAndLacksNoKey) {
  Write("walcast.json",
        R"({"checkpoint": {"store": "file", "path": "here"}, "indices": [{"name": "a", "document": "d.sql",
      "definition": "d.json", "root": "s.t", "key": "id", "routes": {"s.t": {"columns": ["id"], "sql": "SELECT 1"}}}]})");
  const auto first = LoadConfig(sources_);
  EXPECT_EQ(first.config.checkpoint.path, directory_ + "/here");
  Write("walcast.json", first.effective.dump());
  EXPECT_EQ(LoadConfig(sources_).effective, first.effective);
  const ConfigSchema known;
  for (const auto& key : known.keys()) {
    std::string pointer = "/" + key;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    EXPECT_TRUE(first.effective.contains(Json::json_pointer(pointer))) << key;
  }
  const Json schema = Json::parse(kConfigSchema);
  for (const auto& [name, child] : schema["definitions"]["index"]["properties"].items()) {
    EXPECT_TRUE(first.effective["indices"][0].contains(name)) << name;
  }
}

}  // namespace
}  // namespace cdc::test
