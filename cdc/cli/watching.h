// Progress beside a call that blocks: the call runs on a thread of its own, the caller's thread looks at the status and
// draws.
#pragma once

#include <functional>
#include <stop_token>

#include "cdc/base/clock.h"
#include "cdc/cli/output.h"
#include "cdc/cli/progress.h"

namespace cdc::cli {

// The sum of what the indices have been filled with so far; nullopt: none is being filled. `index`: of one only, "": of
// all.
std::optional<Progress> FillingProgress(const Json& status, const std::string& index);

// Returns what `call` returns, throws what it throws; shows the progress of fillings meanwhile, as far as the service
// tells it.
Json CallWithProgress(control::Service& service, ProgressLine& line, const std::function<Json(std::stop_token)>& call);

}  // namespace cdc::cli
