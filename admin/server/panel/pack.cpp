#include "admin/server/panel/pack.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <limits>

#include "cdc/base/error.h"

namespace admin::panel {

std::string Gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (text.size() > std::numeric_limits<uInt>::max() ||
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw cdc::Error(cdc::Kind::kInternal, "cannot begin to pack a file");
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw cdc::Error(cdc::Kind::kInternal, "cannot pack a file");
  return packed;
}

std::string Brotli(const std::string& text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string packed(size, '\0');
  const auto* in = reinterpret_cast<const std::uint8_t*>(text.data());
  auto* out = reinterpret_cast<std::uint8_t*>(packed.data());
  if (BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(), in, &size, out) ==
      BROTLI_FALSE) {
    throw cdc::Error(cdc::Kind::kInternal, "cannot pack a file");
  }
  packed.resize(size);
  return packed;
}

}  // namespace admin::panel
