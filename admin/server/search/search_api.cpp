#include "admin/server/search/search_api.h"

#include <algorithm>

#include "admin/server/catalogue/paging.h"
#include "admin/server/http/problem.h"
#include "admin/server/search/answer.h"
#include "admin/server/worker.h"

namespace admin::search {
namespace {

using http::Parameter;

constexpr cdc::Duration kTimeLimit = std::chrono::seconds(3);

[[noreturn]] void RefuseForNow(Language language) {
  throw http::Refusal(503, http::Text(language, "The search is away at the moment.", "Поиск сейчас недоступен."),
                      http::Text(language, "Try again in a moment; lists and films are there.",
                                 "Повторите чуть позже; списки и карточки фильмов работают."));
}

// The index is not there, not all of it is, or its server has too much to do.
bool IsForNow(int status) { return status == 404 || status == 408 || status == 429 || status >= 500; }

}  // namespace

SearchApi::SearchApi(std::string index, const cdc::Clock& clock)
    : path_("/" + cdc::es::EncodePath(index) + "/_search?allow_partial_search_results=false"), away_(clock) {}

Json SearchApi::Ask(const http::Call& call, const Json& body) {
  if (!away_.MayTry(kTimeLimit)) RefuseForNow(call.language);
  const auto text = http::Dump(body);
  cdc::es::Reply reply;
  try {
    reply = call.worker->search.Send({.method = "POST", .path = path_, .body = text, .timeout = kTimeLimit}, call.stop);
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kUnavailable) throw;
    if (!call.stop.stop_requested()) away_.Failed();
    RefuseForNow(call.language);
  }
  away_.Succeeded();
  if (IsForNow(reply.status)) RefuseForNow(call.language);
  if (reply.status != 200) {
    throw cdc::Error(cdc::Kind::kInternal,
                     "Elasticsearch refuses the search with status " + std::to_string(reply.status),
                     "Does the films' index have the shipped definition, and may this user read it?");
  }
  auto found = Json::parse(reply.body, nullptr, false);
  if (found.is_discarded()) throw cdc::Error(cdc::Kind::kCorrupt, "Elasticsearch's answer to a search is no JSON");
  return found;
}

Json SearchApi::Find(const http::Call& call, Asked& asked, Json (*body)(const Asked&)) {
  auto found = Ask(call, body(asked));
  if (asked.misspelt || asked.query.empty() || Total(found) > 0) return found;
  asked.misspelt = true;
  return Ask(call, body(asked));
}

http::Response SearchApi::Search(const http::Call& call) {
  auto asked = ParseAsked(call.query);
  const auto page = catalogue::AskedPage(call);
  if (page.number && *page.number > kLastPage) catalogue::RefusePage(call.language);
  asked.page = page.number ? *page.number : Pages(Total(Find(call, asked, MakeCount)));
  const auto found = Find(call, asked, MakeQuery);
  const auto answer = MakeAnswer(found, asked);
  if (asked.page > answer.at("total_pages").get<std::int64_t>()) catalogue::RefusePage(call.language);
  auto response = http::Reply(answer);
  response.headers.Add("Cache-Control", "no-cache");
  return response;
}

std::vector<http::Route> SearchApi::Routes() {
  http::Route route{
      .method = "GET",
      .path = "/api/v1/search",
      .access = http::Access::kPublic,
      .lane = http::Lane::kSearch,
      .name = "search_movies",
      .tag = "films",
      .summary = "Films that hold every word, in Russian or English; where none does, words like them. With facets.",
      .call = [this](const http::Call& call) { return Search(call); }};
  route.query = {
      {.name = "query", .description = "Words of titles, descriptions and names."},
      {.name = "genre", .description = "The name of a genre; of several, a film has any.", .repeated = true},
      {.name = "type",
       .type = Parameter::Type::kWord,
       .description = "What it is; of several, any.",
       .words = {"movie", "tv_show"},
       .repeated = true},
      {.name = "rating_from", .type = Parameter::Type::kNumber, .description = "The least rating.", .most = 10},
      {.name = "rating_to", .type = Parameter::Type::kNumber, .description = "The highest rating.", .most = 10},
      {.name = "year_from",
       .type = Parameter::Type::kInteger,
       .description = "The first year.",
       .least = 1,
       .most = 9999},
      {.name = "year_to", .type = Parameter::Type::kInteger, .description = "The last year.", .least = 1, .most = 9999},
      {.name = "page", .description = "The page's number, from 1, or last."},
  };
  route.reply = "FoundFilmPage";
  route.refusals = {400, 404, 503};
  return {std::move(route)};
}

}  // namespace admin::search
