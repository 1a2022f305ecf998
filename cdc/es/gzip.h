#pragma once

#include <string>
#include <string_view>

namespace cdc::es {

// In gzip's format, at its fastest level.
std::string Gzip(std::string_view bytes);

}  // namespace cdc::es
