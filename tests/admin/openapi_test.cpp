// The server keeps what its OpenAPI document promises: schemathesis makes requests of the document, right and wrong
// ones, and holds the answers against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/public.h"

namespace cdc::test {
namespace {

const std::string kPassword = "violet tram beyond seven";

class Promises : public Public {
 protected:
  Promises() : Public(60) {
    const auto installed = RunToEnd({(SourceRoot() / "tests/support/venv.sh").string(),
                                     (SourceRoot() / "tests/admin/schemathesis.txt").string(), place_},
                                    {}, std::chrono::seconds(300));
    if (installed.exit != 0) throw std::runtime_error("schemathesis cannot be installed: " + installed.output);
  }

  void SignIn() {
    const auto added =
        server_->Command({"user", "add", "ann", "--role", "administrator", "--password-stdin"}, kPassword + "\n");
    ASSERT_EQ(added.exit, 0) << added.output;
    const auto reply = web_->Post("/api/session", {{"name", "ann"}, {"password", kPassword}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    web_->csrf = reply.Json().at("csrf").get<std::string>();
  }

  // Requests of what `selection` names, as `ann` where she is signed in; the same seed each time.
  void Check(const std::vector<std::string>& selection, const std::string& checks = "not_a_server_error,") {
    std::string settings;
    std::vector<std::string> headers;
    if (!web_->csrf.empty()) {
      settings = "[auth.openapi.session]\napi_key = \"" + web_->Cookie("sid") + "\"\n";
      headers = {"--header", "X-CSRF-Token: " + web_->csrf};
    }
    std::vector<std::string> command = {
        place_ + "/venv/bin/schemathesis",
        "--config-file",
        scratch_.Write("schemathesis.toml", settings).string(),
        "run",
        server_->url() + "/api/openapi.json",
        "--seed",
        "20261121",
        "--max-examples",
        "15",
        "--phases",
        "examples,coverage,fuzzing",
        "--no-color",
        "--warnings",
        "off",
        "--generation-database",
        "none",
        "--request-timeout",
        "30",
        "--checks",
        checks +
            "status_code_conformance,content_type_conformance,response_headers_conformance,"
            "response_schema_conformance,unsupported_method"};
    command.insert(command.end(), selection.begin(), selection.end());
    command.insert(command.end(), headers.begin(), headers.end());
    const auto finished =
        RunToEnd(command,
                 {{"HOME", scratch_.path().string()},
                  {"SCHEMATHESIS_HOOKS", (SourceRoot() / "tests/admin/schemathesis_hooks.py").string()}},
                 std::chrono::seconds(280));
    EXPECT_EQ(finished.exit, 0) << Shortened(finished.output);
    EXPECT_EQ(finished.output.find(" 0 generated"), std::string::npos) << Shortened(finished.output);
  }
  // Long lines of the report are requests that are long on purpose.
  static std::string Shortened(const std::string& report) {
    std::string text;
    std::istringstream lines(report);
    for (std::string line; std::getline(lines, line) && text.size() < 20000;) text += line.substr(0, 300) + "\n";
    return text;
  }

  const std::string place_ = Environment("WALCAST_SCHEMATHESIS");
  Scratch scratch_;
};

TEST_F(Promises, OfThePublicApiAreKept) {
  Check({"--include-path-regex", "^/api/(v1/|openapi)", "--exclude-path", "/api/v1/search"});
  Check({"--include-path", "/api/v1/search"}, "");  // there is no index here: 503 is what it promises then
}

TEST_F(Promises, OfTheEditingApiAreKept) {
  ASSERT_NO_FATAL_FAILURE(SignIn());
  Check({"--include-path-regex", "^/api/admin/", "--exclude-path-regex", "users|tokens|freshness|index-again"});
  EXPECT_EQ(web_->Get("/api/session").status, 200) << "it was signed in all the time";
}

TEST_F(Promises, OfUsersAndTokensAreKept) {
  ASSERT_NO_FATAL_FAILURE(SignIn());
  Check({"--include-path-regex", "^/api/admin/(users|tokens)$"});
  EXPECT_EQ(web_->Get("/api/session").status, 200) << "it was signed in all the time";
  Check({"--include-path-regex",
         "^/api/admin/(users|tokens)/"});  // which may end the session: ids are taken from answers
}

}  // namespace
}  // namespace cdc::test
