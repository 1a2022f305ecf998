#include "admin/server/files/kinds.h"

#include <magic.h>

#include <memory>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::files {
namespace {

constexpr std::size_t kLongestName = 200;

struct Close {
  void operator()(magic_set* magic) const { ::magic_close(magic); }
};

}  // namespace

std::array<Kind, 2> Kinds(std::uint64_t poster_bytes, std::uint64_t video_bytes) {
  return {{{"poster", "image/jpeg, image/png, image/webp, image/avif", poster_bytes},
           {"video", "video/mp4, video/webm, video/x-matroska, video/matroska", video_bytes}}};
}

std::string TypeOfBytes(std::string_view bytes) {
  // Only what looks at signatures: neither archives are opened nor texts weighed.
  constexpr int kFlags = MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                         MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TEXT | MAGIC_NO_CHECK_CDF |
                         MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_JSON;
  const std::unique_ptr<magic_set, Close> magic(::magic_open(kFlags));  // one for each call: it is not thread-safe
  if (magic == nullptr || ::magic_load(magic.get(), nullptr) != 0) {
    throw cdc::Error(cdc::Kind::kConfig, "libmagic has no table of signatures", "Install libmagic-mgc.");
  }
  const char* type = ::magic_buffer(magic.get(), bytes.data(), bytes.size());
  return type == nullptr ? "application/octet-stream" : PlainType(type);
}

std::string PlainType(std::string_view type) {
  const auto plain = cdc::Lower(cdc::Trim(type.substr(0, type.find(';'))));
  if (plain == "video/matroska") return "video/x-matroska";
  if (plain == "video/x-m4v") return "video/mp4";  // the same format by another brand
  return plain;
}

std::string_view EndingOf(std::string_view type) {
  if (type == "image/jpeg") return "jpg";
  if (type == "video/x-matroska") return "mkv";
  return type.substr(type.find('/') + 1);
}

std::string PlainName(std::string_view name, std::string_view kind, std::string_view type) {
  if (const auto folder = name.find_last_of("/\\"); folder != std::string_view::npos) name.remove_prefix(folder + 1);
  std::string plain;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') plain += c;
  }
  plain = cdc::Beginning(cdc::Trim(plain), kLongestName);
  if (plain.empty() || plain == "." || plain == "..") return std::string(kind) + "." + std::string(EndingOf(type));
  return plain;
}

}  // namespace admin::files
