#include "cdc/cli/done.h"

#include <ostream>
#include <utility>

#include "cdc/cli/output.h"

namespace cdc::cli {

HalfDone::HalfDone(const Error& error, std::vector<std::string> done)
    : Error(error.kind(), error.what(), error.hint()), done_(std::move(done)) {}

void Done::Add(const std::string& what) {
  lines_.push_back(what);
  if (!invocation_.json()) invocation_.terminal().out << Harmless(what) << std::endl;
}

int Done::Finish(const std::function<void(Done&)>& work) {
  try {
    work(*this);
  } catch (const Error& error) {
    throw HalfDone(error, lines_);
  }
  if (invocation_.json()) PrintJson(invocation_, {{"done", lines_}});
  if (lines_.empty()) Say(invocation_, "there was nothing to remove");
  return 0;
}

}  // namespace cdc::cli
