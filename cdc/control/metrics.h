// What Prometheus scrapes: the same numbers as the status, in its text format, under names that begin with walcast_.
#pragma once

#include <string>

#include "cdc/control/status.h"

namespace cdc::control {

std::string MetricsOf(const Observation& seen);

}  // namespace cdc::control
