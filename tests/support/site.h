// What one walcast works on, with names that no other test has: its configuration, slot, aliases and keys. Several
// daemons may share a site, as two hosts that stand by for each other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/http.h"
#include "tests/support/scratch.h"

namespace cdc::test {

struct SiteIndex {
  std::string name;      // short, "movies": the alias gets a prefix of the test's own
  std::string document;  // SQL
  Json definition;
  std::string root, key;  // as in the configuration
};

class Site {
 public:
  // `dsn`: of the database that is followed. Redis and Elasticsearch are those of the suite.
  Site(std::string dsn, std::vector<SiteIndex> indices);
  // Removes slot, indices, templates and Redis keys. Daemons must be gone, the database may be.
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const std::string& dsn() const { return dsn_; }
  const std::string& slot() const { return slot_; }
  const std::string& prefix() const { return prefix_; }
  std::string Alias(const std::string& index) const { return prefix_ + "-" + index; }
  const std::vector<SiteIndex>& indices() const { return indices_; }
  const Scratch& scratch() const { return scratch_; }
  std::filesystem::path config_file() const { return scratch_.path() / "walcast.json"; }

  // Merged into the configuration, as RFC 7386 says; in force at the next start of a daemon.
  void Configure(const Json& patch);
  void SetDocument(const std::string& index, const std::string& sql);
  void SetDefinition(const std::string& index, const Json& definition);
  void UseFileStore() {
    Configure({{"checkpoint", {{"store", "file"}, {"url", nullptr}, {"path", FileStore().string()}}}});
  }
  std::filesystem::path FileStore() const { return scratch_.path() / "checkpoint"; }

  // The generation that the alias names; "" for none.
  std::string Generation(const std::string& index) const;
  std::vector<std::string> Generations(const std::string& index) const;  // all that exist

 private:
  void Write() const;
  SiteIndex& Find(const std::string& index);

  const std::string dsn_;
  const std::string slot_;
  const std::string prefix_;
  std::vector<SiteIndex> indices_;
  Scratch scratch_;
  Json config_;
};

}  // namespace cdc::test
