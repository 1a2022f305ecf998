#include "cdc/redis/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "cdc/redis/scripts.h"
#include "cdc/stream/record_json.h"

namespace cdc::redis {
namespace {

constexpr std::string_view kIndexField = "index:";
constexpr std::size_t kDigits = 16;
constexpr std::size_t kPage = 10'000;  // letters: a script blocks the server while it runs

std::string Hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

[[noreturn]] void Corrupt(const std::string& what) {
  throw Error(
      Kind::kCorrupt, "the record in Redis means nothing: " + what,
      "Put back a copy of Redis's data, or remove the keys under checkpoint.prefix: the indices are then rebuilt.");
}

Lsn ParseHex(std::string_view field, std::string_view text) {
  Lsn lsn;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, lsn.value, 16);
  if (text.size() != kDigits || error != std::errc() || rest != end) Corrupt(fmt::format("'{}' is no position", field));
  return lsn;
}

std::int64_t ParseTime(std::string_view field, std::string_view text) {
  std::int64_t time = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, time);
  if (error != std::errc() || rest != end) Corrupt(fmt::format("'{}' is no time", field));
  return time;
}

stream::Record ParseRecord(const std::vector<std::optional<std::string>>& pairs) {
  stream::Record record;
  unsigned found = 0;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const std::string& field = pairs[i].value();
    const std::string& value = pairs[i + 1].value();
    ++found;
    if (field == "identity") {
      stream::DecodeIdentity(value, record);
    } else if (field == "checkpoint") {
      record.checkpoint = ParseHex(field, value);
    } else if (field == "sent") {
      record.sent = ParseHex(field, value);
    } else if (field == "epoch") {
      record.epoch = ParseHex(field, value);
    } else {
      --found;
      if (field == "paused") record.paused = ParseTime(field, value);
      if (field.starts_with(kIndexField)) record.indices[field.substr(kIndexField.size())] = stream::DecodeIndex(value);
    }
  }
  if (found != 4) Corrupt("a field is missing");
  return record;
}

Error Fenced() {
  return Error(Kind::kFenced, "another process owns the record in Redis", "It goes on there; this one stands by.");
}

}  // namespace

Store::Store(StoreOptions options)
    : options_(std::move(options)),
      client_({ParseAddress(options_.url), options_.connect_timeout, options_.command_timeout}) {}

template <typename Call>
auto Store::Locked(Call call) {
  const auto failures = failures_.load();
  const std::lock_guard lock(mutex_);
  if (failures_.load() != failures) {
    throw Error(Kind::kUnavailable,
                "Redis at " + client_.address().ToString() + " did not serve the call before this one",
                "Check that the server runs and look at its log.");
  }
  try {
    return call();
  } catch (const Error& error) {
    if (error.kind() == Kind::kUnavailable) ++failures_;
    throw;
  }
}

std::optional<stream::Record> Store::Load() {
  const auto pairs = Locked([&] { return client_.Command({"HGETALL", Key("record")}).Texts(); });
  if (pairs.empty()) return std::nullopt;
  return ParseRecord(pairs);
}

void Store::Begin(const stream::Record& record) {
  Locked([&] { BeginLocked(record); });
}

void Store::BeginLocked(const stream::Record& record) {
  std::vector<std::string> arguments = {Hex(record.epoch.value),
                                        std::to_string(record.timeline),
                                        record.system_id,
                                        "0",
                                        "0",
                                        "identity",
                                        stream::EncodeIdentity(record),
                                        "epoch",
                                        Hex(record.epoch.value),
                                        "checkpoint",
                                        Hex(record.checkpoint.value),
                                        "sent",
                                        Hex(record.sent.value)};
  if (record.paused) {
    arguments.push_back("paused");
    arguments.push_back(std::to_string(*record.paused));
  }
  for (const auto& [name, index] : record.indices) {
    arguments.push_back(std::string(kIndexField) + name);
    arguments.push_back(stream::EncodeIndex(index));
  }
  const auto revision = client_.Eval(scripts::kBegin, {Key("record")}, arguments).Integer();
  if (revision == scripts::kForeign) throw Fenced();
  if (!copy_ || &record != &*copy_) copy_ = record;
  known_ = revision;
  last_ = std::max(last_, revision);
}

std::int64_t Store::Run(Lsn epoch, const Write& write) {
  bool vanished = false;
  const auto answer = Locked([&] {
    auto revision = Attempt(epoch, write);
    vanished = revision == scripts::kVanished;
    // Only who began the record may write it anew: he knows all of it.
    if (vanished && copy_ && copy_->epoch == epoch) {
      BeginLocked(*copy_);
      revision = Attempt(epoch, write);
    }
    if (revision == scripts::kVanished || revision == scripts::kForeign) throw Fenced();
    known_ = std::max(known_, revision);
    if (copy_ && copy_->epoch == epoch) write.change(*copy_);
    return revision;
  });
  if (vanished && options_.on_rewritten) options_.on_rewritten();
  return answer;
}

