#include "admin/server/freshness/freshness_api.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "admin/server/freshness/times.h"
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
constexpr double kLongestWaitSeconds = 15;
constexpr int kMostBusy = 2;  // of the threads for long calls; the others are for lists and files
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

[[noreturn]] void RefusePosition(const Call& call) {
  throw Refusal(400, Text(call.language, "lsn is no position in the write-ahead log.", "lsn — не позиция в журнале."),
                Text(call.language, "Send it as the answer to a save gave it: 16/B374D848.",
                     "Пришлите её так, как она стояла в ответе на сохранение: 16/B374D848."));
}

// Nothing is left to be written: the index shows what the database does, or neither has it.
bool Agrees(const Json& freshness) { return freshness["state"] == "fresh" || freshness["state"] == "gone"; }

// Who waits for a deletion is told that it is done; who looks at a document is not.
void RefuseGone(const Call& call, const Json& freshness) {
  if (freshness["state"] != "gone") return;
  throw Refusal(
      404, Text(call.language, "Neither the database nor the index has it.", "Этого нет ни в базе, ни в индексе."));
}

std::int64_t Milliseconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// A document's id as the database and the index have it.
std::string IdOf(const Call& call) {
  std::string id = call.path.find("id")->second;
  for (char& c : id) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return id;
}

