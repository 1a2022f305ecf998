#include "admin/server/catalogue/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "admin/server/catalogue/records.h"
#include "admin/server/catalogue/replica.h"
#include "admin/server/catalogue/selection.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"
#include "cdc/base/error.h"

namespace admin::catalogue {
namespace {

constexpr std::int64_t kCounted = 10'000;  // rows that are counted one by one in a millisecond or two

std::int64_t Integer(std::string_view text) {
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) {
    throw cdc::Error(cdc::Kind::kCorrupt, "PostgreSQL counted something that is no number");
  }
  return value;
}

std::string Where(const Entity& entity, const std::string& statement, const Selection& selection) {
  return Replace(On(entity, statement), "{where}", selection.where);
}

}  // namespace

void PrepareSearch(store::Database& base, const Selection& selection, std::stop_token stop) {
  if (selection.searches) base.Query(sql::kSearchThreshold, {}, stop);
}

void Searching(store::Database& base, const Selection& selection, std::stop_token stop,
               const std::function<void()>& work) {
  if (!selection.searches) return work();
  base.InSnapshot(
      [&] {
        PrepareSearch(base, selection, stop);
        work();
      },
      stop);
}

Count CountOf(const Entity& entity, const http::Call& call, store::Database& base) {
  const bool exact = call.query.Get("_count") == "exact";
  auto selection = Select(entity, call, 2);
  auto parameters = selection.parameters;
  parameters.insert(parameters.begin(), exact ? store::Parameter() : std::to_string(kCounted + 1));
  const std::int64_t counted =
      Integer(base.Once(Where(entity, sql::kCountList, selection), parameters, call.stop).Text(0, 0));
  if (exact || counted <= kCounted) return {counted, false};
  selection = Select(entity, call, 1);
  const auto plan = base.Once(Where(entity, sql::kEstimateList, selection), selection.parameters, call.stop);
  const Json rows = Json::parse(plan.Text(0, 0)).at(0).at("Plan").at("Plan Rows");
  return {std::max(counted, rows.get<std::int64_t>()), true};
}

std::vector<http::Route> ReadingApi::Routes() {
  const std::string path = fmt::format("/api/admin/{}", entity_.plural);
  const std::string schema =
      fmt::format("{}{}", static_cast<char>(entity_.name[0] - 'a' + 'A'), entity_.name.substr(1));
  return {{.method = "GET",
           .path = names_.Keep(path),
           .access = http::Access::kViewer,
           .lane = http::Lane::kShort,
           .name = names_.Keep(fmt::format("list_{}", entity_.plural)),
           .tag = entity_.plural,
           .summary = names_.Keep(fmt::format("A page of the {}, filtered and sorted; X-Total-Count has how many there "
                                              "are, X-Total-Count-Kind whether that is an estimate.",
                                              entity_.plural)),
           .call = [this](const http::Call& call) { return List(call); },
           .query = ListParameters(entity_),
           .reply = names_.Keep(schema + "List"),
           .refusals = {400},
           .scope = "read",
           .headers = {"X-Walcast-Lsn"},
           .long_query = "_count=exact"},
          {.method = "GET",
           .path = names_.Keep(path + "/{id}"),
           .access = http::Access::kViewer,
           .lane = http::Lane::kShort,
           .name = names_.Keep(fmt::format("read_{}", entity_.name)),
           .tag = entity_.plural,
           .summary = names_.Keep(fmt::format("One {} as it is now; its ETag is what a change names.", entity_.name)),
           .call = [this](const http::Call& call) { return Read(call); },
           .reply = names_.Keep(schema),
           .refusals = {304, 404},
           .scope = "read",
           .headers = {"If-None-Match"},
           .lenient_path = true}};
}

http::Response ReadingApi::List(const http::Call& call) const {
  http::Response response;
  ReadToEdit(call, [&](store::Database& base) { response = ListFrom(call, base); });
  return response;
}

http::Response ReadingApi::ListFrom(const http::Call& call, store::Database& base) const {
  const auto selection = Select(entity_, call, 3);
  http::Response response;
  Searching(base, selection, call.stop, [&] { response = PageOf(selection, call, base); });
  return response;
}

http::Response ReadingApi::PageOf(const Selection& selection, const http::Call& call, store::Database& base) const {
  auto parameters = selection.parameters;
  parameters.insert(parameters.begin(), {std::to_string(selection.start), std::to_string(selection.count)});
  const std::string page = Replace(Where(entity_, sql::kPageOfList, selection), "{order}", selection.order);
  const auto rows = base.Once(page + entity_.records, parameters, call.stop);
  std::string body = "[";
  for (int row = 0; row < rows.size(); ++row) {
    if (row > 0) body += ',';
    body += rows.Text(row, 2);
  }
  // The last page tells by itself how many there are.
  Count count{selection.start + rows.size(), false};
  if (rows.size() == selection.count || (rows.size() == 0 && selection.start > 0)) count = CountOf(entity_, call, base);
  auto response = http::ReplyText(body + "]");
  response.headers.Add("X-Total-Count", std::to_string(count.rows));
  response.headers.Add("X-Total-Count-Kind", count.estimated ? "estimate" : "exact");
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

// From the primary: who edits must see what they saved.
http::Response ReadingApi::Read(const http::Call& call) const {
  const std::string id = IdOf(call, entity_);
  const auto records = RecordsOf(call.worker->edits, entity_, std::span(&id, 1), call.stop);
  if (records.empty()) throw Unknown(call, entity_);
  http::Response response;
  if (IsKnown(call, records[0])) {
    response.status = 304;
    response.type.clear();
  } else {
    response.body = records[0].text;
  }
  response.headers.Add("ETag", records[0].Tag());
  response.headers.Add("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace admin::catalogue
