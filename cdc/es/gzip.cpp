#include "cdc/es/gzip.h"

#include <zlib.h>

#include <limits>
#include <new>

#include "cdc/base/error.h"

namespace cdc::es {
namespace {

constexpr int kGzipFormat = 15 + 16;  // the largest window, and gzip's header rather than zlib's

struct Deflate {
  z_stream stream{};

  Deflate() {
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflate() { deflateEnd(&stream); }
  Deflate(const Deflate&) = delete;
  Deflate& operator=(const Deflate&) = delete;
};

}  // namespace

std::string Gzip(std::string_view bytes) {
  Deflate deflater;
  std::string out(deflateBound(&deflater.stream, bytes.size()), '\0');
  if (bytes.size() > std::numeric_limits<uInt>::max() || out.size() > std::numeric_limits<uInt>::max()) {
    throw Error(Kind::kInternal, "a request body of more than 4 GB cannot be packed");
  }
  deflater.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  deflater.stream.avail_in = static_cast<uInt>(bytes.size());
  deflater.stream.next_out = reinterpret_cast<Bytef*>(out.data());
  deflater.stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&deflater.stream, Z_FINISH) != Z_STREAM_END) throw Error(Kind::kInternal, "cannot pack a request body");
  out.resize(deflater.stream.total_out);
  return out;
}

}  // namespace cdc::es
