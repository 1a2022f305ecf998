#include "admin/server/auth/sign_in_pages.h"

#include <algorithm>
#include <optional>

#include "admin/server/auth/replies.h"
#include "admin/server/http/form.h"
#include "admin/server/http/place.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Refusal;
using http::Text;

constexpr int kMostForm = 16 << 10;  // bytes

// Of the form, or of the query.
std::optional<std::string> Given(const http::Call& call, const char* name) {
  return call.body.contains(name) ? call.body.at(name).get<std::string>() : call.query.Get(name);
}

std::optional<Language> ChosenLanguage(const http::Call& call) {
  const auto chosen = Given(call, "lang");
  if (chosen == "en") return Language::kEnglish;
  if (chosen == "ru") return Language::kRussian;
  return std::nullopt;
}

std::string NextOf(const http::Call& call) {
  const auto next = Given(call, "next");
  return next && http::IsPlace(*next) ? *next : "/";
}

// The language that was chosen on the page goes before the browser's.
http::Handler InChosenLanguage(http::Handler handler) {
  return [handler = std::move(handler)](const http::Call& call) {
    const auto chosen = ChosenLanguage(call);
    if (!chosen) return handler(call);
    http::Call own = call;
    own.language = *chosen;
    return handler(own);
  };
}

Page Blank(const http::Call& call, std::string_view path) {
  Page page;
  page.language = call.language;
  page.path = path;
  page.next = NextOf(call);
  page.language_chosen = ChosenLanguage(call).has_value();
  return page;
}

void AddNewPassword(Page& page, const char* name, const char* label) {
  const Language language = page.language;
  page.fields.push_back({.name = name,
                         .label = label,
                         .type = "password",
                         .autocomplete = "new-password",
                         .hint = Text(language, "A few words that belong together for you alone are good.",
                                      "Хороши несколько слов, связанных только для вас.")});
  page.fields.push_back({.name = "again",
                         .label = Text(language, "The same again", "Ещё раз то же"),
                         .type = "password",
                         .autocomplete = "new-password"});
}

Page SignInPage(const http::Call& call, const std::string& name) {
  Page page = Blank(call, "/sign-in");
  page.title = Text(call.language, "Sign in", "Вход");
  page.button = Text(call.language, "Sign in", "Войти");
  page.fields = {{.name = "name",
                  .label = Text(call.language, "Name", "Имя"),
                  .autocomplete = "username",
                  .value = name,
                  .most = 150},
                 {.name = "password",
                  .label = Text(call.language, "Password", "Пароль"),
                  .type = "password",
                  .autocomplete = "current-password"}};
  return page;
}

Page NextPage(const http::Call& call, const HalfWay& half_way) {
  Page page = SignInPage(call, half_way.name);
  page.may_switch = false;
  page.fields = {
      {.name = "", .label = Text(call.language, "Name", "Имя"), .autocomplete = "username", .value = half_way.name}};
  if (half_way.Needs("code")) {
    page.fields.push_back({.name = "code",
                           .label = Text(call.language, "Code", "Код"),
                           .autocomplete = "one-time-code",
                           .hint = Text(call.language, "The six digits of your app, or a recovery code.",
                                        "Шесть цифр из приложения или код восстановления."),
                           .most = 40});
  }
  if (half_way.Needs("new_password")) {
    AddNewPassword(page, "new_password", Text(call.language, "New password", "Новый пароль"));
  }
  return page;
}

Page SetUpPage(const http::Call& call) {
  Page page = Blank(call, "/setup");
  page.title = Text(call.language, "The first administrator", "Первый администратор");
  page.lead =
      Text(call.language, "Nobody has an account here yet. The server has written a one-time token into its log.",
           "Здесь ещё нет ни одной учётной записи. Сервер записал одноразовый токен в свой журнал.");
  page.button = Text(call.language, "Set up and sign in", "Создать и войти");
  page.fields = {{.name = "token",
                  .label = Text(call.language, "Token", "Токен"),
                  .autocomplete = "off",
                  .value = TextMember(call.body, "token"),
                  .hint = Text(call.language, "setup_token in the log.", "setup_token в журнале."),
                  .most = 100},
                 {.name = "name",
                  .label = Text(call.language, "Your name here", "Ваше имя здесь"),
                  .autocomplete = "username",
                  .value = TextMember(call.body, "name"),
                  .most = 150}};
  AddNewPassword(page, "password", Text(call.language, "Password", "Пароль"));
  return page;
}

