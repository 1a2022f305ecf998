#include "admin/server/files/options.h"

#include "admin/server/files/folder.h"

namespace admin::files {

std::unique_ptr<Storage> MakeStorage(const Options& options, const cdc::Clock& clock) {
  if (options.store == "folder") return std::make_unique<Folder>(options.folder);
  if (options.store != "s3") return nullptr;
  S3Options s3 = options.s3;
  while (s3.endpoint.ends_with('/')) s3.endpoint.pop_back();
  while (s3.public_endpoint.ends_with('/')) s3.public_endpoint.pop_back();
  if (s3.staging.empty()) s3.staging = std::filesystem::temp_directory_path();
  return std::make_unique<S3>(std::move(s3), clock);
}

}  // namespace admin::files
