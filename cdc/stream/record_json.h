// The stored form of the record and the dead letters: JSON on one line, LSNs as PostgreSQL writes them. Shared by all
// stores, so that what one wrote another could read. Decoding throws kCorrupt, with the member at fault and never its
// value.
#pragma once

#include <string>
#include <string_view>

#include "cdc/stream/store.h"

namespace cdc::stream {

// Whose record it is: everything of it but checkpoint, sent, epoch and indices.
std::string EncodeIdentity(const Record& record);
void DecodeIdentity(std::string_view text, Record& record);

std::string EncodeIndex(const IndexRecord& record);
IndexRecord DecodeIndex(std::string_view text);

// Bytes of the reason that are no UTF-8 (a text cut in the middle of a character) are replaced.
std::string EncodeLetter(const DeadLetter& letter);
DeadLetter DecodeLetter(std::string_view text);

std::string EncodeIdentities(const std::vector<FormerIdentity>& former);
std::vector<FormerIdentity> DecodeIdentities(std::string_view text);

// The whole record in one text; `revision` counts its writes (see FileStore).
std::string EncodeRecord(const Record& record, std::uint64_t revision);
Record DecodeRecord(std::string_view text, std::uint64_t& revision);

}  // namespace cdc::stream
