// From an output plugin's bytes to messages. One interface for every plugin; pure, so that it is tested from captured
// bytes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/model/change.h"

namespace cdc::pg {

class Decoder {  // used by one thread
 public:
  virtual ~Decoder() = default;
  // The plugin's options for START_REPLICATION, for the schemas the interest names: name, value.
  virtual std::vector<std::pair<std::string, std::string>> Options(const Interest& interest) const = 0;
  // `bytes` is one message of the plugin and stays untouched. Nullopt for what is of no interest: another table, a
  // logical message. Throws kCorrupt.
  virtual std::optional<Message> Decode(std::string_view bytes, const Interest& interest) = 0;
};

// "wal2json", format version 2. Throws kConfig for another plugin.
std::unique_ptr<Decoder> MakeDecoder(const std::string& plugin);

}  // namespace cdc::pg
