// The indices of an Elasticsearch (7.17, 8, 9) or OpenSearch (2, 3).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "cdc/es/client.h"
#include "cdc/es/server_version.h"
#include "cdc/stream/indices.h"

namespace cdc::es {

class Indices final : public stream::Indices {
 public:
  // Once `stop` is requested every call, also one that waits, throws kUnavailable.
  explicit Indices(EsOptions options, std::stop_token stop = {});

  std::string Server() override;
  // OpenSearch does not know allow_auto_create: there the write creates an index that is blocked for writes, so that it
  // and all after it are busy.
  void InstallTemplate(const std::string& index) override;
  void RemoveTemplate(const std::string& index) override;
  // Also an index that holds the alias without being one of our generations.
  std::vector<stream::Generation> List(const std::string& index) override;
  // Throws kIndex where an index of that name is there already.
  stream::Generation Create(const std::string& name, const std::string& definition,
                            const stream::GenerationMeta& meta) override;
  void Drop(const std::string& name) override;
  // Done already: fine, so that it may be called again when its reply got lost. Throws kIndex where others hold the
  // alias.
  void MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to) override;
  void Refresh(const std::string& name) override;
  std::uint64_t Count(const std::string& name) override;
  std::vector<std::optional<Version>> Versions(const std::string& name, std::span<const std::string> ids) override;
  std::optional<std::string> Get(const std::string& name, const std::string& id) override;
  std::vector<std::optional<std::string>> Sources(const std::string& name, std::span<const std::string> ids) override;
  std::vector<std::string> SomeIds(const std::string& name, std::size_t number) override;
  std::unique_ptr<stream::IdWalk> Walk(const std::string& name, std::size_t page) override;

 private:
  ServerVersion Ask();
  Reply Send(std::string method, std::string path, std::string_view body = {});
  std::vector<std::string> Holders(const std::string& alias);
  std::vector<std::optional<Version>> ReadVersions(const std::string& name, const std::vector<std::string>& ids);

  const EsOptions options_;
  const std::stop_token stop_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Client>> idle_;  // guarded by mutex_; a call takes one out, or makes one
};

}  // namespace cdc::es
