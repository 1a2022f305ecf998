// A plan with what is to be said of it, for people and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cdc/cli/output.h"
#include "cdc/model/plan.h"
#include "cdc/pg/plan_report.h"

namespace cdc::cli {

struct ToldPlan {
  Plan plan;
  pg::PlanReport report;
  std::vector<std::string> missing_identities;  // in words, with the remedy
};

Json ToJson(const ToldPlan& told);
void PrintPlan(const Invocation& invocation, const ToldPlan& told);

}  // namespace cdc::cli
