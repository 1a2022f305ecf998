// The writing side: documents into one generation of an index.
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/model/document.h"

namespace cdc::stream {

// Each writer has one of its own, used by its thread only.
class Sink {
 public:
  virtual ~Sink() = default;
  // One bulk request of upserts and deletes, all with `version` (external_gte); split where the server finds it too
  // large. results[i] belongs to documents[i]; kApplied means durable. Sends nothing twice. Throws kUnavailable where
  // the request or its reply got lost (then assume nothing) or the server refuses us as such, kConfig where it refuses
  // the request for a reason of the index.
  virtual std::vector<Result> Write(const std::string& generation, Version version, std::span<const Document> documents,
                                    std::stop_token stop) = 0;
};

}  // namespace cdc::stream
