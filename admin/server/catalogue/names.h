// Texts of routes that are made at start and live as long as the object that serves them.
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace admin::catalogue {

class Names {
 public:
  std::string_view Keep(std::string text) { return kept_.emplace_back(std::move(text)); }

 private:
  std::deque<std::string> kept_;  // never moves what it holds
};

}  // namespace admin::catalogue
