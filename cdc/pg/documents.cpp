#include "cdc/pg/documents.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

// A route may be read slowly, as its documents are written meanwhile: the limit is for a server that hangs.
ConnectOptions Patient(ConnectOptions options) {
  options.statement_timeout = stream::Router::kLongest;
  return options;
}

std::string QuoteTable(const TableName& table) { return QuoteName(table.schema) + "." + QuoteName(table.table); }

}  // namespace

Connection& Lazy::Get(std::stop_token stop) {
  if (connection_ && !connection_->broken()) return *connection_;
  connection_.reset();
  auto connection = std::make_unique<Connection>(options_, stop);
  if (expect_) {
    const Server server = Identify(*connection);
    if (server.system_id != expect_->system_id || server.timeline != expect_->timeline) {
      throw Error(Kind::kUnavailable, "the server behind postgres.dsn is another one than the stream's");
    }
  }
  connection_ = std::move(connection);
  return *connection_;
}

Router::Router(const ConnectOptions& options, std::optional<Server> expect)
    : connection_(Patient(options), std::move(expect)) {}

void Router::Route(const cdc::Route& route, std::span<const stream::RouteRow> rows, std::size_t page,
                   std::stop_token stop, const std::function<void(stream::Ids&&)>& each) {
  std::vector<Parameter> parameters;
  for (std::size_t column = 0; column < route.columns.size(); ++column) {
    std::vector<std::string> values;
    values.reserve(rows.size());
    // wal2json writes bytea without its "\\x".
    const std::string prefix = route.columns[column].type.ends_with("bytea") ? "\\x" : "";
    for (const auto& row : rows) values.push_back(prefix + row.at(column));
    parameters.emplace_back(ArrayLiteral(std::span<const std::string>(values)));
  }
  stream::Ids ids;
  connection_.Get(stop).PreparedRows(route.sql, parameters, stop, [&](const Rows& found) {
    if (found.IsNull(0, 0)) return;
    ids.emplace_back(found.Text(0, 0));
    if (ids.size() >= page) each(std::exchange(ids, {}));
  });
  if (!ids.empty()) each(std::move(ids));
}

stream::Ids Router::Keys(const Plan& plan, const std::optional<std::string>& after, std::size_t limit,
                         std::stop_token stop) {
  const std::string key = QuoteName(plan.key);
  const std::string sql = "SELECT " + key + "::text FROM " + QuoteTable(plan.root) + " WHERE " +
                          (after ? key + " > $2::text::" + plan.key_type : key + " IS NOT NULL AND $2::text IS NULL") +
                          " ORDER BY " + key + " LIMIT $1::text::bigint";
  const std::vector<Parameter> parameters{std::to_string(limit), after};
  return FirstColumn(connection_.Get(stop).Prepared(sql, parameters, stop));
}

stream::Ids Router::SomeKeys(const Plan& plan, std::size_t number, std::stop_token stop) {
  const std::string key = QuoteName(plan.key);
  const std::string sql = "SELECT " + key + "::text FROM " + QuoteTable(plan.root) + " WHERE " + key +
                          " IS NOT NULL ORDER BY pg_catalog.random() LIMIT $1::text::bigint";
  const std::vector<Parameter> parameters{std::to_string(number)};
  return FirstColumn(connection_.Get(stop).Prepared(sql, parameters, stop));
}

stream::Ids Router::NoKeys(const Plan& plan, const stream::Ids& ids, std::stop_token stop) {
  if (ids.empty()) return {};
  const std::string key = QuoteName(plan.key);
  const std::string sql = "SELECT " + key + "::text FROM " + QuoteTable(plan.root) + " WHERE " + key +
                          " = ANY ($1::text[]::" + plan.key_type + "[])";
  const std::vector<Parameter> parameters{ArrayLiteral(std::span<const std::string>(ids))};
  stream::Ids known;
  try {
    known = FirstColumn(connection_.Get(stop).Prepared(sql, parameters, stop));
  } catch (const Error& error) {
    if (error.kind() != Kind::kRow) throw;
    if (ids.size() == 1) return ids;
    // Which of them is no value of the type is found by halving.
    const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
    stream::Ids unknown = NoKeys(plan, {ids.begin(), middle}, stop);
    for (auto& id : NoKeys(plan, {middle, ids.end()}, stop)) unknown.push_back(std::move(id));
    return unknown;
  }
  const std::unordered_set<std::string_view> keys(known.begin(), known.end());
  stream::Ids unknown;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(unknown), [&](const auto& id) { return !keys.contains(id); });
  return unknown;
}

