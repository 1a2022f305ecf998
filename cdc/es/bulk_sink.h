// Writes documents into a generation through `_bulk`.
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/es/client.h"
#include "cdc/stream/sink.h"

namespace cdc::es {

// Elasticsearch takes requests of 100 MB (http.max_content_length).
inline constexpr std::size_t kMaxRequestBytes = 90'000'000;

class BulkSink final : public stream::Sink {
 public:
  explicit BulkSink(const EsOptions& options, std::size_t max_request_bytes = kMaxRequestBytes);

  std::vector<Result> Write(const std::string& generation, Version version, std::span<const Document> documents,
                            std::stop_token stop) override;

 private:
  // As many of the first documents as one request may hold, at least one.
  std::size_t Portion(std::span<const Document> documents) const;
  // nullopt: too large.
  std::optional<std::vector<Result>> Send(const std::string& generation, Version version,
                                          std::span<const Document> documents, std::stop_token stop);

  Client client_;
  const std::size_t limit_;
  std::size_t
      max_request_bytes_;     // shrinks when a server, or a proxy before it, finds a request too large; grows again
  std::size_t accepted_ = 0;  // requests since it changed
};

}  // namespace cdc::es
