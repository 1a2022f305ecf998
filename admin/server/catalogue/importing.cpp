#include "admin/server/catalogue/importing.h"

#include <fmt/format.h>

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/import_batches.h"
#include "admin/server/catalogue/import_work.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kLargestFile = 16 << 20;

}  // namespace

std::vector<http::Route> ImportApi::Routes() {
  std::vector<http::Route> routes;
  for (const bool csv : {true, false}) {
    routes.push_back(
        {.method = "POST",
         .path = names_.Keep(fmt::format("/api/admin/{}/import.{}", entity_.plural, csv ? "csv" : "json")),
         .access = http::Access::kEditor,
         .lane = http::Lane::kLong,
         .name = names_.Keep(fmt::format("import_{}_{}", entity_.plural, csv ? "csv" : "json")),
         .tag = entity_.plural,
         .summary = names_.Keep(fmt::format("Makes {0} of a file, or changes those whose id it has; what a "
                                            "row leaves out stays. All rows or none, or in batches.",
                                            entity_.plural)),
         .call = [this, csv](const http::Call& call) { return Import(call, csv); },
         .query = {{.name = "dry_run",
                    .type = http::Parameter::Type::kBoolean,
                    .description = "Only look at the rows and report."},
                   {.name = "mode",
                    .type = http::Parameter::Type::kWord,
                    .description = "All rows or none; or, once all were looked at, in batches of 500 that "
                                   "stay, with a line as each is done.",
                    .words = {"transaction", "batches"}}},
         .body = csv ? "CsvFile" : "ImportRows",
         .reply = "ImportReport",
         .lines = {"ImportProgress", "ImportReport", "ImportBrokenOff"},
         .refusals = {409, 422},
         .scope = "edit",
         .headers = {"Idempotency-Key"},
         .body_type = csv ? "text/csv" : "application/json",
         .body_bytes = kLargestFile});
  }
  return routes;
}

http::Response ImportApi::Import(const http::Call& call, bool csv) const {
  const bool dry = call.query.Get("dry_run") == "true";
  if (call.query.Get("mode") == "batches") return ImportInBatches(call, csv);
  Faults faults;
  const auto file = csv ? CsvRows(entity_, call.request.body, call.language) : JsonRows(call.body);
  auto rows = file->Next(kMostRows + 1, faults);
  if (rows.size() > kMostRows) throw TooManyRows(call, kMostRows);
  if (dry) {
    ImportWork work(call, entity_, {.dry = true});
    work.faults() = faults;
    work.Take(rows);
    return http::Reply(work.Report());
  }
  return Edit(call, audit_, Json(), [&]() -> Done {
    ImportWork work(call, entity_, {});
    work.faults() = faults;
    auto copy = rows;  // a transaction that is tried again begins with what was sent
    work.Take(copy);
    if (!work.faults().empty()) throw Faulty(call, work);
    return {http::Reply(work.Report()), std::move(work.changes())};
  });
}

http::Response ImportApi::ImportInBatches(const http::Call& call, bool csv) const {
  const auto import = std::make_shared<BatchImport>(call, entity_, audit_, csv);
  auto report = import->Check(call);
  if (call.query.Get("dry_run") == "true") return http::Reply(report);
  http::Response response;
  response.type = http::kLinesType;
  response.headers.Add("Cache-Control", "no-store");
  response.headers.Add("X-Accel-Buffering", "no");  // nginx shall pass each line on at once
  response.produce = [import](http::Output& output) { import->Apply(output); };
  return response;
}

}  // namespace admin::catalogue
