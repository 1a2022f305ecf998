#include "admin/server/http/answer_headers.h"

#include <algorithm>

namespace admin::http {
namespace {

void AddOnce(Response& response, const char* name, const char* value) {
  if (!response.headers.Get(name)) response.headers.Add(name, value);
}

void AddCors(const Request& request, const std::vector<std::string>& origins, Response& response) {
  if (origins.empty() || !request.target.starts_with("/api/v1/")) return;
  response.headers.Add("Vary", "Origin");
  const auto origin = request.headers.Get("Origin");
  if (!origin || std::find(origins.begin(), origins.end(), *origin) == origins.end()) return;
  response.headers.Add("Access-Control-Allow-Origin", std::string(*origin));
  AddOnce(response, "Cross-Origin-Resource-Policy", "cross-origin");
  if (request.method != "OPTIONS") return;
  response.headers.Add("Access-Control-Allow-Methods", "GET, HEAD");
  response.headers.Add("Access-Control-Max-Age", "600");
}

}  // namespace

void AddCommonHeaders(const Request& request, const std::vector<std::string>& origins, Response& response) {
  AddCors(request, origins, response);
  AddOnce(response, "X-Content-Type-Options", "nosniff");
  AddOnce(response, "Referrer-Policy", "same-origin");
  AddOnce(response, "Cross-Origin-Opener-Policy", "same-origin");
  AddOnce(response, "Cross-Origin-Resource-Policy", "same-origin");
  AddOnce(response, "X-Frame-Options", "DENY");
  AddOnce(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  AddOnce(response, "Cache-Control", "no-store");
  if (request.secure) AddOnce(response, "Strict-Transport-Security", "max-age=31536000");
  if (!request.id.empty()) response.headers.Add("X-Request-Id", request.id);
}

}  // namespace admin::http
