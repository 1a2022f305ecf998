#include "admin/server/catalogue/edit.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "admin/server/catalogue/last_save.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"
#include "cdc/model/lsn.h"

namespace admin::catalogue {
namespace {

constexpr int kAttempts = 4;

bool WasVictim(const cdc::pg::SqlError& error) { return error.sqlstate() == "40P01" || error.sqlstate() == "40001"; }

std::string Sha256(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return cdc::Hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// A request that may come twice and is to be done once.
class Repeat {
 public:
  explicit Repeat(const http::Call& call) : call_(call) {
    const auto key = call.request.headers.Get("Idempotency-Key");
    if (!key || call.request.method != "POST") return;
    const bool printable = std::ranges::all_of(*key, [](char c) { return c > ' ' && c <= '~'; });
    if (key->empty() || key->size() > 200 || !printable) {
      throw http::Refusal(
          400, http::Text(call.language, "The Idempotency-Key cannot be used.", "Такой Idempotency-Key не годится."),
          http::Text(call.language, "It has 1 to 200 letters, digits and signs.",
                     "В нём от 1 до 200 букв, цифр и знаков."));
    }
    key_ = *key;
    actor_ = call.actor.user_id;
    hash_ = Sha256(call.request.method + " " + call.request.target + "\n" + call.request.body);
  }

  // The answer that was given before; nullopt: this is the first time, or there is no key.
  std::optional<http::Response> Begin() {
    if (key_.empty()) return std::nullopt;
    auto& edits = call_.worker->edits;
    if (edits.Query(sql::kIdempotencyBegin, {actor_, key_, hash_}, call_.stop).size() == 1) return std::nullopt;
    const auto known = edits.Query(sql::kIdempotencyKnown, {actor_, key_}, call_.stop);
    if (known.size() != 1 || known.Text(0, 0) != hash_) {
      throw http::Refusal(
          422,
          http::Text(call_.language, "This Idempotency-Key was used for another request.",
                     "Этот Idempotency-Key уже был у другого запроса."),
          http::Text(call_.language, "Take a new key for each request.", "Для каждого запроса нужен новый ключ."));
    }
    http::Response response;
    response.status = static_cast<unsigned>(std::stoul(std::string(known.Text(0, 1))));
    const Json headers = Json::parse(known.Text(0, 2));
    for (const auto& [name, value] : headers.items()) {
      response.headers.Add(name, value.get<std::string>());
    }
    response.body = known.Text(0, 3);
    return response;
  }

  void End(const http::Response& response) {
    if (key_.empty()) return;
    Json headers = Json::object();
    for (const auto& [name, value] : response.headers.all()) headers[name] = value;
    call_.worker->edits.Query(sql::kIdempotencyEnd,
                              {actor_, key_, std::to_string(response.status), http::Dump(headers), response.body},
                              call_.stop);
  }

 private:
  const http::Call& call_;
  std::string key_, actor_, hash_;
};

http::Response Attempt(const http::Call& call, const store::Audit& audit, const std::function<Done()>& work) {
  Repeat repeat(call);
  http::Response response;
  const cdc::Lsn position = call.worker->edits.InTransaction(
      [&] {
        if (auto known = repeat.Begin()) {
          response = std::move(*known);
          return;
        }
        Done done = work();
        repeat.End(done.response);
        audit.Append(call.worker->edits, store::OriginOf(call), done.changes, call.stop);
        response = std::move(done.response);
      },
      call.stop);
  TellPosition(call, position, response);
  return response;
}

}  // namespace

http::Response Edit(const http::Call& call, const store::Audit& audit, const Json& body,
                    const std::function<Done()>& work) {
  for (int attempt = 1;; ++attempt) {
    try {
      return Attempt(call, audit, work);
    } catch (const cdc::pg::SqlError& error) {
      if (!WasVictim(error)) throw RefusalOf(error, call, body);
      if (attempt == kAttempts) throw;
    }
  }
}

}  // namespace admin::catalogue
