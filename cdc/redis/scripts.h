// The scripts of redis::Store. Each looks at the owner first and changes nothing for anybody else; each is one atomic
// step.
//
// KEYS  1 record (hash), 2 letters of a generation (hash), 3 their ids in order (sorted set), 4 generations with
// letters (set) ARGV  1 epoch, 2 timeline, 3 system_id, 4 the revision last seen, 5 the revision of this write,
// or 0; then
// what the script names
//
// An integer comes back: the revision now stored, or one of the constants.
#pragma once

#include "cdc/redis/client.h"

namespace cdc::redis::scripts {

constexpr std::int64_t kVanished = 0;     // the record is not there, or an older state of it
constexpr std::int64_t kForeign = -1;     // a newer process owns it
constexpr std::int64_t kNewerStays = -2;  // of kRemoveLetter: the letter is newer, it stays

extern const Script kBegin;          // 6… pairs of field and value: the whole record
extern const Script kAdvance;        // 6 field, 7 value: written where it is greater than what is there
extern const Script kSetField;       // 6 field, 7 value
extern const Script kRemoveField;    // 6 field
extern const Script kPutLetter;      // 6 id, 7 version and letter, 8 generation
extern const Script kRemoveLetter;   // 6 id, 7 version, 8 generation
extern const Script kRemoveLetters;  // 6 generation
// KEYS as above; ARGV 1 the id before the first, 2 how many. The letters, each behind its version.
extern const Script kReadLetters;
// KEYS 1 record, 2 generations with letters; ARGV 1 and 2: what stands before a generation in the names of its two
// keys.
extern const Script kClear;

}  // namespace cdc::redis::scripts
