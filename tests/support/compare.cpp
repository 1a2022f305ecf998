#include "tests/support/compare.h"

#include <sstream>
#include <stdexcept>

#include "tests/support/postgres.h"

namespace cdc::test {
namespace {

constexpr std::size_t kShown = 8;  // documents
constexpr std::size_t kPage = 2000;
constexpr std::size_t kDiffText = 600;  // bytes

class Report {
 public:
  void Add(const std::string& what, const std::string& id, const std::string& detail = "") {
    if (++count_ <= kShown) text_ << "  " << what << " " << id << (detail.empty() ? "" : ": " + detail) << '\n';
  }
  std::string Text(std::size_t rendered, std::size_t indexed) const {
    if (count_ == 0) return "";
    return std::to_string(count_) + " differences (" + std::to_string(rendered) + " rendered, " +
           std::to_string(indexed) + " indexed)\n" + text_.str();
  }

 private:
  std::size_t count_ = 0;
  std::ostringstream text_;
};

std::string Change(const Json& from, const Json& to) { return Json::diff(from, to).dump().substr(0, kDiffText); }

}  // namespace

Documents Rendered(const std::string& dsn, const std::string& sql) {
  TestConnection connection(dsn);
  connection.Exec("SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET search_path = public; SET jit = off");
  Documents documents;
  // A semicolon or a comment may end the file.
  const auto rows =
      connection.Table("SELECT q._id::text, to_json(q)::text FROM (\n" + sql + "\n) AS q WHERE q._id IS NOT NULL");
  for (const auto& row : rows) {
    Json document = Json::parse(row[1]);
    document.erase("_id");
    if (!documents.emplace(row[0], std::move(document)).second) {
      throw std::runtime_error("the document's SQL returns the id " + row[0] + " twice");
    }
  }
  return documents;
}

Documents Indexed(const std::string& name) {
  HttpClient search(Environment("WALCAST_TEST_ES"));
  search.Call("POST", "/" + name + "/_refresh");
  Documents documents;
  Json page = search.Call("POST", "/" + name + "/_search?scroll=2m",
                          {{"size", kPage}, {"sort", {"_doc"}}, {"query", {{"match_all", Json::object()}}}});
  while (!page.at("hits").at("hits").empty()) {
    if (page.at("_shards").at("failed") != 0) throw std::runtime_error("a shard failed: " + page.at("_shards").dump());
    for (auto& hit : page["hits"]["hits"]) documents[hit.at("_id").get<std::string>()] = std::move(hit["_source"]);
    page = search.Call("POST", "/_search/scroll", {{"scroll", "2m"}, {"scroll_id", page.at("_scroll_id")}});
  }
  search.Send("DELETE", "/_search/scroll", Json{{"scroll_id", page.at("_scroll_id")}}.dump());
  return documents;
}

std::string Differences(const Documents& rendered, const Documents& indexed) {
  Report report;
  for (const auto& [id, document] : rendered) {
    const auto found = indexed.find(id);
    if (found == indexed.end()) {
      report.Add("missing", id);
    } else if (found->second != document) {
      report.Add("different", id,
                 "index → SQL " + Change(found->second, document) + ", SQL → index " + Change(document, found->second));
    }
  }
  for (const auto& [id, document] : indexed) {
    if (!rendered.contains(id)) report.Add("ghost", id);
  }
  return report.Text(rendered.size(), indexed.size());
}

std::string Differences(const Site& site) {
  std::string text;
  for (const auto& index : site.indices()) {
    if (site.Generation(index.name).empty()) {
      text += index.name + ": the alias does not name one generation\n";
      continue;
    }
    const std::string found = Differences(Rendered(site.dsn(), index.document), Indexed(site.Alias(index.name)));
    if (!found.empty()) text += index.name + ": " + found;
  }
  return text;
}

}  // namespace cdc::test
