#include "tests/support/minio.h"

#include <csignal>
#include <stdexcept>

#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/support/web.h"

namespace cdc::test {
namespace {

constexpr const char* kUser = "films-test";
constexpr const char* kPassword = "quiet harbour nine";

std::string Program() {
  const auto found = RunToEnd({(SourceRoot() / "tests/support/minio.sh").string()}, {}, std::chrono::minutes(14));
  if (found.exit != 0) throw std::runtime_error("MinIO cannot be had: " + found.output);
  const auto end = found.output.find_last_not_of('\n') + 1;
  const auto begin = found.output.rfind('\n', end - 1);
  return found.output.substr(begin == std::string::npos ? 0 : begin + 1,
                             end - (begin == std::string::npos ? 0 : begin + 1));
}

}  // namespace

Minio::Minio() : listen_(FreeAddress()), endpoint_("http://" + listen_) {
  const auto log = scratch_.path() / "minio.log";
  process_.emplace(
      std::vector<std::string>{Program(), "server", "--address", listen_, (scratch_.path() / "data").string()}, log,
      std::map<std::string, std::string>{{"MINIO_ROOT_USER", kUser},
                                         {"MINIO_ROOT_PASSWORD", kPassword},
                                         {"MINIO_BROWSER", "off"},
                                         {"MINIO_CI_CD", "1"},
                                         {"HOME", scratch_.path().string()}});
  const auto ready = [&] {
    return Web(endpoint_).Send("GET", "/minio/health/ready", "", {}, std::chrono::seconds(5)).status == 200;
  };
  if (!WaitUntil([&] { return ready() || !process_->Running(); }, std::chrono::seconds(60)) || !ready()) {
    throw std::runtime_error("MinIO did not become ready:\n" + ReadFile(log));
  }
  const auto made = Ask({"--request", "PUT", endpoint_ + "/films"});
  if (made.exit != 0) throw std::runtime_error("the bucket cannot be made: " + made.output);
}

Minio::~Minio() {
  process_->Signal(SIGTERM);
  process_->Join(std::chrono::seconds(10));
}

Finished Minio::Ask(std::vector<std::string> words) const {
  words.insert(words.begin(), {"curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--aws-sigv4",
                               "aws:amz:us-east-1:s3", "--user", std::string(kUser) + ":" + kPassword});
  return RunToEnd(words);
}

std::vector<std::string> Minio::Settings() const {
  return {"files.store=s3",
          "s3.endpoint=" + endpoint_,
          "s3.bucket=films",
          std::string("s3.access_key=") + kUser,
          std::string("s3.secret_key=") + kPassword,
          "s3.prefix=test/"};
}

std::vector<std::string> Minio::Keys() const {
  const auto listed = Ask({endpoint_ + "/films?list-type=2"});
  if (listed.exit != 0) throw std::runtime_error("the bucket cannot be listed: " + listed.output);
  std::vector<std::string> keys;
  for (std::size_t at = 0; (at = listed.output.find("<Key>", at)) != std::string::npos;) {
    at += 5;
    keys.push_back(listed.output.substr(at, listed.output.find("</Key>", at) - at));
  }
  return keys;
}

}  // namespace cdc::test
