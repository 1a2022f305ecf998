#include "cdc/pg/decoder.h"

#include "cdc/base/error.h"
#include "cdc/pg/wal2json.h"

namespace cdc::pg {

std::unique_ptr<Decoder> MakeDecoder(const std::string& plugin) {
  if (plugin == "wal2json") return std::make_unique<Wal2Json>();
  throw Error(Kind::kConfig, "there is no decoder for the output plugin '" + plugin + "'",
              "Set postgres.plugin to wal2json.");
}

}  // namespace cdc::pg
