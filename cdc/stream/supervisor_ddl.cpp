// What a term does when the tables of an index are altered under it (design §2).
#include <algorithm>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/term.h"

namespace cdc::stream {

void Supervisor::Mend(const Plan& plan) {
  for (const auto& statement : parts_.database.MendIdentities({plan}))
    parts_.log.Info("replica identity set", {{"sql", statement}});
}

void Supervisor::LookForDdl(Term& term, std::stop_token stop) {
  for (auto& [name, setup] : term.setups) {
    Tend("the tables of index " + name + " could not be looked at", [&, &index = name, &known = setup] {
      if (known.plan) {
        const PlanState now = parts_.database.ReadPlanState(*known.plan);
        if (now == term.states[index]) return;
        parts_.log.Warn("the tables of an index were altered", {{"index", index}});
        term.generations.Distrust(index);
        term.states.erase(index);  // until it is filled anew it is not what it was, also where the tables are again
      }
      Replan(term, known, stop);
    });
  }
}

// The tables were altered: a valid plan leads to a rebuild, an invalid one suspends the index until it is valid again.
void Supervisor::Replan(Term& term, IndexSetup& setup, std::stop_token stop) {
  const auto source = std::find_if(options_.indices.begin(), options_.indices.end(),
                                   [&](const IndexSource& index) { return index.name == setup.name; });
  IndexSetup fresh;
  try {
    fresh = MakeSetup(*source);
    if (options_.setup) Mend(*fresh.plan);
  } catch (const Error& error) {
    if (OnDocuments(error.kind()) != Action::kSuspend) throw;
    if (!setup.plan) return;  // still not valid
    term.generations.SuspendIndex(setup.name, error.what());
    setup.plan.reset();
    setup.fault = error.what();
    term.generations.ReplaceSetup(setup);  // nor may a person have it filled
    Feed(term, stop);
    return;
  }
  term.generations.ReplaceSetup(fresh);
  Refill(term, setup.name, stop);
  term.states[setup.name] = {fresh.structure, parts_.database.ReadPlanState(*fresh.plan).identities};
  setup = fresh;
}

}  // namespace cdc::stream
