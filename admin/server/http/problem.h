// Refusals as problem+json (RFC 9457): {"type","title","status","detail","hint","request_id"} and, where fields of a
// body are at fault, "errors": [{"field": "genres/0/id", "message": "…"}], in the request's language.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "cdc/base/error.h"

namespace admin::http {

struct FieldError {
  std::string field;  // a JSON pointer without its first slash: "title", "people/3/role"; "" for the whole
  std::string message;
};

// Thrown by a handler to refuse a request; the router makes the answer of it.
class Refusal : public std::runtime_error {
 public:
  // `detail`: a sentence for the person who asked, in their language, without secrets.
  Refusal(unsigned status, const std::string& detail, std::string hint = {});

  unsigned status() const noexcept { return status_; }
  const std::string& hint() const noexcept { return hint_; }

  Refusal& With(std::vector<FieldError> errors);
  Refusal& With(std::string header, std::string value);
  Refusal& With(std::string member, Json value);  // a member of the problem beside the standard ones, as "current"

  const std::vector<FieldError>& errors() const noexcept { return errors_; }
  const Headers& headers() const noexcept { return headers_; }
  const Json& members() const noexcept { return members_; }

 private:
  unsigned status_;
  std::string hint_;
  std::vector<FieldError> errors_;
  Headers headers_;
  Json members_ = Json::object();
};

// Picks the text of the request's language.
inline const char* Text(Language language, const char* english, const char* russian) {
  return language == Language::kRussian ? russian : english;
}

Response ToResponse(const Refusal& refusal, const Request& request);
// What an Error that nobody refused with leads to: 503 with Retry-After where a server is away or too slow, else 500.
// Its text goes to the log, never to the client.
Response ToResponse(const cdc::Error& error, const Request& request, Language language);
// 500, for what is no Error.
Response Defect(const Request& request, Language language);

// {"…"} as the answer of a route.
Response Reply(const Json& json, unsigned status = 200);
// A text that is JSON already (PostgreSQL made it).
Response ReplyText(std::string json, unsigned status = 200);
// JSON text; bytes that are not UTF-8 become U+FFFD.
std::string Dump(const Json& json);

}  // namespace admin::http
