#include "admin/server/http/problem.h"

namespace admin::http {
namespace {

Response Problem(unsigned status, const std::string& detail, const std::string& hint, const Request& request,
                 const Json& members = Json::object()) {
  Json problem{{"type", "about:blank"}, {"title", StatusTitle(status)}, {"status", status}, {"detail", detail}};
  if (!hint.empty()) problem["hint"] = hint;
  problem["request_id"] = request.id;
  for (const auto& [name, value] : members.items()) problem[name] = value;
  Response response;
  response.status = status;
  response.type = kProblemType;
  response.body = Dump(problem);
  if (status == 503) response.headers.Add("Retry-After", "1");
  return response;
}

}  // namespace

Refusal::Refusal(unsigned status, const std::string& detail, std::string hint)
    : std::runtime_error(detail), status_(status), hint_(std::move(hint)) {}

Refusal& Refusal::With(std::vector<FieldError> errors) {
  errors_ = std::move(errors);
  return *this;
}

Refusal& Refusal::With(std::string header, std::string value) {
  headers_.Add(std::move(header), std::move(value));
  return *this;
}

Refusal& Refusal::With(std::string member, Json value) {
  members_[std::move(member)] = std::move(value);
  return *this;
}

Response ToResponse(const Refusal& refusal, const Request& request) {
  Json members = refusal.members();
  if (!refusal.errors().empty()) {
    auto& errors = members["errors"] = Json::array();
    for (const auto& error : refusal.errors()) errors.push_back({{"field", error.field}, {"message", error.message}});
  }
  auto response = Problem(refusal.status(), refusal.what(), refusal.hint(), request, members);
  if (refusal.status() == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  for (const auto& [name, value] : refusal.headers().all()) response.headers.Add(name, value);
  return response;
}

Response ToResponse(const cdc::Error& error, const Request& request, Language language) {
  using cdc::Kind;
  switch (error.kind()) {
    case Kind::kUnavailable:
      return Problem(503,
                     Text(language, "A server this needs does not answer.", "Нужный для этого сервер не отвечает."),
                     Text(language, "Try again in a moment.", "Повторите чуть позже."), request);
    case Kind::kTimeout:
    case Kind::kNotYet:
      return Problem(503, Text(language, "This took too long and was given up.", "Ответа не дождались: слишком долго."),
                     Text(language, "Try again, or ask for less.", "Повторите или запросите меньше."), request);
    case Kind::kUsage:
      return Problem(
          400,
          Text(language, "The request holds a value that cannot be used.", "В запросе есть недопустимое значение."), "",
          request);
    case Kind::kRow:
      return Problem(422, Text(language, "A value cannot be stored.", "Значение нельзя сохранить."), "", request);
    default: return Defect(request, language);
  }
}

Response Defect(const Request& request, Language language) {
  return Problem(500, Text(language, "Something went wrong on our side.", "Что-то сломалось на нашей стороне."),
                 Text(language, "Tell the operator the request_id: the log has the cause.",
                      "Сообщите оператору request_id: причина записана в журнале."),
                 request);
}

Response Reply(const Json& json, unsigned status) { return ReplyText(Dump(json), status); }

Response ReplyText(std::string json, unsigned status) {
  Response response;
  response.status = status;
  response.body = std::move(json);
  return response;
}

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace admin::http
