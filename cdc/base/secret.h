// Comparing secrets.
#pragma once

#include <string_view>

namespace cdc {

// Takes as long for a wrong secret as for the right one.
bool SameSecret(std::string_view presented, std::string_view expected) noexcept;

}  // namespace cdc
