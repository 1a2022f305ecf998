#include "admin/server/catalogue/facets.h"

#include "admin/server/catalogue/reading.h"
#include "admin/server/catalogue/replica.h"
#include "admin/server/catalogue/selection.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

http::Response Ask(const http::Call& call, const std::string& statement) {
  const auto selection = Select(Films(), call, 1);
  const std::string wanted = Replace(On(Films(), statement), "{where}", selection.where);
  http::Response response;
  ReadToEdit(call, [&](store::Database& base) {
    Searching(base, selection, call.stop, [&] {
      response = http::ReplyText(std::string(base.Once(wanted, selection.parameters, call.stop).Text(0, 0)));
    });
  });
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

http::Response Facets(const http::Call& call) { return Ask(call, sql::kFilmsFacets); }

// Years; of a year its months, of a month its days.
http::Response Dates(const http::Call& call) {
  const char* part = !call.query.Has("year") ? "year" : !call.query.Has("month") ? "month" : "day";
  return Ask(call, Replace(sql::kFilmsDates, "{part}", part));
}

}  // namespace

std::vector<http::Route> FacetRoutes() {
  return {{.method = "GET",
           .path = "/api/admin/films/facets",
           .access = http::Access::kViewer,
           .lane = http::Lane::kLong,
           .name = "film_facets",
           .tag = "films",
           .summary = "How many films of a filter each type, genre, whole rating and decade has.",
           .call = Facets,
           .query = FilterParameters(Films()),
           .reply = "FilmFacets",
           .scope = "read",
           .headers = {"X-Walcast-Lsn"}},
          {.method = "GET",
           .path = "/api/admin/films/dates",
           .access = http::Access::kViewer,
           .lane = http::Lane::kLong,
           .name = "film_dates",
           .tag = "films",
           .summary = "How many films of a filter each year has; with year each month, with year and month each day.",
           .call = Dates,
           .query = FilterParameters(Films()),
           .reply = "FilmDates",
           .scope = "read",
           .headers = {"X-Walcast-Lsn"}}};
}

}  // namespace admin::catalogue
