#include <charconv>
#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/plan_print.h"
#include "cdc/cli/progress.h"
#include "cdc/cli/wiring.h"
#include "cdc/pg/planner.h"
#include "cdc/pg/prove.h"

namespace cdc::cli {
namespace {

constexpr int kProvedRows = 20;
constexpr std::uint64_t kSeed = 1;  // the same data gives the same proof

int ProvedRows(const Invocation& invocation) {
  auto text = invocation.Value("prove").value_or("");
  if (text.empty()) return kProvedRows;
  int rows = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
  if (error == std::errc() && end == text.data() + text.size() && rows > 0) return rows;
  throw Error(Kind::kUsage, "--prove takes a number of rows, not " + text, "For example: --prove 50.");
}

Json ToJson(const pg::Proof& proof) {
  Json misses = Json::array();
  for (const auto& miss : proof.misses) {
    misses.push_back({{"table", miss.table.ToString()},
                      {"alias", miss.alias},
                      {"change", miss.change},
                      {"documents", miss.documents},
                      {"ids", miss.ids}});
  }
  return {{"holds", proof.holds()},   {"documents", proof.documents},
          {"sampled", proof.sampled}, {"changes", proof.changes},
          {"skipped", proof.skipped}, {"touched", proof.touched},
          {"routed", proof.routed},   {"misses", misses}};
}

void PrintProof(const Invocation& invocation, const pg::Proof& proof) {
  auto& out = invocation.terminal().out;
  out << "  proof: " << FormatCount(proof.changes) << " changes, each compared over " << FormatCount(proof.documents)
      << (proof.sampled ? " documents (a sample): " : " documents: ") << FormatCount(proof.touched)
      << " times a document differed, and the routes " << (proof.holds() ? "found it every time" : "MISSED some")
      << '\n';
  if (proof.skipped > 0) out << "    " << FormatCount(proof.skipped) << " changes could not be tried\n";
  for (const auto& miss : proof.misses) {
    out << "    missed: " << Harmless(miss.change) << " in " << Harmless(miss.table.ToString()) << " ("
        << Harmless(miss.alias) << "), " << FormatCount(miss.documents) << " documents, such as";
    for (const auto& id : miss.ids) out << ' ' << Harmless(id);
    out << '\n';
  }
  out << '\n';
}

std::vector<std::string> Wanted(const Invocation& invocation, const Config& config) {
  if (auto index = invocation.ArgumentAt(0)) return {FindIndex(config, *index).name};
  std::vector<std::string> names;
  for (const auto& index : config.indices) names.push_back(index.name);
  return names;
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  std::optional<int> prove;
  if (invocation.Has("prove")) prove = ProvedRows(invocation);
  auto clock = SystemClock();
  auto database = MakeDatabase(loaded.config, nullptr, *clock);
  pg::Connection connection(PostgresOptions(loaded.config));
  Json plans = Json::array();
  bool holds = true;
  for (const auto& index : Wanted(invocation, loaded.config)) {
    ToldPlan told;
    told.plan = database->MakePlan(index);
    told.report = pg::ReportOn(connection, told.plan);
    told.missing_identities = database->MissingIdentities({told.plan});
    auto json = ToJson(told);
    if (!invocation.json()) PrintPlan(invocation, told);
    if (prove) {
      auto proof = pg::Prove(connection, told.plan, *prove, kSeed);
      holds = holds && proof.holds();
      json["proof"] = ToJson(proof);
      if (!invocation.json()) PrintProof(invocation, proof);
    }
    plans.push_back(std::move(json));
  }
  if (invocation.json()) PrintJson(invocation, {{"plans", plans}});
  return holds ? 0 : 1;
}

}  // namespace

Command PlanCommand() {
  return {.name = "plan",
          .summary = "show what the documents read, and the routes from changes to documents",
          .description =
              "Shows for each index, or for INDEX: the table entries its SQL reads with their columns, the routes with "
              "their SQL, whether\n"
              "the replica identities suffice, whether indexes support the routes, and whether a page's ids reach the "
              "rows they need.\n"
              "--prove changes sample rows in a transaction that is rolled back, and compares all documents with what "
              "the routes found:\n"
              "exit code 1 where they missed one. It needs a role that may change the tables, and locks the rows while "
              "it runs.",
          .arguments = {{.name = "INDEX"}},
          .options = {{.name = "prove",
                       .value = "N",
                       .help = "prove the routes on N rows of each table; default: 20",
                       .optional_number = true}},
          .run = Run};
}

}  // namespace cdc::cli
