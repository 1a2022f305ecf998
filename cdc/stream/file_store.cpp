#include "cdc/stream/file_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/stream/durable_file.h"
#include "cdc/stream/record_json.h"

namespace cdc::stream {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecord = "record.json";
constexpr const char* kIdentities = "identities.json";
constexpr std::string_view kSuffix = ".json";
constexpr std::size_t kHexBytes = 100;  // of an id in its file's name: with the hash behind it below 255 characters

std::string HexPrefix(std::string_view id) {
  std::string hex;
  for (const unsigned char c : id.substr(0, kHexBytes)) hex += fmt::format("{:02x}", c);
  return hex;
}

// A letter's files sort by id as far as the hexadecimal part goes.
std::string_view HexPart(std::string_view name) { return name.substr(0, name.find_first_of("-.")); }

bool IsLetter(const fs::path& path) { return path.extension() == kSuffix; }

std::vector<std::string> LetterNames(const fs::path& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto entry = fs::directory_iterator(directory, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (IsLetter(entry->path())) names.push_back(entry->path().filename());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw Error(Kind::kConfig, fmt::format("cannot read {}: {}", directory.string(), error.message()),
                "Give walcast's user the right to read and write checkpoint.path.");
  }
  std::sort(names.begin(), names.end());
  return names;
}

// An error in what a file holds, with the file's name.
template <typename Decode>
auto Decoded(const fs::path& path, Decode decode) {
  try {
    return decode();
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{} in {}", error.what(), path.string()), error.hint());
  }
}

Error Fenced(const fs::path& directory) {
  return Error(Kind::kFenced, "another process owns the record in " + directory.string(),
               "It goes on there; this one stands by.");
}

}  // namespace

FileStore::FileStore(const fs::path& directory, const std::string& slot, std::function<void()> on_rewritten)
    : directory_(directory / slot), on_rewritten_(std::move(on_rewritten)) {}

std::optional<FileStore::Stored> FileStore::Read() const {
  const fs::path path = directory_ / kRecord;
  const auto text = ReadFile(path);
  if (!text) return std::nullopt;
  return Decoded(path, [&] {
    Stored stored;
    stored.record = DecodeRecord(*text, stored.revision);
    return stored;
  });
}

void FileStore::Replace(const Record& record, std::uint64_t revision) {
  ReplaceFile(directory_ / kRecord, EncodeRecord(record, revision));
  if (!copy_ || copy_->epoch != record.epoch) return;
  copy_ = record;
  known_ = revision;
}

std::optional<Record> FileStore::Load() {
  const std::lock_guard lock(mutex_);
  auto stored = Read();
  if (!stored) return std::nullopt;
  return std::move(stored->record);
}

void FileStore::Begin(const Record& record) {
  const std::lock_guard lock(mutex_);
  MakeDirectory(directory_);
  const FileLock file_lock(directory_ / "lock");
  const auto stored = Read();
  // Of another system, positions cannot be compared: who comes later owns the record.
  if (stored && stored->record.system_id == record.system_id &&
      std::pair(stored->record.timeline, stored->record.epoch) > std::pair(record.timeline, record.epoch)) {
    throw Fenced(directory_);
  }
  const auto revision = stored ? stored->revision + 1 : 1;
  ReplaceFile(directory_ / kRecord, EncodeRecord(record, revision));
  copy_ = record;
  known_ = revision;
}

FileStore::Stored FileStore::Owned(Lsn epoch, bool& rewritten) const {
  auto stored = Read();
  const bool ours = copy_ && copy_->epoch == epoch;
  if (stored) {
    const Record& record = stored->record;
    if (ours && record.system_id != copy_->system_id) throw Fenced(directory_);
    const auto timeline = ours ? copy_->timeline : record.timeline;
    if (std::pair(record.timeline, record.epoch) > std::pair(timeline, epoch)) throw Fenced(directory_);
    const bool older = std::pair(record.timeline, record.epoch) < std::pair(timeline, epoch);
    if (!older && (!ours || stored->revision >= known_)) return std::move(*stored);
  }
  // Only who began the record may write it anew: he knows all of it.
  if (!ours) throw Fenced(directory_);
  rewritten = true;
  return {*copy_, std::max(known_, stored ? stored->revision : 0)};
}

void FileStore::Change(Lsn epoch, const std::function<bool(Record&)>& change) {
  bool rewritten = false;
  {
    const std::lock_guard lock(mutex_);
    MakeDirectory(directory_);
    const FileLock file_lock(directory_ / "lock");
    auto [record, revision] = Owned(epoch, rewritten);
    if (change(record) || rewritten) Replace(record, revision + 1);
  }
  if (rewritten && on_rewritten_) on_rewritten_();
}

