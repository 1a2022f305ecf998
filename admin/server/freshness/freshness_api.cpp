#include "admin/server/freshness/freshness_api.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "admin/server/http/problem.h"
#include "admin/server/worker.h"
#include "cdc/base/error.h"

namespace admin::freshness {
namespace {

using http::Call;
using http::Lane;
using http::Refusal;
using http::Text;

constexpr double kWaitSeconds = 10;
constexpr double kLongestWaitSeconds = 60;
constexpr cdc::Duration kIndexTimeLimit = std::chrono::seconds(5);

std::string ReadText(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream || text.str().empty()) {
    throw cdc::Error(cdc::Kind::kConfig, "the document's SQL " + file.string() + " cannot be read",
                     "Set indices.documents to the directory that walcast reads its documents from.");
  }
  return text.str();
}

// What the document is now. On the primary: a standby would be compared with an index that is ahead of it.
std::optional<Json> Render(const Call& call, const Source& source, const std::string& id) {
  const auto rows = call.worker->edits.Query(
      "SELECT pg_catalog.row_to_json(d)::text FROM (" + source.document + "\n) AS d WHERE d._id = $1::uuid", {id},
      call.stop);
  if (rows.size() == 0) return std::nullopt;
  auto document = Json::parse(rows.Text(0, 0), nullptr, false);
  if (!document.is_object())
    throw cdc::Error(cdc::Kind::kCorrupt, "a document of " + source.index + " is no JSON object");
  document.erase("_id");
  return document;
}

[[noreturn]] void RefuseIndex(const Call& call, const Source& source) {
  throw Refusal(503, Text(call.language, "The index cannot be read at the moment.", "Индекс сейчас нельзя прочитать."),
                Text(call.language, "Elasticsearch is away, or walcast has not made the index yet.",
                     "Elasticsearch недоступен, или walcast ещё не создал индекс."))
      .With("index", Json(source.index));
}

std::optional<Indexed> Fetch(const Call& call, const Source& source, const std::string& id) {
  cdc::es::Reply reply;
  try {
    reply =
        call.worker->search.Send({.path = "/" + cdc::es::EncodePath(source.index) + "/_doc/" + cdc::es::EncodePath(id),
                                  .body = {},
                                  .timeout = kIndexTimeLimit},
                                 call.stop);
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kUnavailable) throw;
    RefuseIndex(call, source);
  }
  const auto found = Json::parse(reply.body, nullptr, false);
  const bool told = found.is_object() && found.contains("found") && found["found"].is_boolean();
  if (!told || (reply.status != 200 && reply.status != 404)) RefuseIndex(call, source);
  if (!found["found"].get<bool>()) return std::nullopt;
  try {
    return Indexed{found.at("_index"), found.at("_version"), found.at("_source")};
  } catch (const Json::exception&) {  // its text quotes what was read
    throw cdc::Error(cdc::Kind::kCorrupt, "a document of " + source.index + " is none that walcast wrote");
  }
}

[[noreturn]] void RefuseWalcast(const Call& call) {
  throw Refusal(503, Text(call.language, "walcast does not answer.", "walcast не отвечает."),
                Text(call.language, "What was saved is safe; it is found once walcast runs again.",
                     "Сохранённое не пропадёт: оно найдётся, когда walcast снова заработает."));
}

std::int64_t Milliseconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

struct Path {
  std::string_view show, again, show_name, again_name;
};

http::Route ShowRoute(const Path& path, http::Handler call) {
  http::Route route{.method = "GET",
                    .path = path.show,
                    .access = http::Access::kViewer,
                    .lane = Lane::kLong,
                    .name = path.show_name,
                    .tag = "freshness",
                    .summary = "What the index holds beside what the database holds; with lsn once that can be found.",
                    .call = std::move(call)};
  route.query = {{.name = "lsn", .description = "Waits until what was committed before this position can be found."},
                 {.name = "limit_seconds",
                  .type = http::Parameter::Type::kNumber,
                  .description = "How long, 10 where it is not given.",
                  .most = kLongestWaitSeconds}};
  route.reply = "Freshness";
  route.refusals = {400, 404, 503};
  route.scope = "read";
  return route;
}

