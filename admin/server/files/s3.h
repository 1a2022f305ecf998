// Objects of a bucket of S3, or of what speaks its protocol (MinIO), by path-style addresses.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "admin/server/files/storage.h"
#include "cdc/base/clock.h"

namespace admin::files {

struct S3Options {
  std::string endpoint;         // "https://s3.example:9000"
  std::string public_endpoint;  // where browsers reach it; "": the same
  std::string region = "us-east-1";
  std::string bucket, access_key, secret_key;
  std::string prefix;   // of all keys: "" or "walcast/"
  std::string ca_file;  // PEM; "": the system's
  std::filesystem::path staging;
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::seconds stall{20};  // without progress this long a request fails
};

class S3 final : public Storage {
 public:
  S3(S3Options options, const cdc::Clock& clock);

  Staged Stage() override { return {options_.staging, Staged::Name::kNone}; }
  void Put(const std::string& key, Staged& file, std::stop_token stop) override;
  std::optional<std::uint64_t> Size(const std::string& key, std::stop_token stop) override;
  void Get(const std::string& key, Range range, const std::function<void(std::string_view)>& take,
           std::stop_token stop) override;
  void Delete(const std::string& key, std::stop_token stop) override;
  void List(const std::string& prefix, const std::function<void(const Object&)>& each, std::stop_token stop) override;
  std::optional<std::string> Link(const LinkTo& to, std::chrono::seconds time) override;
  void Tidy(std::chrono::seconds) override {}

 private:
  struct Request;
  struct Reply;
  Reply Send(const Request& request, std::stop_token stop) const;
  Reply SendOnce(const Request& request, std::stop_token stop) const;
  std::string PathOf(const std::string& key) const;

  const S3Options options_;
  const cdc::Clock& clock_;
};

}  // namespace admin::files
