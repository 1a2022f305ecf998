// How a term begins: what is there is looked at, judged (startup.h) and made fit.
#include <algorithm>
#include <utility>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/term.h"

namespace cdc::stream {
namespace {

// Whether the slot is made anew.
bool IsFresh(const Decision& decision) { return decision.course == Course::kFirst || decision.course == Course::kGap; }

}  // namespace

// ---- before the slot is taken: nothing is changed until all of it is known to be well

Supervisor::Standing Supervisor::Prepare(std::stop_token stop) {
  Standing standing;
  standing.server = parts_.database.Identify();
  parts_.indices.Server();
  const Found found = LookAround(standing);
  if (found.slot && found.slot->active)
    throw Error(Kind::kSlotBusy, "the slot '" + options_.slot + "' is held by another process");
  standing.record = found.record;
  standing.setups = MakeSetups(found.record);
  standing.decision = Decide(found);
  standing.reset = reset_until_ > parts_.clock.Now();
  if (standing.reset) standing.decision = {Course::kGap, "the slot is reset on request"};
  if (standing.decision.course == Course::kGap && !standing.reset && options_.stop_on_gap) {
    final_ = true;
    throw Error(Kind::kGap, "changes may be missing: " + standing.decision.reason,
                "Set on_gap to rebuild, or run `walcast slot reset`, which rebuilds every index.");
  }
  if (IsFresh(standing.decision)) parts_.database.TrySlot(options_.plugin, found.slot.has_value(), stop);
  CheckIdentities(standing);
  if (!standing.decision.reason.empty()) {
    parts_.log.Warn(
        standing.decision.course == Course::kGap ? "a gap: every index is rebuilt" : "the indices are brought in order",
        {{"reason", standing.decision.reason}});
  }
  for (const auto& index : options_.indices) parts_.indices.InstallTemplate(index.name);
  standing.start = TakeSlot(found, standing.decision, stop);
  return standing;
}

Found Supervisor::LookAround(Standing& standing) {
  const ServerIdentity& server = standing.server;
  Found found{.server = server,
              .flushed = parts_.database.FlushPosition(),
              .slot = parts_.database.Slot(options_.slot),
              .plugin = options_.plugin,
              .record = parts_.store.Load(),
              .left_timeline = {},
              .foreign_timeline = false,
              .indices = false};
  if (found.record && found.record->system_id == server.system_id && found.record->timeline != server.timeline) {
    try {
      found.left_timeline = parts_.database.LeftTimeline(found.record->timeline);
    } catch (const Error& error) {
      if (error.kind() != Kind::kGap) throw;
      found.foreign_timeline = true;
    }
  }
  if (found.slot && found.slot->database != server.database) {
    throw Error(Kind::kConfig, "the slot '" + options_.slot + "' is of the database " + found.slot->database,
                "Give this walcast another postgres.slot.");
  }
  for (const auto& index : options_.indices) {
    for (const auto& generation : parts_.indices.List(index.name)) {
      const bool ours = generation.meta && generation.meta->slot == options_.slot;
      found.indices = found.indices || ours;
      if (generation.aliased && ours) standing.served[index.name] = generation;
      if (!generation.aliased || ours) continue;
      throw Error(Kind::kConfig,
                  "the alias " + index.name + " is held by " + generation.name + ", which is not of this walcast",
                  "Give the index another name in the configuration, or take the alias away.");
    }
  }
  return found;
}

IndexSetup Supervisor::MakeSetup(const IndexSource& source) {
  IndexSetup setup;
  setup.name = source.name;
  setup.definition = source.definition;
  setup.definition_hash = source.definition_hash;
  setup.root = source.root;
  setup.key = source.key;
  setup.plan = std::make_shared<const Plan>(parts_.database.MakePlan(source.name));
  setup.structure = parts_.database.ReadPlanState(*setup.plan).structure;
  return setup;
}

// An index that was live before and whose SQL is not valid any more does not keep the others from going on.
std::vector<IndexSetup> Supervisor::MakeSetups(const std::optional<Record>& record) {
  std::vector<IndexSetup> setups;
  for (const auto& source : options_.indices) {
    try {
      setups.push_back(MakeSetup(source));
    } catch (const Error& error) {
      const bool known = record && record->indices.contains(source.name);
      if (!known || OnDocuments(error.kind()) != Action::kSuspend) throw;
      parts_.log.Write(Level::kError, "the document of index " + source.name + " is not valid", error);
      setups.push_back({source.name, source.definition, source.definition_hash, source.root, source.key, nullptr, "",
                        error.what(), false});
    }
  }
  return setups;
}

void Supervisor::CheckIdentities(Standing& standing) {
  std::string missing;
  for (auto& setup : standing.setups) {
    if (!setup.plan) continue;
    const auto words = parts_.database.MissingIdentities({*setup.plan});
    setup.weak = !words.empty();
    for (const auto& word : words) missing += "\n  " + word;
  }
  if (missing.empty()) return;
  if (!options_.setup) {
    throw Error(Kind::kConfig, "replica identities do not hold the columns the routes start from:" + missing,
                "Run `walcast setup`.");
  }
  // Before a slot is made nothing can be missed; where one is kept, the indices are distrusted first (RunTerm).
  if (!IsFresh(standing.decision)) return;
  for (auto& setup : standing.setups) {
    if (std::exchange(setup.weak, false)) Mend(*setup.plan);
  }
}

Lsn Supervisor::TakeSlot(const Found& found, const Decision& decision, std::stop_token stop) {
  if (!IsFresh(decision)) return found.slot->confirmed;
  if (found.slot) parts_.database.DropSlot(options_.slot);
  const Lsn start = parts_.database.CreateSlot(options_.slot, options_.plugin, stop);
  parts_.log.Info("the replication slot is created", {{"slot", options_.slot}, {"lsn", start.ToString()}});
  return start;
}

// ---- the slot is ours

Record Supervisor::MakeRecord(const Standing& standing, Lsn epoch) {
  Record record;
  if (standing.record) record = *standing.record;
  record.system_id = standing.server.system_id;
  record.timeline = standing.server.timeline;
  record.database = standing.server.database;
  record.slot = options_.slot;
  record.plugin = options_.plugin;
  record.epoch = epoch;
  const Course course = standing.decision.course;
  if (course != Course::kGoOn) record.checkpoint = standing.start;
  // Also what the former owner handed out until just now is not above the server's log.
  record.sent = std::max(course == Course::kGap ? Lsn{} : record.sent, parts_.database.FlushPosition());
  // Also what no record knew: a crash before all of it is taken over must not change what may be fed.
  for (const auto& [name, served] : standing.served) {
    const auto [index, unknown] = record.indices.try_emplace(name);
    if (!unknown) continue;
    index->second = {.state = IndexState::kLive,
                     .generation = served.name,
                     .uuid = course == Course::kReorder ? served.uuid : "",
                     .filling = {},
                     .reason = "",
                     .stale = true,
                     .retired = {}};
  }
  for (auto& [name, index] : record.indices) {
    const auto setup = std::find_if(standing.setups.begin(), standing.setups.end(),
                                    [&](const IndexSetup& one) { return one.name == name; });
    const bool weak = setup != standing.setups.end() && setup->weak;
    if (course == Course::kGoOn && !weak) continue;
    index.stale = true;
    index.filling.reset();
    if (course == Course::kGap) index.uuid.clear();  // not to be fed: old versions may outrank new commits
  }
  return record;
}

void Supervisor::Adopt(Term& term, const Standing& standing, const Record& record) {
  for (const auto& setup : standing.setups) {
    const auto found = record.indices.find(setup.name);
    term.generations.Adopt(setup, found == record.indices.end() ? IndexRecord{} : found->second);
    term.setups[setup.name] = setup;
    // The structure is what the plan was made of; identities may have been mended since.
    if (setup.plan) term.states[setup.name] = {setup.structure, parts_.database.ReadPlanState(*setup.plan).identities};
  }
  for (const auto& [name, index] : record.indices) {
    if (!term.setups.contains(name)) {
      parts_.log.Warn("an index is not in the configuration any more",
                      {{"index", name}, {"remedy", "walcast teardown " + name}});
    }
  }
}

}  // namespace cdc::stream
