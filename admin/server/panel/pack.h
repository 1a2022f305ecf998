// Packing of files that are sent many times.
#pragma once

#include <string>

namespace admin::panel {

std::string Gzip(const std::string& text);    // at the highest level
std::string Brotli(const std::string& text);  // at the highest level

}  // namespace admin::panel
