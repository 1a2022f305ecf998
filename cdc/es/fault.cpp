#include "cdc/es/fault.h"

#include "cdc/base/error.h"
#include "cdc/es/json.h"

namespace cdc::es {
namespace {

using Json = nlohmann::json;

constexpr int kMaxCauses = 10;
constexpr char kSearchFailed[] = "search_phase_execution_exception";  // whose reason the shards know

}  // namespace

Fault ReadFault(std::string_view body) {
  const Json reply = Json::parse(body, nullptr, false);
  if (!reply.is_object()) return {};
  const auto error = reply.find("error");
  if (error == reply.end() || !error->is_object()) return {};
  Fault fault{As<std::string>(At(*error, {"type"}), ""), As<std::string>(At(*error, {"reason"}), "")};
  const Json& roots = At(*error, {"root_cause"});
  if (fault.type == kSearchFailed && roots.is_array() && !roots.empty()) {
    fault.type = As<std::string>(At(roots.front(), {"type"}), kSearchFailed);
  }
  const Json* cause = &*error;
  for (int depth = 0; depth < kMaxCauses; ++depth) {
    const auto next = cause->find("caused_by");
    if (next == cause->end() || !next->is_object()) break;
    cause = &*next;
  }
  const std::string deepest = As<std::string>(At(*cause, {"reason"}), "");
  if (cause != &*error && fault.reason.find(deepest) == std::string::npos) fault.reason += ": " + deepest;
  return fault;
}

bool IsTransient(int status, const Fault& fault) {
  return status == 408 || status == 429 || status >= 500 || fault.type == "cluster_block_exception" ||
         fault.type == "search_context_missing_exception" || fault.type == "circuit_breaking_exception" ||
         fault.type == "process_cluster_event_timeout_exception";
}

void ThrowFault(const std::string& what, const Reply& reply) {
  const Fault fault = ReadFault(reply.body);
  const std::string status = "status " + std::to_string(reply.status);
  const std::string text =
      what + ": Elasticsearch answered with " + status + (fault.type.empty() ? "" : " " + fault.type);
  if (IsTransient(reply.status, fault)) throw Error(Kind::kUnavailable, text);
  if (reply.status == 401) {
    throw Error(Kind::kRights, text, "Set elasticsearch.username and password, or api_key, to ones the server knows.");
  }
  if (reply.status == 403) {
    throw Error(Kind::kRights, text,
                "Give the user or the API key the cluster privileges monitor and manage_index_templates, and all on "
                "our indices.");
  }
  if (fault.type == "index_not_found_exception") throw Error(Kind::kIndex, what + ": there is no such index");
  if (fault.type.empty()) {
    throw Error(Kind::kUnavailable, what + ": something that is not Elasticsearch answered with " + status,
                "Check elasticsearch.urls, and the proxy before it.");
  }
  throw Error(Kind::kConfig, text);
}

Json ReadJson(const std::string& what, const Reply& reply) {
  if (reply.status < 200 || reply.status > 299) ThrowFault(what, reply);
  Json json = Json::parse(reply.body, nullptr, false);
  if (!json.is_object()) throw Error(Kind::kUnavailable, what + ": the reply is not JSON");
  return json;
}

}  // namespace cdc::es
