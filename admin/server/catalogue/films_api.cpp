#include "admin/server/catalogue/films_api.h"

#include "admin/server/catalogue/paging.h"
#include "admin/server/catalogue/replica.h"
#include "admin/server/catalogue/unchanged.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/target.h"
#include "admin/server/sql.h"

namespace admin::catalogue {
namespace {

using cdc::pg::Parameter;
using http::Call;
using http::Response;
using http::Route;

constexpr std::size_t kLongestName = 1000;  // bytes

Response FromRow(const Call& call, const cdc::pg::Rows& rows) {
  return UnlessKnown(http::ReplyText(std::string(rows.Text(0, 0))), call.request);
}

// The page of a list that `sql` makes of the page's number and `more`.
Response ListPage(const Call& call, const std::string& sql, const std::vector<Parameter>& more = {}) {
  std::vector<Parameter> parameters{AskedPage(call).AsParameter()};
  parameters.insert(parameters.end(), more.begin(), more.end());
  const auto rows = Read(call, sql, parameters);
  if (rows.size() == 0) RefusePage(call.language);
  return FromRow(call, rows);
}

// The one object of the path's id. An id in another form than the server writes is nobody's.
Response ReadOne(const Call& call, const std::string& sql) {
  const auto& id = call.path.find("id")->second;
  if (IsLowerUuid(id)) {
    const auto rows = Read(call, sql, std::vector<Parameter>{id});
    if (rows.size() > 0) return FromRow(call, rows);
  }
  throw http::Refusal(404, http::Text(call.language, "There is no such object.", "Такого объекта нет."));
}

// What the client looks for by name; nullopt: everything.
Parameter Pattern(const Call& call) {
  auto given = call.query.All("search");
  if (given.empty()) given = call.query.All("query");
  if (given.empty() || given.back().empty()) return std::nullopt;
  const auto& text = given.back();
  if (text.size() > kLongestName || !http::IsUtf8(text) || text.find('\0') != std::string::npos) {
    throw http::Refusal(400, http::Text(call.language, "Nobody can have this name.", "Такого имени быть не может."));
  }
  return Containing(text);
}

Response ListFilms(const Call& call) { return ListPage(call, sql::kPublicFilmsPage); }
Response ReadFilm(const Call& call) { return ReadOne(call, sql::kPublicFilm); }
Response ListGenres(const Call& call) { return ListPage(call, sql::kPublicGenresPage, {Pattern(call)}); }
Response ReadGenre(const Call& call) { return ReadOne(call, sql::kPublicGenre); }
Response ListPersons(const Call& call) {
  const auto pattern = Pattern(call);
  return pattern ? ListPage(call, sql::kPublicPersonsFoundPage, {pattern}) : ListPage(call, sql::kPublicPersonsPage);
}
Response ReadPerson(const Call& call) { return ReadOne(call, sql::kPublicPerson); }

struct Shown {
  std::string_view path, name, tag, summary, reply;
  http::Handler call;
  bool search = false;
};

Route ListRoute(Shown shown) {
  Route route{.method = "GET",
              .path = shown.path,
              .access = http::Access::kPublic,
              .lane = http::Lane::kShort,
              .name = shown.name,
              .tag = shown.tag,
              .summary = shown.summary,
              .call = std::move(shown.call)};
  route.query = {{.name = "page", .description = "The page's number, from 1, or last.", .repeated = true}};
  if (shown.search) {
    route.query.push_back({.name = "search", .description = "A part of the name, in any case.", .repeated = true});
    route.query.push_back({.name = "query", .description = "The same.", .repeated = true});
  }
  route.reply = shown.reply;
  route.refusals = {404};
  route.headers = {"If-None-Match", "X-Walcast-Lsn"};
  route.any_query = true;
  return route;
}

Route ReadRoute(Shown shown) {
  Route route = ListRoute(std::move(shown));
  route.query.clear();
  route.lenient_path = true;
  return route;
}

}  // namespace

std::vector<Route> FilmsApiRoutes() {
  return {
      ListRoute({"/api/v1/movies", "list_movies", "films", "Films in the order of their titles, 50 a page.",
                 "PublicFilmPage", ListFilms}),
      ReadRoute({"/api/v1/movies/{id}", "read_movie", "films", "A film.", "PublicFilm", ReadFilm}),
      ListRoute({"/api/v1/genres", "list_public_genres", "films", "Genres in the order of their names, 50 a page.",
                 "PublicGenrePage", ListGenres, true}),
      ReadRoute({"/api/v1/genres/{id}", "read_public_genre", "films", "A genre.", "PublicGenre", ReadGenre}),
      ListRoute({"/api/v1/persons", "list_public_persons", "films", "People in the order of their names, 50 a page.",
                 "PublicPersonPage", ListPersons, true}),
      ReadRoute({"/api/v1/persons/{id}", "read_public_person", "films", "A person with their films.", "PublicPerson",
                 ReadPerson}),
  };
}

}  // namespace admin::catalogue