std::uint64_t Router::EstimateKeys(const Plan& plan, std::stop_token stop) {
  const Rows rows = connection_.Get(stop).Query(sql::kEstimateRows, {plan.root.schema, plan.root.table}, stop);
  std::uint64_t estimate = 0;
  if (rows.size() == 1) {
    const auto text = rows.Text(0, 0);
    std::from_chars(text.data(), text.data() + text.size(), estimate);
  }
  return estimate;
}

std::string RenderSql(const Plan& plan) {
  std::string fields;
  for (const auto& field : plan.fields) fields += (fields.empty() ? "" : ", ") + ("d." + QuoteName(field.name));
  // row_to_json over a subselect names the fields; a document without fields is an empty object.
  const std::string body =
      plan.fields.empty() ? "'{}'" : "(SELECT pg_catalog.row_to_json(r)::text FROM (SELECT " + fields + ") r)";
  return "SELECT d._id::text, " + body + " FROM (" + plan.document +
         "\n) d WHERE d._id = ANY ($1::text[]::" + plan.id_type + "[])";
}

Renderer::Renderer(const ConnectOptions& options, std::optional<Server> expect)
    : connection_(options, std::move(expect)) {}

void Renderer::Render(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
                      const std::function<void(Document&&)>& each) {
  try {
    RenderRows(plan, ids, stop, each);
  } catch (const Error& error) {
    // No row can have what is no value of the type: somebody else has written a document under that id.
    if (error.kind() != Kind::kRow || ids.size() != 1 || IsId(plan, ids.front(), stop)) throw;
    each(Document{ids.front(), std::nullopt});
  }
}

bool Renderer::IsId(const Plan& plan, const std::string& id, std::stop_token stop) {
  try {
    connection_.Get(stop).Query("SELECT $1::text::" + plan.id_type, {id}, stop);
    return true;
  } catch (const Error& error) {
    if (error.kind() != Kind::kRow) throw;
    return false;
  }
}

void Renderer::RenderRows(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
                          const std::function<void(Document&&)>& each) {
  std::unordered_map<std::string_view, bool> found;
  for (const auto& id : ids) found.emplace(id, false);
  const std::vector<Parameter> parameters{ArrayLiteral(ids)};
  connection_.Get(stop).PreparedRows(RenderSql(plan), parameters, stop, [&](const Rows& row) {
    const auto asked = found.find(row.Text(0, 0));
    // An id that is spelled otherwise than it was asked for (a key type with several spellings) is still that document.
    if (asked != found.end()) {
      if (asked->second) {
        throw Error(Kind::kBadDocument, "the document's SQL returns an _id twice",
                    "Make `_id` unique in the document's SQL.");
      }
      asked->second = true;
    }
    each(Document{std::string(row.Text(0, 0)), std::string(row.Text(0, 1))});
  });
  for (const auto& [id, there] : found) {
    if (!there) each(Document{std::string(id), std::nullopt});
  }
}

Visibility::Visibility(const ConnectOptions& options, std::optional<Server> expect)
    : connection_(options, std::move(expect)) {}

stream::Visible Visibility::Read(std::stop_token stop) {
  const Rows rows = connection_.Get(stop).Prepared(sql::kVisibility, {}, stop);
  if (rows.size() != 1) throw Error(Kind::kCorrupt, "PostgreSQL did not tell its snapshot");
  const auto flushed = Lsn::Parse(rows.Text(0, 0));
  auto snapshot = stream::Snapshot::Parse(rows.Text(0, 1));
  if (!flushed || !snapshot) throw Error(Kind::kCorrupt, "PostgreSQL's snapshot cannot be read");
  return {std::move(*snapshot), *flushed};
}

}  // namespace cdc::pg
