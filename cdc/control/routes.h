// The table of everything the control API answers. cdc/README.md lists the same lines.
#pragma once

#include <span>

#include "cdc/control/request.h"

namespace cdc::control {

std::span<const Route> Routes();
// What asks for the status.
const Prepared& StatusCall();

}  // namespace cdc::control
