// Objects as files of a local folder: for one machine, or several that share the folder.
#pragma once

#include <filesystem>

#include "admin/server/files/storage.h"

namespace admin::files {

class Folder final : public Storage {
 public:
  // Made when it is first written to.
  explicit Folder(std::filesystem::path root);

  Staged Stage() override;
  void Put(const std::string& key, Staged& file, std::stop_token stop) override;
  std::optional<std::uint64_t> Size(const std::string& key, std::stop_token stop) override;
  void Get(const std::string& key, Range range, const std::function<void(std::string_view)>& take,
           std::stop_token stop) override;
  void Delete(const std::string& key, std::stop_token stop) override;
  void List(const std::string& prefix, const std::function<void(const Object&)>& each, std::stop_token stop) override;
  std::optional<std::string> Link(const LinkTo&, std::chrono::seconds) override { return std::nullopt; }
  void Tidy(std::chrono::seconds age) override;

 private:
  std::filesystem::path PathOf(const std::string& key) const;

  const std::filesystem::path root_;
  const std::filesystem::path incoming_;  // of the same file system, so that a rename is enough
};

}  // namespace admin::files
