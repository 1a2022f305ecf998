// A file into the catalogue in transactions of some hundred rows, each told of when it is done. Of the file no more is
// held than its text and one batch.
#pragma once

#include <memory>
#include <string>

#include "admin/server/catalogue/import_work.h"

namespace admin::catalogue {

// Rows of a CSV file that is imported in batches; a JSON file is read whole, and has kMostRows at most.
inline constexpr std::size_t kMostRowsInBatches = 200'000;

// On the thread of a long call, from the checks to the last byte of the answer.
class BatchImport {
 public:
  // Throws Refusal(400) for a request with an Idempotency-Key: the answer to it cannot be kept.
  BatchImport(const http::Call& call, const Entity& entity, const store::Audit& audit, bool csv);
  BatchImport(const BatchImport&) = delete;
  BatchImport& operator=(const BatchImport&) = delete;

  // Looks at all rows and changes nothing; what an import would do, ImportReport. Throws Refusal(422) where one is at
  // fault, unless the call is a dry run.
  Json Check(const http::Call& call);
  // Applies batch after batch; writes ImportProgress for each, and ImportReport or ImportBrokenOff at the end. Begins
  // no batch once the client has gone, and throws kUnavailable then.
  void Apply(http::Output& output);

 private:
  void Batch(const std::vector<Json>& rows);
  std::unique_ptr<FileRows> Open(const Json& body) const;
  Json Progress() const;
  // `undone`: that nothing of the batch was committed is known; it is not where the answer to a commit was lost.
  void BreakOff(http::Output& output, const http::Response& problem, bool undone) const;

  const http::Call call_;  // without its body: of a large file it is large
  const Entity& entity_;
  const store::Audit& audit_;
  const bool csv_;
  const std::string seed_;
  std::size_t of_ = 0;
  Tally done_;
  std::string position_;  // in the WAL, behind the last batch; "" before the first
};

http::Refusal TooManyRows(const http::Call& call, std::size_t most);

}  // namespace admin::catalogue