void TellRefusal(Page& page, const Refusal& refusal) {
  page.alert = refusal.what();
  if (!refusal.hint().empty()) page.alert += " " + refusal.hint();
  for (auto& field : page.fields) {
    const bool named =
        std::ranges::find(refusal.errors(), field.name, &http::FieldError::field) != refusal.errors().end();
    field.at_fault = !field.name.empty() && (named || (refusal.status() == 401 && refusal.errors().empty()));
  }
}

http::Response ShowRefusal(Page page, const Refusal& refusal) {
  TellRefusal(page, refusal);
  http::Response response = Show(page, refusal.status());
  for (const auto& [name, value] : refusal.headers().all()) response.headers.Add(name, value);
  return response;
}

void DemandTheSameAgain(const http::Call& call, const char* field) {
  if (TextMember(call.body, field) == TextMember(call.body, "again")) return;
  const char* sentence = Text(call.language, "The two passwords are not the same.", "Пароли не совпадают.");
  throw Refusal(422, sentence).With({{"again", sentence}});
}

// The refusal's needs and those of before: what was answered on one page is to be answered again on the next.
void AddNeeds(HalfWay& half_way, const Refusal& refusal) {
  for (const auto& need : refusal.members().value("needs", Json::array())) {
    const auto word = need.get<std::string>();
    if (!half_way.Needs(word)) half_way.needs.push_back(word);
  }
}

}  // namespace

SignInPages::SignInPages(Parts parts) : parts_(parts) {}

std::vector<http::Route> SignInPages::Routes() {
  const auto page = [](const char* method, const char* path, const char* name, http::Handler handler) {
    return http::Route{.method = method,
                       .path = path,
                       .access = http::Access::kPublic,
                       .lane = http::Lane::kShort,
                       .name = name,
                       .tag = "",
                       .summary = "A page for people.",
                       .call = InChosenLanguage(std::move(handler)),
                       .type = "text/html",
                       .any_query = true};
  };
  const auto form = [&](const char* path, const char* name, const char* schema, http::Handler handler) {
    http::Route route = page("POST", path, name, std::move(handler));
    route.body = schema;
    route.body_type = http::kFormType;
    route.body_bytes = kMostForm;
    return route;
  };
  http::Route style = page("GET", "/sign-in.css", "sign_in_style", [](const http::Call&) { return ShowStyle(); });
  style.lane = http::Lane::kLoop;
  style.type = "text/css";
  return {page("GET", "/sign-in", "sign_in_page", [this](const http::Call& call) { return ShowSignIn(call); }),
          form("/sign-in", "sign_in_form", "SignInForm", [this](const http::Call& call) { return SignInByForm(call); }),
          page("GET", "/setup", "set_up_page", [this](const http::Call& call) { return ShowSetUp(call); }),
          form("/setup", "set_up_form", "SetUpForm", [this](const http::Call& call) { return SetUpByForm(call); }),
          std::move(style)};
}

http::Response SignInPages::ShowSignIn(const http::Call& call) {
  Page page = SignInPage(call, "");
  try {
    parts_.sign_in.DemandTls(call);
    return SetUpNeeded(call) ? http::GoTo("/setup") : Show(page);
  } catch (const Refusal& refusal) {
    page.fields.clear();  // nobody is to type a password that would go over the wire as it is
    return ShowRefusal(std::move(page), refusal);
  } catch (const cdc::Error& error) {
    return After(call, error, std::move(page));
  }
}