std::int64_t Store::Attempt(Lsn epoch, const Write& write) {
  const bool ours = copy_ && copy_->epoch == epoch;
  std::vector<std::string> arguments = {Hex(epoch.value), "", "", "0", "0"};
  if (ours) {
    last_ = std::max(last_, known_) + 1;
    arguments = {Hex(epoch.value), std::to_string(copy_->timeline), copy_->system_id, std::to_string(known_),
                 std::to_string(last_)};
  }
  arguments.insert(arguments.end(), write.arguments.begin(), write.arguments.end());
  std::vector<std::string> keys = {Key("record")};
  if (!write.generation.empty()) {
    keys.push_back(Key("letters:" + write.generation));
    keys.push_back(Key("ids:" + write.generation));
    keys.push_back(Key("generations"));
  }
  return client_.Eval(write.script, keys, arguments).Integer();
}

void Store::SaveCheckpoint(Lsn epoch, Lsn checkpoint) {
  Run(epoch, {scripts::kAdvance, "", {"checkpoint", Hex(checkpoint.value)}, [&](stream::Record& record) {
                record.checkpoint = std::max(record.checkpoint, checkpoint);
              }});
}

void Store::SaveSent(Lsn epoch, Lsn sent) {
  Run(epoch, {scripts::kAdvance, "", {"sent", Hex(sent.value)}, [&](stream::Record& record) {
                record.sent = std::max(record.sent, sent);
              }});
}

void Store::SaveIndex(Lsn epoch, const std::string& index, const stream::IndexRecord& value) {
  Run(epoch, {scripts::kSetField,
              "",
              {std::string(kIndexField) + index, stream::EncodeIndex(value)},
              [&](stream::Record& record) { record.indices[index] = value; }});
}

void Store::RemoveIndex(Lsn epoch, const std::string& index) {
  Run(epoch, {scripts::kRemoveField, "", {std::string(kIndexField) + index}, [&](stream::Record& record) {
                record.indices.erase(index);
              }});
}

void Store::SavePaused(Lsn epoch, std::optional<std::int64_t> since) {
  const auto change = [&](stream::Record& record) { record.paused = since; };
  if (since) {
    Run(epoch, {scripts::kSetField, "", {"paused", std::to_string(*since)}, change});
  } else {
    Run(epoch, {scripts::kRemoveField, "", {"paused"}, change});
  }
}

void Store::Clear() {
  Locked([&] {
    client_.Eval(scripts::kClear, {Key("record"), Key("generations")}, {Key("letters:"), Key("ids:")}).Integer();
    copy_.reset();
  });
}

void Store::PutLetter(Lsn epoch, const stream::DeadLetter& letter) {
  Run(epoch, {scripts::kPutLetter,
              letter.generation,
              {letter.id, Hex(letter.version) + stream::EncodeLetter(letter), letter.generation},
              [](stream::Record&) {}});
}

bool Store::RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) {
  const Write write{scripts::kRemoveLetter, generation, {id, Hex(version), generation}, [](stream::Record&) {}};
  return Run(epoch, write) != scripts::kNewerStays;
}

void Store::RemoveLetters(Lsn epoch, const std::string& generation) {
  Run(epoch, {scripts::kRemoveLetters, generation, {generation}, [](stream::Record&) {}});
}

std::vector<stream::DeadLetter> Store::Letters(const std::string& generation, const std::string& after,
                                               std::size_t limit) {
  std::vector<stream::DeadLetter> letters;
  std::string last = after;
  while (letters.size() < limit) {
    const auto page = std::min(limit - letters.size(), kPage);
    const auto texts = Locked([&] {
      return client_
          .Eval(scripts::kReadLetters, {Key("record"), Key("letters:" + generation), Key("ids:" + generation)},
                {last, std::to_string(page)})
          .Texts();
    });
    for (const auto& text : texts) {
      if (!text || text->size() < kDigits) Corrupt("a dead letter is cut short");
      letters.push_back(stream::DecodeLetter(std::string_view(*text).substr(kDigits)));
    }
    if (texts.size() < page) break;
    last = letters.back().id;
  }
  return letters;
}

std::uint64_t Store::CountLetters(const std::string& generation) {
  const auto count = Locked([&] { return client_.Command({"HLEN", Key("letters:" + generation)}).Integer(); });
  return static_cast<std::uint64_t>(count);
}

std::vector<stream::FormerIdentity> Store::LoadIdentities() {
  const auto texts = Locked([&] { return client_.Command({"MGET", Key("identities")}).Texts(); });
  if (texts.empty() || !texts[0]) return {};
  return stream::DecodeIdentities(*texts[0]);
}

void Store::SaveIdentities(const std::vector<stream::FormerIdentity>& former) {
  Locked([&] {
    if (former.empty()) {
      client_.Command({"DEL", Key("identities")}).Integer();
    } else {
      client_.Command({"SET", Key("identities"), stream::EncodeIdentities(former)}).Text();
    }
  });
}

std::string Store::Describe() const {
  return fmt::format("{} (prefix {})", client_.address().ToString(), options_.prefix);
}

std::string Store::Key(const std::string& name) const {
  return fmt::format("{}:{}:{}", options_.prefix, options_.slot, name);
}

}  // namespace cdc::redis
