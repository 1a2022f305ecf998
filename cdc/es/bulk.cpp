#include "cdc/es/bulk.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace cdc::es {
namespace {

using Object = simdjson::dom::object;
using Element = simdjson::dom::element;

constexpr std::size_t kMaxId = 512;
constexpr std::size_t kMaxReason = 2000;
constexpr int kMaxCauses = 3;

void AppendString(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += {kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      out += c;
    }
  }
  out += '"';
}

[[noreturn]] void Garbled(const std::string& why) {
  throw Error(Kind::kCorrupt, "the reply to a bulk request cannot be used: " + why);
}

// "" where it is not there or no string.
std::string_view Text(const Object& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// "type: reason, caused by type: reason"
std::string Reason(Object fault) {
  std::string reason;
  for (int cause = 0; cause < kMaxCauses; ++cause) {
    if (cause > 0) reason += ", caused by ";
    reason.append(Text(fault, "type")).append(": ").append(Text(fault, "reason"));
    Object next;
    if (fault["caused_by"].get(next) != simdjson::SUCCESS) break;
    fault = next;
  }
  if (reason.size() > kMaxReason) {
    reason.resize(Beginning(reason, kMaxReason).size());
    reason += " …";
  }
  return reason;
}

// "[id]: version conflict, current version [7] is higher than the one provided [4]"; the id may look like anything.
std::optional<Version> VersionInIndex(std::string_view reason) {
  constexpr std::string_view kBefore = "current version [";
  const std::size_t at = reason.rfind(kBefore);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = reason.substr(at + kBefore.size());
  Version version = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), version);
  if (error != std::errc() || end == rest.data() + rest.size() || *end != ']') return std::nullopt;
  return version;
}

// Faults of the moment, or of the index, that come with the status of a bad document too.
bool IsBusy(std::string_view type) {
  constexpr std::array<std::string_view, 6> kTypes = {
      "circuit_breaking_exception", "cluster_block_exception",      "es_rejected_execution_exception",
      "index_closed_exception",     "rejected_execution_exception", "unavailable_shards_exception"};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

Outcome Judge(std::int64_t status, std::string_view type) {
  if (type == "index_not_found_exception") return Outcome::kNoIndex;
  if (type == "version_conflict_engine_exception") return Outcome::kStale;
  if (type == "security_exception") {
    throw Error(Kind::kRights, "Elasticsearch does not let us write to the index",
                "Give the user or the API key the privileges create_index, manage, read and write on our indices.");
  }
  if (IsBusy(type) || status >= 500) return Outcome::kBusy;
  switch (status) {
    case 401:
    case 403:
    case 404:
    case 408:
    case 409:
    case 429: return Outcome::kBusy;
    default: break;
  }
  return status >= 400 ? Outcome::kRejected : Outcome::kBusy;
}

Result ReadItem(const Object& item, bool is_delete) {
  std::int64_t status = 0;
  if (item["status"].get(status) != simdjson::SUCCESS) Garbled("an item has no status");
  Object fault;
  const auto found = item["error"].get(fault);
  if (found == simdjson::SUCCESS) {
    Result result{Judge(status, Text(fault, "type")), Reason(fault), std::nullopt};
    if (result.outcome == Outcome::kStale) result.in_index = VersionInIndex(Text(fault, "reason"));
    return result;
  }
  if (found != simdjson::NO_SUCH_FIELD) Garbled("an item's error is no object");
  if (status >= 200 && status < 300) return {Outcome::kApplied, {}, std::nullopt};
  // The document was not there; that it must not be is remembered with our version.
  if (status == 404 && is_delete && Text(item, "result") == "not_found") return {Outcome::kApplied, {}, std::nullopt};
  Garbled("an item failed without an error");
}

}  // namespace

std::optional<std::string> WhyUnsendable(const Document& document) {
  if (document.id.empty()) return "the id is empty";
  if (document.id.size() > kMaxId) {
    return "the id has " + std::to_string(document.id.size()) + " bytes, Elasticsearch takes " + std::to_string(kMaxId);
  }
  if (!simdjson::validate_utf8(document.id.data(), document.id.size())) return "the id is not UTF-8";
  if (document.body && document.body->empty()) return "the document is empty";
  return std::nullopt;
}

std::size_t OperationBytes(const Document& document) {
  constexpr std::size_t kAround = 100;  // the keys, the version and the line ends
  constexpr std::size_t kWidest = 6;    // "\u0001"
  return kAround + kWidest * document.id.size() + (document.body ? document.body->size() : 0);
}

void AppendOperation(std::string& body, const Document& document, Version version) {
  body += document.body ? R"({"index":{"_id":)" : R"({"delete":{"_id":)";
  AppendString(body, document.id);
  body += R"(,"version":)";
  body += std::to_string(version);
  body += R"(,"version_type":"external_gte"}})";
  body += '\n';
  if (!document.body) return;
  const std::size_t begin = body.size();
  body += *document.body;
  std::replace_if(
      body.begin() + static_cast<std::ptrdiff_t>(begin), body.end(), [](char c) { return c == '\n' || c == '\r'; },
      ' ');
  body += '\n';
}

std::string BulkBody(std::span<const Document> documents, Version version) {
  std::size_t bytes = 0;
  for (const Document& document : documents) bytes += OperationBytes(document);
  std::string body;
  body.reserve(bytes);
  for (const Document& document : documents) AppendOperation(body, document, version);
  return body;
}

std::vector<Result> ReadBulkReply(std::string_view reply, std::span<const Document> documents) {
  simdjson::dom::parser parser;
  Element root;
  const auto error = parser.parse(reply.data(), reply.size()).get(root);
  if (error != simdjson::SUCCESS) Garbled(simdjson::error_message(error));
  simdjson::dom::array items;
  if (root["items"].get(items) != simdjson::SUCCESS) Garbled("it has no items");
  std::vector<Result> results;
  results.reserve(documents.size());
  for (const Element element : items) {
    if (results.size() == documents.size()) Garbled("it has more items than the request");
    const Document& document = documents[results.size()];
    Object item;
    if (element[document.body ? "index" : "delete"].get(item) != simdjson::SUCCESS) {
      Garbled("an item is of another operation");
    }
    if (Text(item, "_id") != document.id) Garbled("an item is of another document");
    results.push_back(ReadItem(item, !document.body));
  }
  if (results.size() != documents.size()) Garbled("it has fewer items than the request");
  return results;
}

}  // namespace cdc::es
