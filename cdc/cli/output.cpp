#include "cdc/cli/output.h"

#include <ctime>
#include <ostream>

namespace cdc::cli {

void PrintJson(const Invocation& invocation, const Json& json) {
  int indent = invocation.terminal().out_is_terminal ? 2 : -1;
  invocation.terminal().out << json.dump(indent, ' ', false, Json::error_handler_t::replace) << '\n';
}

void Say(const Invocation& invocation, std::string_view message) {
  if (!invocation.quiet() && !invocation.json()) invocation.terminal().err << message << std::endl;
}

std::string Harmless(std::string_view text) {
  std::string harmless;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    // C2 80 … C2 9F are control characters too, which some terminals heed.
    bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    harmless += byte < 0x20 || byte == 0x7F || c1 ? '?' : text[i];
  }
  return harmless;
}

std::string FormatTime(std::uint64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  char text[32] = "";
  if (gmtime_r(&seconds, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string TextOf(const Json& object, const char* member) {
  if (!object.is_object()) return "";
  auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::uint64_t CountOf(const Json& object, const char* member) {
  if (!object.is_object()) return 0;
  auto found = object.find(member);
  return found != object.end() && found->is_number_integer() && (found->is_number_unsigned() || *found >= 0)
             ? found->get<std::uint64_t>()
             : 0;
}

double NumberOf(const Json& object, const char* member) {
  if (!object.is_object()) return 0;
  auto found = object.find(member);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

}  // namespace cdc::cli
