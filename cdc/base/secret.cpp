#include "cdc/base/secret.h"

#include <cstddef>

namespace cdc {

bool SameSecret(std::string_view presented, std::string_view expected) noexcept {
  unsigned difference = presented.size() == expected.size() ? 0U : 1U;
  for (std::size_t i = 0; i < presented.size(); ++i) {
    auto other = expected.empty() ? '\0' : expected[i % expected.size()];
    difference |= static_cast<unsigned char>(presented[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

}  // namespace cdc
