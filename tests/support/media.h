// Bytes that begin as pictures and films do; nothing plays them.
#pragma once

#include <string>

namespace cdc::test {

using namespace std::string_literals;

inline std::string Padded(std::string head, std::size_t size) {
  head.reserve(size + 64);
  for (int i = 0; head.size() < size; ++i) head += "what follows the head: " + std::to_string(i) + "\n";
  head.resize(size);
  return head;
}

inline std::string Png(std::size_t size = 300) {
  return Padded("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"s, size);
}
inline std::string Jpeg(std::size_t size = 300) {
  return Padded("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s, size);
}
inline std::string Webp() { return Padded("RIFF\x24\x01\0\0WEBPVP8 \x18\x01\0\0\x30\x01\0\x9d\x01\x2a"s, 300); }
inline std::string Avif() {
  return Padded(
      "\0\0\0\x1c"
      "ftypavif\0\0\0\0avifmif1miaf"s,
      300);
}
inline std::string Mp4(std::size_t size = 300) {
  return Padded(
      "\0\0\0\x20"
      "ftypisom\0\0\x02\0isomiso2avc1mp41\0\0\0\x08"
      "free"s,
      size);
}
inline std::string Webm() {
  return Padded("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"s,
                300);
}
inline std::string Matroska() {
  return Padded(
      "\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x88matroska"s, 300);
}

}  // namespace cdc::test
