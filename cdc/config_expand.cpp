#include "cdc/config_expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace cdc {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSecret = 64 << 10;
constexpr int kDeepest = 8;
constexpr std::string_view kFile = "file:";
constexpr std::string_view kOtherwise = ":-";  // as in a shell
constexpr const char* kWriteItself = "Set the variable, or write $${ for the characters themselves.";

bool IsName(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](unsigned char c) { return c == '_' || (c < 128 && std::isalnum(c) != 0); });
}

class Expander {
 public:
  Expander(const std::string& text, const std::map<std::string, std::string>& environment, const std::string& directory)
      : text_(text), environment_(environment), directory_(directory) {}

  Expansion Take() {
    Until("", 0, result_.text);
    if (!result_.fault.empty()) result_.text.clear();
    return std::move(result_);
  }

 private:
  // Appends up to `end` ("}" within braces, "" for all) and steps over it; false: a fault, or the text ended before.
  bool Until(std::string_view end, int depth, std::string& out) {
    while (at_ < text_.size()) {
      if (!end.empty() && text_.compare(at_, end.size(), end) == 0) {
        at_ += end.size();
        return true;
      }
      if (text_.compare(at_, 3, "$${") == 0) {
        out += "${";
        at_ += 3;
      } else if (text_.compare(at_, 2, "${") == 0) {
        at_ += 2;
        if (!Reference(depth + 1, out)) return false;
      } else {
        out += text_[at_++];
      }
    }
    return end.empty();
  }

  bool Reference(int depth, std::string& out) {
    std::string name;
    const bool closed = depth <= kDeepest && Until("}", depth, name);
    if (!result_.fault.empty()) return false;
    if (!closed) return Fail("holds a ${ that no } ends", kWriteItself);
    result_.replaced = true;
    if (std::string_view(name).starts_with(kFile)) return FromFile(name.substr(kFile.size()), out);
    return FromEnvironment(name, out);
  }

  // NAME, or NAME:-OTHERWISE.
  bool FromEnvironment(const std::string& reference, std::string& out) {
    const auto colon = reference.find(kOtherwise);
    const std::string name = reference.substr(0, colon);
    if (!IsName(name)) return Fail("holds a ${ that begins neither a variable's name nor file:", kWriteItself);
    const auto variable = environment_.find(name);
    const bool there = variable != environment_.end();
    if (colon != std::string::npos && (!there || variable->second.empty())) {
      out += reference.substr(colon + kOtherwise.size());
      return true;
    }
    if (!there) return Fail(fmt::format("the environment has no variable {}", name), kWriteItself);
    out += variable->second;
    return true;
  }

  bool FromFile(const std::string& path, std::string& out) {
    const auto file = (fs::path(directory_) / path).lexically_normal();
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string content;
    std::error_code ignored;
    if (in && !fs::is_directory(file, ignored)) {
      content.resize(kLargestSecret + 1);
      in.read(content.data(), static_cast<std::streamsize>(content.size()));
      content.resize(static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() && content.size() <= kLargestSecret) {
      const std::string why = errno == 0 ? "it is no file" : std::strerror(errno);
      return Fail(fmt::format("cannot read the file {}: {}", file.string(), why),
                  "Make the file, readable by who runs the program.");
    }
    if (content.size() > kLargestSecret) {
      return Fail(fmt::format("the file {} is larger than 64 KiB", file.string()), "Name the file of a single value.");
    }
    if (content.ends_with('\n')) content.pop_back();
    if (content.ends_with('\r')) content.pop_back();
    if (content.find('\0') != std::string::npos) {
      return Fail(fmt::format("the file {} is no text", file.string()), "Name the file of a single value.");
    }
    out += content;
    return true;
  }

  bool Fail(std::string fault, const char* remedy) {
    result_.fault = std::move(fault);
    result_.remedy = remedy;
    return false;
  }

  const std::string& text_;
  const std::map<std::string, std::string>& environment_;
  const std::string& directory_;
  std::size_t at_ = 0;
  Expansion result_;
};

}  // namespace

Expansion Expand(const std::string& text, const std::map<std::string, std::string>& environment,
                 const std::string& directory) {
  return Expander(text, environment, directory).Take();
}

}  // namespace cdc