http::Route AgainRoute(const Path& path, http::Handler call) {
  http::Route route{
      .method = "POST",
      .path = path.again,
      .access = http::Access::kEditor,
      .lane = Lane::kLong,
      .name = path.again_name,
      .tag = "freshness",
      .summary = "Has walcast make and write the document again, or remove it where the database has none.",
      .call = std::move(call)};
  route.reply = "Freshness";
  route.refusals = {404, 503};
  route.scope = "edit";
  return route;
}

}  // namespace

Sources ReadSources(const std::string& directory, std::string movies, std::string genres, std::string persons) {
  const std::filesystem::path from(directory);
  return {.films = {std::move(movies), ReadText(from / "movies.sql")},
          .genres = {std::move(genres), ReadText(from / "genres.sql")},
          .persons = {std::move(persons), ReadText(from / "persons.sql")}};
}

FreshnessApi::FreshnessApi(Sources sources, cdc::control::Service& walcast)
    : sources_(std::move(sources)), walcast_(walcast) {}

Json FreshnessApi::Stream() {
  Json status;
  try {
    status = walcast_.Status();
  } catch (const cdc::Error&) {  // the answer says so: null
    return nullptr;
  }
  Json stream = Json::object();
  for (const auto* member : {"state", "server", "checkpoint", "lag_bytes", "lag_seconds"}) {
    stream[member] = status.contains(member) ? status[member] : Json();
  }
  return stream;
}

Json FreshnessApi::Look(const Call& call, const Source& source) {
  const auto& id = call.path.find("id")->second;
  auto index = Fetch(call, source, id);  // first: what the database holds then is never older
  const auto database = Render(call, source, id);
  if (!database && !index) {
    throw Refusal(
        404, Text(call.language, "Neither the database nor the index has it.", "Этого нет ни в базе, ни в индексе."));
  }
  Json freshness = Compare(database, index);
  freshness["walcast"] = Stream();
  return freshness;
}

Json FreshnessApi::Wait(const Call& call, const std::string& lsn) {
  const auto position = cdc::Lsn::Parse(lsn);
  if (!position) {
    throw Refusal(400, Text(call.language, "lsn is no position in the write-ahead log.", "lsn — не позиция в журнале."),
                  Text(call.language, "Send it as the answer to a save gave it: 16/B374D848.",
                       "Пришлите её так, как она стояла в ответе на сохранение: 16/B374D848."));
  }
  const double seconds = call.query.Number("limit_seconds").value_or(kWaitSeconds);
  const auto began = std::chrono::steady_clock::now();
  bool searchable = true;
  try {
    walcast_.Wait(position, std::chrono::milliseconds(std::llround(seconds * 1000)), call.stop);
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kNotYet) RefuseWalcast(call);
    searchable = false;
  }
  return {{"searchable", searchable}, {"waited_ms", Milliseconds(std::chrono::steady_clock::now() - began)}};
}

http::Response FreshnessApi::Show(const Call& call, const Source& source) {
  Json waited = Json::object();
  if (const auto lsn = call.query.Get("lsn")) waited = Wait(call, *lsn);
  Json freshness = Look(call, source);
  freshness.update(waited);
  auto response = http::Reply(freshness);
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

http::Response FreshnessApi::IndexAgain(const Call& call, const Source& source) {
  try {
    walcast_.WriteAgain(source.index, {call.path.find("id")->second});
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kUnavailable && error.kind() != cdc::Kind::kNotYet) throw;
    RefuseWalcast(call);
  }
  return http::Reply(Look(call, source));
}

std::vector<http::Route> FreshnessApi::Routes() {
  std::vector<http::Route> routes;
  const auto add = [&](const Path& path, const Source& source) {
    routes.push_back(ShowRoute(path, [this, &source](const Call& call) { return Show(call, source); }));
    routes.push_back(AgainRoute(path, [this, &source](const Call& call) { return IndexAgain(call, source); }));
  };
  add({"/api/admin/films/{id}/freshness", "/api/admin/films/{id}/index-again", "film_freshness", "index_film_again"},
      sources_.films);
  add({"/api/admin/genres/{id}/freshness", "/api/admin/genres/{id}/index-again", "genre_freshness",
       "index_genre_again"},
      sources_.genres);
  add({"/api/admin/persons/{id}/freshness", "/api/admin/persons/{id}/index-again", "person_freshness",
       "index_person_again"},
      sources_.persons);
  return routes;
}

}  // namespace admin::freshness