http::Response SignInPages::SignInByForm(const http::Call& call) {
  HalfWay half_way{TextMember(call.body, "name"), TextMember(call.body, "password")};
  try {
    if (!call.body.contains("name")) {
      const auto secret = parts_.half_way_cookie.Read(call.request);
      auto kept = secret ? parts_.half_ways.Take(call.worker->redis, *secret) : std::nullopt;
      if (!kept) {
        throw Refusal(422, Text(call.language, "That took too long. Begin again.",
                                "Прошло слишком много времени. Начните сначала."));
      }
      half_way = std::move(*kept);
    }
    if (half_way.Needs("new_password")) DemandTheSameAgain(call, "new_password");
    return Onward(call, parts_.sign_in.Begin(call, {half_way.name, half_way.password, TextMember(call.body, "code"),
                                                    TextMember(call.body, "new_password")}));
  } catch (const Refusal& refusal) {
    return After(call, refusal, std::move(half_way));
  } catch (const cdc::Error& error) {
    return After(call, error, SignInPage(call, half_way.name));
  }
}

http::Response SignInPages::ShowSetUp(const http::Call& call) {
  Page page = SetUpPage(call);
  try {
    parts_.sign_in.DemandTls(call);
    return SetUpNeeded(call) ? Show(page) : http::GoTo("/sign-in");
  } catch (const Refusal& refusal) {
    page.fields.clear();
    return ShowRefusal(std::move(page), refusal);
  } catch (const cdc::Error& error) {
    return After(call, error, std::move(page));
  }
}

http::Response SignInPages::SetUpByForm(const http::Call& call) {
  try {
    DemandTheSameAgain(call, "password");
    return Onward(call, parts_.setup.Use(call));
  } catch (const Refusal& refusal) {
    return ShowRefusal(SetUpPage(call), refusal);
  } catch (const cdc::Error& error) {
    return After(call, error, SetUpPage(call));
  }
}

bool SignInPages::SetUpNeeded(const http::Call& call) {
  if (set_up_.load(std::memory_order_relaxed)) return false;
  const bool needed = parts_.setup.Needed(call.worker->edits, call.stop);
  if (!needed) set_up_.store(true, std::memory_order_relaxed);
  return needed;
}

http::Response SignInPages::Onward(const http::Call& call, const SignIn::Begun& begun) const {
  http::Response response = http::GoTo(NextOf(call));
  response.headers.Add("Set-Cookie", parts_.cookie.Set(begun.secret));
  if (parts_.half_way_cookie.Read(call.request)) response.headers.Add("Set-Cookie", parts_.half_way_cookie.Clear());
  return response;
}

http::Response SignInPages::After(const http::Call& call, const Refusal& refusal, HalfWay half_way) {
  const bool first = half_way.needs.empty();
  const bool more = refusal.members().contains("needs");
  AddNeeds(half_way, refusal);
  // Another name, password or code may be right; who has to wait, or to choose a better password, stays where they are.
  const bool goes_on = more || (!first && (refusal.status() == 422 || refusal.status() == 429));
  if (!goes_on) return ShowRefusal(SignInPage(call, half_way.name), refusal);
  Page page = NextPage(call, half_way);
  http::Response response;
  if (first) {  // nothing is wrong: there is one more thing to say
    page.lead = refusal.what();
    response = Show(page);
  } else {
    response = ShowRefusal(std::move(page), refusal);
  }
  response.headers.Add("Set-Cookie", parts_.half_way_cookie.Set(parts_.half_ways.Keep(call.worker->redis, half_way)));
  return response;
}

http::Response SignInPages::After(const http::Call& call, const cdc::Error& error, Page page) {
  if (error.kind() != cdc::Kind::kUnavailable && error.kind() != cdc::Kind::kTimeout) throw error;
  parts_.log.Write(cdc::Level::kWarn, "a page of the sign-in could not be answered", error);
  page.alert = Text(call.language, "A server this needs does not answer. Try again in a moment.",
                    "Нужный для этого сервер не отвечает. Повторите чуть позже.");
  http::Response response = Show(page, 503);
  response.headers.Add("Retry-After", "1");
  return response;
}

}  // namespace admin::auth
