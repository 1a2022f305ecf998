#include "cdc/cli/service_status.h"

#include <algorithm>
#include <ostream>

#include "cdc/base/units.h"
#include "cdc/cli/progress.h"
#include "cdc/cli/table.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::duration<double> kFarAway = std::chrono::hours(24 * 365);

std::string FormatSeconds(double seconds) {
  return FormatDuration(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

Json SlotJson(const stream::SlotState& slot) {
  return {{"name", slot.name},
          {"plugin", slot.plugin},
          {"active", slot.active},
          {"confirmed", slot.confirmed.ToString()},
          {"wal_status", slot.wal_status},
          {"retained_bytes", slot.retained},
          {"safe_wal_size", slot.safe ? Json(*slot.safe) : Json(nullptr)}};
}

Json IndexJson(stream::Store& store, const std::string& name, const stream::IndexRecord& index) {
  Json json = {{"name", name},
               {"state", Name(index.state)},
               {"stale", index.stale},
               {"reason", index.reason},
               {"generation", index.generation}};
  std::uint64_t letters = index.generation.empty() ? 0 : store.CountLetters(index.generation);
  json["filling"] = nullptr;
  if (index.filling) {
    json["filling"] = {{"generation", index.filling->generation}, {"documents", index.filling->documents}};
    letters += store.CountLetters(index.filling->generation);
  }
  json["documents"] = nullptr;
  json["dead_letters"] = letters;
  return json;
}

void ReadStore(const Config& config, Json& status) {
  auto store = MakeStore(config);
  auto record = store->Load();
  if (!record) return;
  status["checkpoint"] = record->checkpoint.ToString();
  status["paused"] = record->paused.has_value();
  if (record->paused) status["paused_since"] = *record->paused * 1000;
  status["indices"] = Json::array();
  for (const auto& [name, index] : record->indices) status["indices"].push_back(IndexJson(*store, name, index));
}

void ReadSlot(const Config& config, Json& status) {
  auto clock = SystemClock();
  auto database = MakeDatabase(config, nullptr, *clock);
  status["server"] = database->FlushPosition().ToString();
  auto slot = database->Slot(config.postgres.slot);
  if (!slot) return;
  status["slot"] = SlotJson(*slot);
  if (slot->active) status["state"] = "not reachable";  // it runs, on another host or with another control.listen
}

std::string FillingText(const Json& index) {
  const auto& filling = index.contains("filling") ? index["filling"] : Json();
  if (!filling.is_object()) return "";
  auto text = FormatCount(CountOf(filling, "documents"));
  if (auto estimate = CountOf(filling, "estimate"); estimate > 0) text += " of " + FormatCount(estimate);
  return text + " into " + TextOf(filling, "generation");
}

bool IsStale(const Json& index) {
  return index.is_object() && index.contains("stale") && index["stale"].is_boolean() && index["stale"].get<bool>();
}

std::string StateText(const Json& index) { return TextOf(index, "state") + (IsStale(index) ? ", stale" : ""); }

std::string ReasonText(const Json& index) {
  auto reason = TextOf(index, "reason");
  if (!reason.empty() || !IsStale(index)) return reason;
  return FillingText(index).empty() ? "to be rebuilt" : "being rebuilt";
}

// Behind the table: lines to paste, not cut by its columns.
void PrintRemedies(std::ostream& out, const Json& indices) {
  for (const auto& index : indices) {
    if (TextOf(index, "state") != "suspended") continue;
    const auto name = Harmless(TextOf(index, "name"));
    out << '\n' << name << " is suspended; mend it, then: walcast rebuild " << name << '\n';
  }
}

std::string PausedText(const Json& status) {
  if (!status.contains("paused") || status["paused"] != true) return "";
  const auto since = CountOf(status, "paused_since");
  return since == 0 ? ", paused" : ", paused since " + FormatTime(since);
}

void PrintSlot(std::ostream& out, const Json& slot) {
  out << "slot        " << Harmless(TextOf(slot, "name")) << " (" << Harmless(TextOf(slot, "plugin")) << "), confirmed "
      << Harmless(TextOf(slot, "confirmed")) << ", WAL " << Harmless(TextOf(slot, "wal_status")) << ", "
      << FormatBytes(CountOf(slot, "retained_bytes")) << " retained";
  if (slot.contains("safe_wal_size") && slot["safe_wal_size"].is_number()) {
    const double safe = std::max(0.0, NumberOf(slot, "safe_wal_size"));
    out << ", " << FormatBytes(static_cast<std::uint64_t>(safe)) << " more until it may be lost";
    const double seconds = NumberOf(slot, "seconds_to_limit");
    if (seconds > 0 && seconds < kFarAway.count()) out << ", in " << FormatSeconds(seconds);
  }
  out << '\n';
}

// Of the last minute, from the commit to the index.
void PrintLatency(std::ostream& out, const Json& status) {
  const auto& all = status.contains("latency") ? status["latency"] : Json();
  const auto& whole = all.is_object() && all.contains("end_to_end") ? all["end_to_end"] : Json();
  if (CountOf(whole, "count") == 0) return;
  out << "latency     p50 " << FormatSeconds(NumberOf(whole, "p50")) << ", p95 "
      << FormatSeconds(NumberOf(whole, "p95")) << ", p99 " << FormatSeconds(NumberOf(whole, "p99")) << '\n';
}

}  // namespace

Json StatusWithoutDaemon(const Config& config, std::optional<Error>& failure) {
  Json status = {{"version", WALCAST_VERSION}, {"state", "not running"}, {"ready", false},
                 {"error", nullptr},           {"paused", nullptr},      {"paused_since", nullptr},
                 {"server", nullptr},          {"checkpoint", nullptr},  {"slot", nullptr},
                 {"indices", nullptr}};
  for (auto* read : {ReadStore, ReadSlot}) {
    try {
      read(config, status);
    } catch (const Error& error) {
      if (!failure) failure = error;
    }
  }
  if (failure) status["error"] = failure->what();
  return status;
}

void PrintStatus(const Invocation& invocation, const Json& status) {
  if (invocation.json()) return PrintJson(invocation, status);
  auto& out = invocation.terminal().out;
  out << "state       " << Harmless(TextOf(status, "state")) << PausedText(status) << '\n';
  if (auto error = TextOf(status, "error"); !error.empty()) out << "error       " << Harmless(error) << '\n';
  if (auto checkpoint = TextOf(status, "checkpoint"); !checkpoint.empty()) {
    out << "checkpoint  " << Harmless(checkpoint) << ", server " << Harmless(TextOf(status, "server"));
    if (status.contains("lag_bytes")) out << ", behind " << FormatBytes(CountOf(status, "lag_bytes"));
    out << '\n';
  }
  if (status.contains("slot") && status["slot"].is_object()) PrintSlot(out, status["slot"]);
  PrintLatency(out, status);
  if (!status.contains("indices") || !status["indices"].is_array()) return;
  Table table("indices", {{.name = "INDEX"},
                          {.name = "STATE"},
                          {.name = "GENERATION"},
                          {.name = "DOCUMENTS", .right = true},
                          {.name = "DEAD LETTERS", .right = true},
                          {.name = "FILLING"},
                          {.name = "REASON", .wrap = true}});
  for (const auto& index : status["indices"]) {
    bool counted = index.is_object() && index.contains("documents") && index["documents"].is_number();
    table.Add({TextOf(index, "name"), StateText(index), TextOf(index, "generation"),
               counted ? std::optional(FormatCount(CountOf(index, "documents"))) : std::nullopt,
               FormatCount(CountOf(index, "dead_letters")), FillingText(index), ReasonText(index)});
  }
  if (!table.empty()) out << '\n';
  table.Print(invocation);
  PrintRemedies(out, status["indices"]);
}

}  // namespace cdc::cli