// One of the few that may hold a thread for long.
class Turn {
 public:
  explicit Turn(std::atomic<int>& busy) : busy_(busy), taken_(busy.fetch_add(1) < kMostBusy) {}
  ~Turn() { busy_.fetch_sub(1); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool taken() const { return taken_; }

 private:
  std::atomic<int>& busy_;
  const bool taken_;
};

// As walcast tells it, but for a pause, which for walcast is no state: it is connected, and writes nothing.
Json StreamOf(const Json& status) {
  if (status.is_null()) return nullptr;
  Json stream = Json::object();
  for (const auto* member : {"state", "server", "checkpoint", "lag_bytes", "lag_seconds"}) {
    stream[member] = status.contains(member) ? status[member] : Json();
  }
  if (status.value("paused", false) && stream["state"] == "streaming") stream["state"] = "paused";
  return stream;
}

// Why nothing is written at all now; "" where it is.
std::string WhyIdle(const Json& status, Language language) {
  if (status.is_null()) return Text(language, "walcast does not answer.", "walcast не отвечает.");
  if (status.value("paused", false)) {
    return Text(language, "The stream is paused: nothing is written until it goes on.",
                "Поток приостановлен: пока его не продолжат, ничего не записывается.");
  }
  if (status.value("state", "") == "starting") {
    return Text(language, "walcast is starting: nothing is written yet.", "walcast запускается: запись ещё не идёт.");
  }
  return "";
}

[[noreturn]] void RefuseWriting(const Call& call, const std::string& why) {
  throw Refusal(503, why,
                Text(call.language, "Try again once walcast streams; the page of the stream says how it is.",
                     "Повторите, когда walcast заработает; как он, видно на странице потока."));
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

Json FreshnessApi::Status() {
  try {
    return walcast_.Status();
  } catch (const cdc::Error&) {  // the answer says so: null
    return nullptr;
  }
}

Json FreshnessApi::Why(const Call& call, const Source& source, const std::string& id, const Json& status) {
  if (auto idle = WhyIdle(status, call.language); !idle.empty()) return idle;
  for (const auto& index : status.value("indices", Json::array())) {
    if (index.value("name", "") != source.index) continue;
    if (index.value("state", "") == "suspended") {
      const Json reason = index.value("reason", Json());
      return Text(call.language, "The index is suspended: ", "Запись в индекс остановлена: ") +
             (reason.is_string() ? reason.get<std::string>() : std::string("?"));
    }
    if (const auto letters = index.find("dead_letters"); letters != index.end() && *letters == 0) return nullptr;
  }
  try {
    // Ids of this beginning, in their order: sixteen in each of two generations.
    const Json letters = walcast_.Letters(source.index, id.substr(0, id.size() - 1), 32);
    for (const auto& letter : letters.at("letters")) {
      if (letter.at("id") != id) continue;
      return Text(call.language, "The document cannot be written, it is a dead letter: ",
                  "Документ не удаётся записать, он среди недоставленных: ") +
             letter.at("reason").get<std::string>();
    }
  } catch (const cdc::Error&) {  // it has gone since: nothing more is known of the document
    return Text(call.language, "walcast does not answer.", "walcast не отвечает.");
  }
  return nullptr;
}

Json FreshnessApi::Look(const Call& call, const Source& source) {
  const auto id = IdOf(call);
  auto index = Fetch(call, source, id);  // first: what the database holds then is never older
  const auto database = Render(call, source, id);
  Json freshness = Compare(database, index);
  TellTimes(call, source, freshness);
  const Json status = Status();
  freshness["walcast"] = StreamOf(status);
  freshness["why"] = Agrees(freshness) ? Json() : Why(call, source, id, status);
  return freshness;
}

void FreshnessApi::TellTimes(const Call& call, const Source& source, Json& freshness) {
  if (!freshness["version"].is_number()) {  // nothing stands in the index
    AddTimes(nullptr, call.language, freshness);
    return;
  }
  try {
    AddTimes(walcast_.Written(source.index, freshness["generation"], freshness["version"]), call.language, freshness);
  } catch (const cdc::Error& error) {
    AddTimes(nullptr, call.language, freshness);
    freshness["time_unknown"] =
        error.kind() == cdc::Kind::kUsage
            ? Text(call.language, "walcast is not streaming at the moment.", "walcast сейчас не ведёт запись.")
            : Text(call.language, "walcast does not answer.", "walcast не отвечает.");
  }
}

FreshnessApi::Waited FreshnessApi::Wait(const Call& call, cdc::Lsn lsn) {
  const Turn turn(busy_);
  if (!turn.taken()) return {};
  const double seconds = std::min(call.query.Number("limit_seconds").value_or(kWaitSeconds), kLongestWaitSeconds);
  const auto began = std::chrono::steady_clock::now();
  bool reached = true;
  try {
    walcast_.Wait(lsn, std::chrono::milliseconds(std::llround(seconds * 1000)), call.stop);
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kNotYet) RefuseWalcast(call);
    reached = false;
  }
  return {reached, Milliseconds(std::chrono::steady_clock::now() - began)};
}

http::Response FreshnessApi::Show(const Call& call, const Source& source) {
  std::optional<cdc::Lsn> position;
  Waited waited;
  if (const auto lsn = call.query.Get("lsn")) {
    position = cdc::Lsn::Parse(*lsn);
    if (!position) RefusePosition(call);
    waited = Wait(call, *position);
  }
  Json freshness = Look(call, source);
  if (!position) {
    RefuseGone(call, freshness);
  } else {
    // The stream may have passed the change without this document: its index is suspended, or it is a dead letter.
    const Json& version = freshness["version"];
    const bool shows = Agrees(freshness) || (version.is_number() && version.get<std::uint64_t>() >= position->value);
    freshness["searchable"] = waited.reached && shows;
    freshness["waited_ms"] = waited.milliseconds;
  }
  auto response = http::Reply(freshness);
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

http::Response FreshnessApi::IndexAgain(const Call& call, const Source& source) {
  {
    const Turn turn(busy_);
    if (!turn.taken()) {
      throw Refusal(503,
                    Text(call.language, "Others are having documents written at the moment.",
                         "Сейчас записываются другие документы."),
                    Text(call.language, "Try again in a moment.", "Повторите чуть позже."));
    }
    if (const auto idle = WhyIdle(Status(), call.language); !idle.empty()) RefuseWriting(call, idle);
    try {
      walcast_.WriteAgain(source.index, {IdOf(call)});
    } catch (const cdc::Error& error) {
      if (error.kind() == cdc::Kind::kUnavailable) RefuseWalcast(call);
      // kUsage: it has stopped streaming since.
      if (error.kind() != cdc::Kind::kNotYet && error.kind() != cdc::Kind::kUsage) throw;
      RefuseWriting(call,
                    Text(call.language, "walcast cannot write it now: ", "walcast сейчас не может его записать: ") +
                        std::string(error.what()));
    }
  }
  const Json freshness = Look(call, source);
  RefuseGone(call, freshness);
  return http::Reply(freshness);
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
