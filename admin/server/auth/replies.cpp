#include "admin/server/auth/replies.h"

#include "admin/server/http/problem.h"

namespace admin::auth {

Json Permissions(Role role) {
  Json all = Json::array();
  for (const auto& [least, word] :
       {std::pair{Role::kViewer, "read"}, std::pair{Role::kEditor, "edit"}, std::pair{Role::kOperator, "operate"},
        std::pair{Role::kAdministrator, "administer"}}) {
    if (role >= least) all.push_back(word);
  }
  return all;
}

http::Response SessionReply(const SignIn::Begun& begun, const SessionCookie& cookie, unsigned status) {
  http::Response response = http::Reply({{"id", begun.owner.user_id},
                                         {"name", begun.owner.name},
                                         {"role", Name(begun.owner.role)},
                                         {"permissions", Permissions(begun.owner.role)},
                                         {"csrf", CsrfToken(begun.secret)}},
                                        status);
  response.headers.Add("Set-Cookie", cookie.Set(begun.secret));
  return response;
}

http::Response Nothing() {
  http::Response response;
  response.status = 204;
  response.type.clear();
  return response;
}

http::Response PageReply(std::string json, std::string total) {
  http::Response response = http::ReplyText(std::move(json));
  response.headers.Add("X-Total-Count", std::move(total));
  return response;
}

void NotFound(const http::Call& call) {
  throw http::Refusal(404, http::Text(call.language, "There is none of that id.", "Ничего с таким номером нет."));
}

std::string TextMember(const Json& body, const char* member) {
  const auto found = body.find(member);
  return found == body.end() ? std::string() : found->get<std::string>();
}

}  // namespace admin::auth
