#include "tests/admin/auth/auth_site.h"

#include <stdexcept>

#include "cdc/redis/client.h"
#include "tests/support/films.h"

namespace admin::test {
namespace {

// Migrated, as the login role of a server sees it.
std::string Prepare(cdc::test::TestDatabase& database) {
  cdc::test::LoadFilms(database, 0);
  return database.Dsn(database.CreateRole("IN ROLE walcast_editor"));
}

}  // namespace

AuthSite::AuthSite(std::vector<std::string> settings) : dsn_(Prepare(database_)), server_(dsn_, std::move(settings)) {
  server_.Start();
}

std::string AuthSite::AddUser(const std::string& name, const std::string& role, const std::string& password) {
  const auto added = server_.Command({"user", "add", name, "--role", role, "--password-stdin"}, password + "\n");
  if (added.exit != 0) throw std::runtime_error("user add failed: " + added.output);
  return IdOf(name);
}

std::string AuthSite::IdOf(const std::string& name) {
  return database_.Value("SELECT id FROM admin.users WHERE name = '" + name + "'");
}

cdc::test::WebReply AuthSite::SignIn(cdc::test::Web& web, const std::string& name, const std::string& password,
                                     const Plain& more, cdc::test::WebHeaders headers) {
  Plain body = {{"name", name}, {"password", password}};
  if (!more.is_null()) body.update(more);
  auto reply = web.Post("/api/session", body, std::move(headers));
  if (reply.status == 200) web.csrf = reply.Json()["csrf"].get<std::string>();
  return reply;
}

std::string AuthSite::Secret(const cdc::test::WebReply& reply) {
  const std::string cookie = reply.Header("set-cookie");
  const auto equals = cookie.find('=');
  return cookie.substr(equals + 1, cookie.find(';') - equals - 1);
}

long AuthSite::StatusOf(const std::string& secret) {
  return cdc::test::Web(url()).Get("/api/session", {{"Cookie", "sid=" + secret}}).status;
}

std::string AuthSite::Redis(const std::vector<std::string>& command) {
  cdc::redis::Client redis({cdc::redis::ParseAddress(cdc::test::Environment("WALCAST_TEST_REDIS"))});
  const auto reply = redis.Command(command);
  try {
    return std::to_string(reply.Integer());
  } catch (const cdc::Error&) {
    return reply.Text();
  }
}

}  // namespace admin::test
