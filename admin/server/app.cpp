#include "admin/server/app.h"

#include "admin/server/auth/auth.h"
#include "admin/server/auth/cookie.h"
#include "admin/server/catalogue/catalogue.h"
#include "admin/server/catalogue/films_api.h"
#include "admin/server/files/film_files_api.h"
#include "admin/server/freshness/freshness_api.h"
#include "admin/server/http/problem.h"
#include "admin/server/openapi/document.h"
#include "admin/server/openapi/schemas.h"
#include "admin/server/ops/ops_api.h"
#include "admin/server/ops/relay.h"
#include "admin/server/panel/files.h"
#include "admin/server/search/search_api.h"
#include "admin/server/worker.h"
#include "cdc/control/client.h"

namespace admin {
namespace {

using http::Access;
using http::Lane;
using http::Route;

constexpr std::string_view kDocsStyle =
    "body{font:16px/1.5 "
    "system-ui,sans-serif;margin:0;background:#fbfbf9;color:#1d2430}main{max-width:60rem;margin:auto;padding:1rem}"
    "section{border-top:1px solid #ddd;padding:.5rem "
    "0}code,pre{font-family:ui-monospace,monospace}pre{overflow:auto;background:#f0f0ec;padding:1rem}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.1rem 1rem .1rem 0}a{color:#0b5394}"
    "@media(prefers-color-scheme:dark){body{background:#14181f;color:#e6e6e6}pre{background:#1e242e}a{color:#8ab4f8}"
    "section{border-color:#333}}";

auth::AuthOptions AuthOptionsOf(const AdminConfig& config) {
  return {.prefix = config.redis.prefix,
          .sessions = {config.sessions.idle, config.sessions.absolute},
          .insecure_http = config.server.insecure_http};
}

void Append(std::vector<Route>& all, std::vector<Route> more) {
  for (auto& route : more) all.push_back(std::move(route));
}

}  // namespace

struct App::Parts {
  Parts(const AdminConfig& config, const cdc::Clock& clock, cdc::Log& log)
      : users(AuthOptionsOf(config), time_of_day, log),
        editing({.redis_prefix = config.redis.prefix}),
        film_files(config.files, clock, log),
        files(config.server.panel, [cookie = auth::SessionCookie(config.server.insecure_http)](
                                       const http::Request& request) { return cookie.Read(request).has_value(); }),
        search(config.indices.movies, clock),
        walcast({.listen = config.walcast.control,
                 .token = config.walcast.token,
                 .connect_timeout = std::chrono::seconds(2),
                 .timeout = std::chrono::seconds(15),
                 .long_timeout = std::chrono::seconds(60)}),
        freshness(freshness::ReadSources(config.indices.documents, config.indices.movies, config.indices.genres,
                                         config.indices.persons),
                  walcast),
        operations(walcast, std::make_shared<ops::Relay>(
                                ops::RelayOptions{.control = config.walcast.control, .token = config.walcast.token},
                                clock, log)),
        router(Routes(), users.authenticator(), schemas) {
    const Json made =
        openapi::MakeDocument(router.routes(), schemas, config.server.insecure_http ? "sid" : "__Host-sid");
    document = std::make_shared<const std::string>(http::Dump(made));
    page = std::make_shared<const std::string>(openapi::MakePage(made));
  }

  std::vector<Route> Routes() {
    std::vector<Route> all;
    Append(all, catalogue::FilmsApiRoutes());
    Append(all, search.Routes());
    Append(all, freshness.Routes());
    Append(all, DocumentRoutes());
    Append(all, users.Routes());
    Append(all, editing.Routes());
    Append(all, film_files.Routes());
    Append(all, operations.Routes());
    Append(all, files.Routes());
    return all;
  }

  std::vector<Route> DocumentRoutes() {
    const auto serve = [](const std::shared_ptr<const std::string>& text, std::string type) {
      http::Response response;
      response.type = std::move(type);
      response.shared = text;
      response.headers.Add("Cache-Control", "no-cache");
      return response;
    };
    return {
        {.method = "GET",
         .path = "/api/openapi.json",
         .access = Access::kPublic,
         .lane = Lane::kLoop,
         .name = "openapi",
         .tag = "documentation",
         .summary = "This document.",
         .call = [this, serve](const http::Call&) { return serve(document, "application/json"); }},
        {.method = "GET",
         .path = "/api/docs",
         .access = Access::kPublic,
         .lane = Lane::kLoop,
         .name = "docs",
         .tag = "documentation",
         .summary = "This document, to be read.",
         .call =
             [this, serve](const http::Call&) {
               auto response = serve(page, "text/html");
               response.headers.Add("Content-Security-Policy",
                                    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
               return response;
             },
         .type = "text/html"},
        {.method = "GET",
         .path = "/api/docs.css",
         .access = Access::kPublic,
         .lane = Lane::kLoop,
         .name = "docs_style",
         .tag = "",
         .summary = "Its style.",
         .call = [style = std::make_shared<const std::string>(kDocsStyle),
                  serve](const http::Call&) { return serve(style, "text/css"); },
         .type = "text/css"},
    };
  }

  openapi::Schemas schemas;
  auth::TimeOfDay time_of_day;
  auth::Auth users;
  catalogue::Catalogue editing;
  files::FilmFilesApi film_files;
  panel::Files files;
  search::SearchApi search;
  cdc::control::Client walcast;
  freshness::FreshnessApi freshness;
  ops::OpsApi operations;
  std::shared_ptr<const std::string> document, page;  // made from the routes, once
  http::Router router;
};

App::App(const AdminConfig& config, const cdc::Clock& clock, cdc::Log& log)
    : parts_(std::make_unique<Parts>(config, clock, log)) {}

App::~App() = default;

const http::Router& App::router() const { return parts_->router; }

Json App::Document() const { return Json::parse(*parts_->document); }

void App::Started(Worker& worker) { parts_->users.AnnounceSetup(worker.edits); }

}  // namespace admin
