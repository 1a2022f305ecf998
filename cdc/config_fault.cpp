#include "cdc/config_fault.h"

#include <fmt/format.h>

#include <algorithm>

#include "cdc/base/error.h"

namespace cdc {
namespace {

// " (from WALCAST_POSTGRES__SLOT)" where the value does not stand in the file.
std::string From(const std::string& key, const std::map<std::string, std::string>& origin) {
  for (std::string path = key; !path.empty();) {
    if (const auto found = origin.find(path); found != origin.end()) {
      return found->second == "file" || found->second == "default" ? "" : fmt::format(" (from {})", found->second);
    }
    const auto end = path.find_last_of(".[");
    path.resize(end == std::string::npos ? 0 : end);
  }
  return "";
}

}  // namespace

void Faults::Add(const std::string& key, const std::string& text, const std::string& remedy) {
  faults_.push_back({key, text, remedy});
}

bool Faults::Has(const std::string& key) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& fault) { return fault.key == key; });
}

void Faults::Throw(const std::string& file, const std::map<std::string, std::string>& origin,
                   const std::string& hint) const {
  if (faults_.empty()) return;
  std::string text =
      fmt::format("the configuration {} has {} fault{}:", file, faults_.size(), faults_.size() == 1 ? "" : "s");
  for (const auto& fault : faults_) {
    text += fmt::format("\n  {}{}: {}. {}", fault.key, From(fault.key, origin), fault.text, fault.remedy);
  }
  throw Error(Kind::kConfig, text, hint);
}

}  // namespace cdc
