#include "admin/server/catalogue/texts.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>

#include "admin/server/http/parameters.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

const Json* Member(const Json& body, const char* field) {
  const auto found = body.find(field);
  return found == body.end() || found->is_null() ? nullptr : &*found;
}

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string Uuid(std::array<unsigned char, 16> bytes, unsigned char version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | version);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = cdc::Hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const std::string_view digits = hex;
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

}  // namespace

void FieldCheck::Refuse(std::string field, const char* english, const char* russian) {
  errors_.push_back({std::move(field), http::Text(language_, english, russian)});
}

Json FieldCheck::Text(const Json& body, const char* field, bool required) {
  const Json* member = Member(body, field);
  if (member != nullptr && !member->is_string()) {
    Refuse(field, "This must be text.", "Здесь нужен текст.");
    return nullptr;
  }
  if (member == nullptr || (required && IsBlank(member->get_ref<const std::string&>()))) {
    if (required) Refuse(field, "This must not be empty.", "Это поле нужно заполнить.");
    return nullptr;
  }
  const auto& text = member->get_ref<const std::string&>();
  if (text.find('\0') != std::string::npos) {
    Refuse(field, "This holds a character that cannot be stored.", "Здесь есть символ, который нельзя сохранить.");
    return nullptr;
  }
  return *member;
}

Json FieldCheck::Date(const Json& body, const char* field) {
  const Json* member = Member(body, field);
  if (member == nullptr) return nullptr;
  if (!member->is_string() || !http::IsDate(member->get_ref<const std::string&>())) {
    Refuse(field, "There is no such day; write it as 1972-03-20.", "Такого дня нет; запишите дату как 1972-03-20.");
    return nullptr;
  }
  return *member;
}

Json FieldCheck::Number(const Json& body, const char* field, double least, double most) {
  const Json* member = Member(body, field);
  if (member == nullptr) return nullptr;
  // What is not a number, as JSON never has it but a cell of a file, is in no range.
  if (!member->is_number() || !(member->get<double>() >= least && member->get<double>() <= most)) {
    errors_.push_back({field, fmt::format(fmt::runtime(http::Text(language_, "This must be a number from {} to {}.",
                                                                  "Нужно число от {} до {}.")),
                                          least, most)});
    return nullptr;
  }
  return *member;
}

std::vector<std::string> FieldCheck::Ids(const Json& body, const char* field) {
  std::vector<std::string> ids;
  const auto member = body.find(field);
  if (member == body.end()) return ids;
  if (!member->is_array()) {
    Refuse(field, "This must be a list.", "Здесь нужен список.");
    return ids;
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < member->size(); ++i) {
    const Json& element = (*member)[i];
    const bool object = element.is_object() && element.contains("id") && element["id"].is_string();
    std::string id = cdc::Lower(object ? element["id"].get<std::string>() : "");
    const std::string place = fmt::format("{}/{}/id", field, i);
    if (!http::IsUuid(id)) {
      Refuse(place, "This is no id.", "Это не идентификатор.");
    } else if (!seen.insert(id).second) {
      Refuse(place, "This is in the list already.", "Это уже есть в списке.");
    } else {
      ids.push_back(std::move(id));
    }
  }
  return ids;
}

std::string NewId() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return Uuid(bytes, 0x40);
}

std::string IdFrom(std::string_view bytes) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  return Uuid(hash, 0x80);
}

}  // namespace admin::catalogue
