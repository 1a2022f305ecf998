// Work in several steps that cannot be taken back: what was done is told, also where a later step fails.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/cli/command.h"

namespace cdc::cli {

// A failure behind steps that are done.
class HalfDone : public Error {
 public:
  HalfDone(const Error& error, std::vector<std::string> done);
  const std::vector<std::string>& done() const noexcept { return done_; }

 private:
  std::vector<std::string> done_;
};

class Done {
 public:
  explicit Done(const Invocation& invocation) : invocation_(invocation) {}
  // For people at once, in JSON at the end.
  void Add(const std::string& what);
  // Runs `work` and tells of what it did; the exit code. Throws HalfDone where it throws an Error.
  int Finish(const std::function<void(Done&)>& work);

 private:
  const Invocation& invocation_;
  std::vector<std::string> lines_;
};

}  // namespace cdc::cli
