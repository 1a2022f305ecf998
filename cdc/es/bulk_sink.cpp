#include "cdc/es/bulk_sink.h"

#include <algorithm>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/es/bulk.h"
#include "cdc/es/fault.h"
#include "cdc/es/names.h"
#include "cdc/stream/retry.h"

namespace cdc::es {
namespace {

constexpr std::size_t kGrowAfter = 64;  // requests

// A reply that is not 200: the outcome of every document, or what it means for the attempt.
Outcome JudgeWhole(const std::string& generation, const Reply& reply) {
  const Fault fault = ReadFault(reply.body);
  if (fault.type == "index_not_found_exception") return Outcome::kNoIndex;
  if (fault.type == "cluster_block_exception" && reply.status == 403) return Outcome::kBusy;
  const std::string what = "a bulk request for the index " + generation + " was refused";
  const bool ours = !fault.type.empty() && reply.status != 401 && reply.status != 403;
  // Of the server, of what stands before it, or of our rights there; not of one index.
  if (!ours || IsTransient(reply.status, fault)) stream::AsAway({Kind::kRights}, [&] { ThrowFault(what, reply); });
  throw Error(Kind::kConfig, what + " as a whole with status " + std::to_string(reply.status) + " (" + fault.type + ")",
              "Look into Elasticsearch's log for the reason, mend it, then rebuild the index.");
}

}  // namespace

BulkSink::BulkSink(const EsOptions& options, std::size_t max_request_bytes)
    : client_(options), limit_(max_request_bytes), max_request_bytes_(max_request_bytes) {}

std::size_t BulkSink::Portion(std::span<const Document> documents) const {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const Document& document : documents) {
    bytes += OperationBytes(document);
    if (count > 0 && (bytes > max_request_bytes_ || WhyUnsendable(document))) break;
    ++count;
  }
  return count;
}

std::optional<std::vector<Result>> BulkSink::Send(const std::string& generation, Version version,
                                                  std::span<const Document> documents, std::stop_token stop) {
  const std::string body = BulkBody(documents, version);
  Request request{"POST", "/" + EncodePath(generation) + "/_bulk", body, "application/x-ndjson", std::nullopt};
  const Reply reply = stream::AsAway({Kind::kConfig}, [&] { return client_.Send(request, stop); });
  if (reply.status == 413) {
    max_request_bytes_ = body.size() / 2;
    accepted_ = 0;
    return std::nullopt;
  }
  // What found them too large may have been mended: that is tried now and then, at the cost of one request.
  if (max_request_bytes_ < limit_ && ++accepted_ >= kGrowAfter) {
    max_request_bytes_ = std::min(limit_, 2 * max_request_bytes_);
    accepted_ = 0;
  }
  if (reply.status != 200) {
    const Result result{JudgeWhole(generation, reply), "status " + std::to_string(reply.status), std::nullopt};
    return std::vector<Result>(documents.size(), result);
  }
  try {
    return ReadBulkReply(reply.body, documents);
  } catch (const Error& error) {
    if (error.kind() != Kind::kCorrupt) throw;
    throw Error(Kind::kUnavailable, error.what());  // it may have been written or not: as good as no reply
  }
}

std::vector<Result> BulkSink::Write(const std::string& generation, Version version, std::span<const Document> documents,
                                    std::stop_token stop) {
  CheckName(generation);
  std::vector<Result> results;
  results.reserve(documents.size());
  while (results.size() < documents.size()) {
    const auto rest = documents.subspan(results.size());
    if (auto reason = WhyUnsendable(rest.front())) {
      results.push_back({Outcome::kRejected, std::move(*reason), std::nullopt});
      continue;
    }
    const auto portion = rest.first(Portion(rest));
    if (auto written = Send(generation, version, portion, stop)) {
      results.insert(results.end(), std::make_move_iterator(written->begin()), std::make_move_iterator(written->end()));
    } else if (portion.size() == 1) {
      results.push_back({Outcome::kRejected, "the document is larger than the server takes (413)", std::nullopt});
    }
  }
  return results;
}

}  // namespace cdc::es
