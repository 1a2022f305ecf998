// What a film has files of: which types, how large, and whether the bytes are what they are said to be.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace admin::files {

struct Kind {
  std::string_view name;  // "poster"
  // Media types that are taken, as declared and as answered, separated by ", ".
  std::string_view types;
  std::uint64_t most_bytes = 0;
};

std::array<Kind, 2> Kinds(std::uint64_t poster_bytes, std::uint64_t video_bytes);

// The media type of a file that begins with `bytes`, by its signature: one of those above, or any other.
std::string TypeOfBytes(std::string_view bytes);
// One word for types that have two; lower case, without parameters.
std::string PlainType(std::string_view type);
// "jpg" of "image/jpeg": with which a name of such a file ends.
std::string_view EndingOf(std::string_view type);
// A name as people may be shown it and disks take it: without folders and control characters, at most 200 bytes; `kind`
// and its ending where nothing is left.
std::string PlainName(std::string_view name, std::string_view kind, std::string_view type);

}  // namespace admin::files
