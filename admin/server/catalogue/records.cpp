#include "admin/server/catalogue/records.h"

#include <sodium.h>

#include <array>

#include "admin/server/catalogue/texts.h"
#include "admin/server/http/parameters.h"
#include "admin/server/sql.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

// The tags of a header "W/\"a\", \"b\", *", without quotes; weak ones only where they count.
std::vector<std::string> Tags(std::string_view header, bool weak) {
  std::vector<std::string> tags;
  for (std::size_t at = 0; at < header.size();) {
    if (header[at] == '*') {
      tags.emplace_back("*");
      ++at;
    } else if (header[at] == '"') {
      const std::size_t end = header.find('"', at + 1);
      if (end == std::string_view::npos) break;
      const bool is_weak = at >= 2 && header.substr(at - 2, 2) == "W/";
      if (weak || !is_weak) tags.emplace_back(header.substr(at + 1, end - at - 1));
      at = end + 1;
    } else {
      ++at;
    }
  }
  return tags;
}

std::string ShortHash(const std::string& text) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  return cdc::Hex({reinterpret_cast<const char*>(hash.data()), 4});
}

}  // namespace

std::string Record::Tag() const { return "\"" + state + "-" + ShortHash(text) + "\""; }

std::vector<Record> RecordsOf(store::Database& database, const Entity& entity, std::span<const std::string> ids,
                              std::stop_token stop) {
  const auto rows = database.Query(sql::kPageOfIds + entity.records, {cdc::pg::ArrayLiteral(ids)}, stop);
  std::vector<Record> records;
  for (int row = 0; row < rows.size(); ++row) {
    records.push_back({std::string(rows.Text(row, 0)), std::string(rows.Text(row, 1)), std::string(rows.Text(row, 2))});
  }
  return records;
}

bool IsKnown(const http::Call& call, const Record& record) {
  const auto header = call.request.headers.Get("If-None-Match");
  if (!header) return false;
  const std::string tag = record.Tag();
  for (const auto& known : Tags(*header, true)) {
    if (known == "*" || "\"" + known + "\"" == tag) return true;
  }
  return false;
}

bool IsMatch(const http::Call& call, const Record& record) {
  const auto header = call.request.headers.Get("If-Match");
  if (!header) {
    throw http::Refusal(428,
                        http::Text(call.language, "A change must say which state it was made from.",
                                   "Изменение должно называть состояние, которое оно меняет."),
                        http::Text(call.language, "Send the ETag that reading it gave, as If-Match.",
                                   "Пошлите в If-Match тот ETag, что пришёл при чтении."));
  }
  for (const auto& known : Tags(*header, false)) {
    // A whole tag ends with the hash, which a renamed genre changes too: that is no conflict.
    if (known == "*" || known == record.state || record.state.starts_with(known + "-") ||
        (known.starts_with(record.state + "-") && known.find('-', record.state.size() + 1) == std::string::npos)) {
      return true;
    }
  }
  return false;
}

http::Refusal Stale(const http::Call& call, const Record& record) {
  http::Refusal refusal(
      412, http::Text(call.language, "Somebody has changed this meanwhile.", "Это тем временем изменил кто-то другой."),
      http::Text(call.language, "Compare with the current state, then save again.",
                 "Сравните с нынешним состоянием и сохраните ещё раз."));
  refusal.With("current", Json::parse(record.text));
  refusal.With("ETag", record.Tag());
  return refusal;
}

http::Refusal Unknown(const http::Call& call, const Entity& entity) {
  return http::Refusal(404, entity.unknown.In(call.language));
}

std::string IdOf(const http::Call& call, const Entity& entity) {
  const auto id = call.path.find("id");
  if (id == call.path.end() || !http::IsUuid(id->second)) throw Unknown(call, entity);
  return cdc::Lower(id->second);
}

}  // namespace admin::catalogue
