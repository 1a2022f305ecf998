// A MinIO of a test's own, the storage that speaks S3's protocol: on a free port, with one empty bucket "films". It is
// built by tests/support/minio.sh where it is not there yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace cdc::test {

class Minio {
 public:
  Minio();  // returns once it answers; throws std::runtime_error with its log
  ~Minio();
  Minio(const Minio&) = delete;
  Minio& operator=(const Minio&) = delete;

  const std::string& endpoint() const { return endpoint_; }
  // Of walcast-admin, for this storage.
  std::vector<std::string> Settings() const;
  std::vector<std::string> Keys() const;  // of all objects

 private:
  Finished Ask(std::vector<std::string> words) const;  // curl, signed

  const std::string listen_, endpoint_;
  Scratch scratch_;
  std::optional<Process> process_;
};

}  // namespace cdc::test
