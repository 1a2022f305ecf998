#include "admin/server/auth/password_rules.h"

#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "admin/server/http/problem.h"

namespace admin::auth {
namespace {

constexpr double kLeastBits = 30;       // a thousand million guesses
constexpr std::size_t kMeasured = 100;  // bytes: the time of the measurement grows faster than the length

// Words that people who write Russian choose first, as the keys they lie on and as they are written in Latin letters.
// The English ones are in libzxcvbn.
constexpr std::array<const char*, 40> kRussianWords = {
    "gfhjkm",    "parol",     "k.,jdm",       "lyubov",     "lubov",    "cjkysirj", "solnyshko", "solnishko",
    "ghbdtn",    "privet",    "vfrcbv",       "maksim",     "fylhtq",   "andrey",   "yfnfif",    "natasha",
    "fktrcfylh", "aleksandr", "cthutq",       "sergey",     "vfhbyf",   "marina",   "rjirf",     "koshka",
    "cj,frf",    "sobaka",    "hjccbz",       "rossiya",    "vjcrdf",   "moskva",   "cgfhnfr",   "spartak",
    "ptybn",     "zenit",     "gjkmpjdfntkm", "polzovatel", "fylhtqrf", "dbrnjhbz", "viktoriya", "ytgthtgbif"};

// The key of a QWERTY keyboard on which a Russian letter lies: «пароль» is as easily guessed as what it is typed as.
char KeyOf(char32_t letter) {
  static constexpr std::u32string_view kLetters = U"йцукенгшщзхъфывапролджэячсмитьбюё";
  static constexpr std::string_view kKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  if (letter >= U'А' && letter <= U'Я') letter += U'а' - U'А';
  if (letter == U'Ё') letter = U'ё';
  const std::size_t at = kLetters.find(letter);
  return at == std::u32string_view::npos ? '\0' : kKeys[at];
}

// The code points of UTF-8 that is known to be well formed; a byte that begins none stands for itself.
std::u32string CodePoints(const std::string& text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
      point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    points += point;
    at += size;
  }
  return points;
}

// One byte for each character: Russian letters as keys, others that are not ASCII as some sign, the same for the same
// one.
std::string AsKeys(const std::u32string& points) {
  std::string keys;
  for (const char32_t point : points) {
    const char key = KeyOf(point);
    keys += key != '\0'                 ? key
            : point > 0 && point < 0x80 ? static_cast<char>(point)
                                        : static_cast<char>('!' + point % 94);
  }
  return keys.substr(0, kMeasured);
}

struct FreeMatches {
  void operator()(ZxcMatch_t* matches) const { ZxcvbnFreeInfo(matches); }
};

}  // namespace

std::optional<PasswordFault> CheckPassword(const std::string& password, const std::string& name) {
  const std::u32string points = CodePoints(password);
  if (points.size() < kLeastPassword) return PasswordFault::kTooShort;
  if (points.size() > kMostPassword) return PasswordFault::kTooLong;
  const std::string keys = AsKeys(points), name_keys = AsKeys(CodePoints(name));
  std::vector<const char*> words(kRussianWords.begin(), kRussianWords.end());
  words.insert(words.end(), {name_keys.c_str(), "walcast", nullptr});
  ZxcMatch_t* found = nullptr;
  const double bits = ZxcvbnMatch(keys.c_str(), words.data(), &found);
  const std::unique_ptr<ZxcMatch_t, FreeMatches> matches(found);
  if (bits >= kLeastBits) return std::nullopt;
  const bool one_word =
      found != nullptr && found->Next == nullptr && (found->Type == DICTIONARY_MATCH || found->Type == DICT_LEET_MATCH);
  return one_word ? PasswordFault::kCommon : PasswordFault::kWeak;
}

const char* Explain(PasswordFault fault, Language language) {
  switch (fault) {
    case PasswordFault::kTooShort:
      return http::Text(language, "The password needs at least 8 characters.",
                        "Пароль должен быть не короче 8 символов.");
    case PasswordFault::kTooLong:
      return http::Text(language, "The password may have at most 128 characters.",
                        "Пароль должен быть не длиннее 128 символов.");
    case PasswordFault::kCommon:
      return http::Text(language, "This password is among those that are tried first.",
                        "Этот пароль — один из тех, что пробуют первыми.");
    case PasswordFault::kWeak: break;
  }
  return http::Text(language, "This password is easily guessed: some words that do not belong together are better.",
                    "Этот пароль легко угадать: лучше несколько слов, не связанных друг с другом.");
}

}  // namespace admin::auth
