#include "admin/server/catalogue/exporting.h"

#include <fmt/format.h>

#include "admin/server/catalogue/reading.h"
#include "admin/server/catalogue/records.h"
#include "admin/server/catalogue/replica.h"
#include "admin/server/catalogue/selection.h"
#include "admin/server/catalogue/transfer.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

// Hands over the records of a list, some hundred at a time. The ids are those of one moment; what was deleted since is
// left out.
void EachPage(store::Database& base, const Entity& entity, const Selection& selection, std::stop_token stop,
              const std::function<void(const std::vector<Record>&)>& page) {
  const std::string cursor =
      Replace(Replace(On(entity, sql::kExportIds), "{where}", selection.where), "{order}", selection.order);
  base.InSnapshot(
      [&] {
        PrepareSearch(base, selection, stop);
        base.Once(cursor, selection.parameters, stop);
        for (;;) {
          const auto rows = base.Once(sql::kExportFetch, {}, stop);
          if (rows.size() == 0) break;
          page(RecordsOf(base, entity, cdc::pg::FirstColumn(rows), stop));
        }
      },
      stop);
}

}  // namespace

std::vector<http::Route> ExportApi::Routes() {
  std::vector<http::Route> routes;
  auto parameters = FilterParameters(entity_);
  parameters.push_back({.name = "_sort", .description = "What to sort by, separated by commas."});
  parameters.push_back({.name = "_order", .description = "ASC or DESC for each of them."});
  for (const bool csv : {true, false}) {
    routes.push_back({.method = "GET",
                      .path = names_.Keep(fmt::format("/api/admin/{}/export.{}", entity_.plural, csv ? "csv" : "json")),
                      .access = http::Access::kViewer,
                      .lane = http::Lane::kLong,
                      .name = names_.Keep(fmt::format("export_{}_{}", entity_.plural, csv ? "csv" : "json")),
                      .tag = entity_.plural,
                      .summary = names_.Keep(fmt::format(
                          "All {} of a filter as a file{}.", entity_.plural,
                          csv ? "; a cell that a spreadsheet would take for a formula begins with an apostrophe" : "")),
                      .call = [this, csv](const http::Call& call) { return Export(call, csv); },
                      .query = parameters,
                      .reply = csv ? std::string_view()
                                   : names_.Keep(fmt::format("{}{}List", static_cast<char>(entity_.name[0] - 'a' + 'A'),
                                                             entity_.name.substr(1))),
                      .refusals = {400},
                      .scope = "read",
                      .headers = {"X-Walcast-Lsn"},
                      .type = csv ? "text/csv" : "application/json"});
  }
  return routes;
}

http::Response ExportApi::Export(const http::Call& call, bool csv) const {
  auto selection = Select(entity_, call, 1);
  auto& base = BaseToEdit(call);
  http::Response response;
  response.type = csv ? "text/csv; charset=utf-8" : "application/json";
  response.headers.Add("Content-Disposition",
                       fmt::format("attachment; filename=\"{}.{}\"", entity_.plural, csv ? "csv" : "json"));
  response.headers.Add("Cache-Control", "no-store");
  response.produce = [this, csv, selection = std::move(selection), &base, stop = call.stop](http::Output& output) {
    bool first = true;
    output.Write(csv ? HeadLine(entity_) : "[");
    EachPage(base, entity_, selection, stop, [&](const std::vector<Record>& page) {
      std::string text;
      for (const auto& record : page) {
        if (csv) {
          text += LineOf(entity_, Json::parse(record.text));
        } else {
          text += (first ? "\n" : ",\n") + record.text;
        }
        first = false;
      }
      output.Write(text);
    });
    if (!csv) output.Write("\n]\n");
  };
  return response;
}

}  // namespace admin::catalogue
