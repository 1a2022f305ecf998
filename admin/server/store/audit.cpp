#include "admin/server/store/audit.h"

#include <sodium.h>

#include <array>
#include <charconv>
#include <vector>

#include "admin/server/sql.h"
#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::store {
namespace {

constexpr std::size_t kSlice = 500;  // rows of one statement: each carries both states of its object

constexpr std::int64_t kPage = 1000;

std::string Bytes(const std::string& hex) {
  std::string bytes(hex.size() / 2, '\0');
  std::size_t length = 0;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(), nullptr,
                     &length, nullptr) != 0) {
    throw cdc::Error(cdc::Kind::kCorrupt, "a hash of the history is not hexadecimal");
  }
  bytes.resize(length);
  return bytes;
}

std::string HashOf(const std::string& before, const std::string& content) {
  const std::string text = Bytes(before) + content;
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return cdc::Hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::int64_t Number(std::string_view text) {
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size()) {
    throw cdc::Error(cdc::Kind::kCorrupt, "the number of a row of the history is none");
  }
  return value;
}

}  // namespace

Origin OriginOf(const http::Call& call) {
  return {call.actor.user_id, call.actor.name, call.request.address, call.request.id};
}

void Audit::Append(Database& edits, const Origin& origin, std::span<const Change> changes, std::stop_token stop) const {
  for (; changes.size() > kSlice; changes = changes.subspan(kSlice)) {
    Append(edits, origin, changes.first(kSlice), stop);
  }
  if (changes.empty()) return;
  std::array<std::vector<Parameter>, 6> columns;
  for (const auto& change : changes) {
    const std::array<Parameter, 6> values{change.type,   change.id,     change.name,
                                          change.action, change.before, change.after};
    for (std::size_t i = 0; i < values.size(); ++i) columns[i].push_back(values[i]);
  }
  std::vector<Parameter> parameters{origin.actor_id, origin.actor, origin.address, origin.request_id};
  for (const auto& column : columns) parameters.emplace_back(cdc::pg::ArrayLiteral(std::span(column)));
  edits.Query(sql::kHistoryAppend, parameters, stop);
}

std::optional<ChainBreak> ChainWalk::Next(std::int64_t seq, const std::string& hash, const std::string& content) {
  if (seq != end_.rows + 1) return ChainBreak{end_.rows + 1, "the row is missing"};
  if (HashOf(end_.hash, content) != hash) {
    return ChainBreak{seq, "its hash is not that of what it says and of the row before it"};
  }
  end_ = {seq, hash};
  return std::nullopt;
}

ChainReport VerifyHistory(Database& database, const std::optional<ChainEnd>& noted, std::stop_token stop) {
  ChainWalk walk;
  for (;;) {
    const Rows rows =
        database.Query(sql::kHistoryChain, {std::to_string(walk.end().rows), std::to_string(kPage)}, stop);
    for (int row = 0; row < rows.size(); ++row) {
      const std::int64_t seq = Number(rows.Text(row, 0));
      const std::string hash(rows.Text(row, 1));
      if (auto broken = walk.Next(seq, hash, std::string(rows.Text(row, 2)))) return {walk.end(), broken};
      if (noted && noted->rows == seq && noted->hash != hash) {
        return {walk.end(), ChainBreak{seq, "it is not the row that was noted: the history was written anew"}};
      }
    }
    if (rows.size() < kPage) break;
  }
  if (noted && noted->rows > walk.end().rows) {
    return {walk.end(), ChainBreak{walk.end().rows + 1, "the history ends before the row that was noted"}};
  }
  return {walk.end(), std::nullopt};
}

}  // namespace admin::store