void FileStore::SaveCheckpoint(Lsn epoch, Lsn checkpoint) {
  Change(epoch, [&](Record& record) {
    return std::exchange(record.checkpoint, std::max(record.checkpoint, checkpoint)) < checkpoint;
  });
}

void FileStore::SaveSent(Lsn epoch, Lsn sent) {
  Change(epoch, [&](Record& record) { return std::exchange(record.sent, std::max(record.sent, sent)) < sent; });
}

void FileStore::SaveIndex(Lsn epoch, const std::string& index, const IndexRecord& value) {
  Change(epoch, [&](Record& record) {
    record.indices[index] = value;
    return true;
  });
}

void FileStore::RemoveIndex(Lsn epoch, const std::string& index) {
  Change(epoch, [&](Record& record) { return record.indices.erase(index) > 0; });
}

void FileStore::SavePaused(Lsn epoch, std::optional<std::int64_t> since) {
  Change(epoch, [&](Record& record) { return std::exchange(record.paused, since) != since; });
}

void FileStore::Clear() {
  const std::lock_guard lock(mutex_);
  copy_.reset();
  if (!fs::exists(directory_)) return;
  const FileLock file_lock(directory_ / "lock");
  RemoveFile(directory_ / kRecord);
  RemoveDirectory(directory_ / "letters");
  if (!fs::exists(directory_ / kIdentities)) RemoveDirectory(directory_);
}

fs::path FileStore::LetterPath(const std::string& generation, const std::string& id) const {
  std::string name = HexPrefix(id);
  if (id.size() > kHexBytes) {
    name += "-" + boost::uuids::to_string(boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(id));
  }
  return directory_ / "letters" / generation / (name + std::string(kSuffix));
}

void FileStore::PutLetter(Lsn epoch, const DeadLetter& letter) {
  Change(epoch, [&](Record&) {
    const auto path = LetterPath(letter.generation, letter.id);
    const auto text = ReadFile(path);
    if (text && Decoded(path, [&] { return DecodeLetter(*text); }).version > letter.version) return false;
    MakeDirectory(path.parent_path());
    ReplaceFile(path, EncodeLetter(letter));
    return false;
  });
}

bool FileStore::RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) {
  bool newer_stays = false;
  Change(epoch, [&](Record&) {
    const auto path = LetterPath(generation, id);
    const auto text = ReadFile(path);
    newer_stays = text && Decoded(path, [&] { return DecodeLetter(*text); }).version > version;
    if (text && !newer_stays) RemoveFile(path);
    return false;
  });
  return !newer_stays;
}

void FileStore::RemoveLetters(Lsn epoch, const std::string& generation) {
  Change(epoch, [&](Record&) {
    RemoveDirectory(directory_ / "letters" / generation);
    return false;
  });
}

std::vector<DeadLetter> FileStore::Letters(const std::string& generation, const std::string& after, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const fs::path directory = directory_ / "letters" / generation;
  const auto names = LetterNames(directory);
  const std::string first = HexPrefix(after);
  std::vector<DeadLetter> letters;
  std::string_view last;
  for (auto name = std::lower_bound(names.begin(), names.end(), first); name != names.end(); ++name) {
    // Long ids that begin alike stand in the order of their hashes: a page ends between them only after they are
    // sorted.
    if (letters.size() >= limit && HexPart(*name) != last) break;
    const auto text = ReadFile(directory / *name);
    if (!text) continue;  // removed by another process meanwhile
    auto letter = Decoded(directory / *name, [&] { return DecodeLetter(*text); });
    if (letter.id <= after) continue;
    last = HexPart(*name);
    letters.push_back(std::move(letter));
  }
  std::sort(letters.begin(), letters.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  if (letters.size() > limit) letters.resize(limit);
  return letters;
}

std::uint64_t FileStore::CountLetters(const std::string& generation) {
  const std::lock_guard lock(mutex_);
  return LetterNames(directory_ / "letters" / generation).size();
}

std::vector<FormerIdentity> FileStore::LoadIdentities() {
  const std::lock_guard lock(mutex_);
  const auto text = ReadFile(directory_ / kIdentities);
  if (!text) return {};
  return Decoded(directory_ / kIdentities, [&] { return DecodeIdentities(*text); });
}

void FileStore::SaveIdentities(const std::vector<FormerIdentity>& former) {
  const std::lock_guard lock(mutex_);
  MakeDirectory(directory_);
  const FileLock file_lock(directory_ / "lock");
  if (former.empty()) {
    RemoveFile(directory_ / kIdentities);
  } else {
    ReplaceFile(directory_ / kIdentities, EncodeIdentities(former));
  }
}

std::string FileStore::Describe() const { return "directory " + directory_.string(); }

}  // namespace cdc::stream
