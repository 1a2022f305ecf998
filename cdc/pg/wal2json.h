// wal2json's format version 2: one JSON object a message. Numbers are taken as they are spelled: bigint and numeric are
// longer than any number type.
#pragma once

#include <memory>

#include "cdc/pg/decoder.h"

namespace cdc::pg {

class Wal2Json final : public Decoder {
 public:
  Wal2Json();
  ~Wal2Json() override;
  std::vector<std::pair<std::string, std::string>> Options(const Interest& interest) const override;
  std::optional<Message> Decode(std::string_view bytes, const Interest& interest) override;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace cdc::pg
