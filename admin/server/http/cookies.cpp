#include "admin/server/http/cookies.h"

#include <algorithm>

namespace admin::http {

std::vector<std::string_view> Cookies(const Request& request, std::string_view name) {
  std::vector<std::string_view> values;
  for (std::string_view rest : request.headers.All("Cookie")) {
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
        values.push_back(pair.substr(name.size() + 1));
      }
    }
  }
  return values;
}

}  // namespace admin::http
