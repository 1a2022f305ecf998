// What `doctor` makes of Redis's settings.
#include "cdc/cli/doctor_servers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cdc::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<stream::Finding> Judge(const char* url, const std::map<std::string, std::string>& settings) {
  return JudgeRedis(redis::ParseAddress(url), settings);
}

TEST(DoctorOfRedis, SendsRemediesToTheServerOfTheConfiguration) {
  const auto findings =
      Judge("redis://cache:6380/2", {{"appendonly", "no"}, {"maxmemory", "100"}, {"maxmemory-policy", "allkeys-lru"}});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].remedy,
            "redis-cli -u redis://cache:6380/2 CONFIG SET appendonly yes && "
            "redis-cli -u redis://cache:6380/2 CONFIG REWRITE");
  EXPECT_EQ(findings[1].remedy,
            "redis-cli -u redis://cache:6380/2 CONFIG SET maxmemory-policy noeviction && "
            "redis-cli -u redis://cache:6380/2 CONFIG REWRITE");
}

TEST(DoctorOfRedis, ShowsNoPasswordButThatOneIsNeeded) {
  const auto remedy = Judge("redis://writer:s3cret@cache/0", {{"appendonly", "no"}})[0].remedy;
  EXPECT_THAT(remedy, HasSubstr("REDISCLI_AUTH=… redis-cli -u redis://cache:6379/0 --user 'writer' CONFIG SET"));
  EXPECT_THAT(remedy, Not(HasSubstr("s3cret")));
}

TEST(DoctorOfRedis, IsContentWithAServerThatKeepsItsData) {
  for (const auto& finding : Judge("redis://cache", {{"appendonly", "yes"}, {"maxmemory", "0"}})) {
    EXPECT_EQ(finding.level, stream::Finding::Level::kOk) << finding.check;
  }
}

}  // namespace
}  // namespace cdc::cli
