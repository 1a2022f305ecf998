#include "cdc/cli/dispatch.h"

#include <algorithm>
#include <new>
#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/done.h"
#include "cdc/cli/help.h"
#include "cdc/cli/parse.h"
#include "cdc/control/problem.h"
#include "cdc/stream/error_policy.h"

namespace cdc::cli {
namespace {

// What to do next, where who failed had no better advice.
std::string HintOf(const Error& error, const Program& program) {
  if (!error.hint().empty()) return error.hint();
  if (error.kind() == Kind::kUsage) return "Try: " + program.name + " --help.";
  if (!program.has_doctor) return "";
  switch (error.kind()) {
    case Kind::kBadDocument:
    case Kind::kRow: return "Mend the document's SQL, and try it with: walcast plan.";
    case Kind::kUnavailable:
    case Kind::kTimeout:
    case Kind::kRights:
    case Kind::kConfig:
    case Kind::kIndex: return "walcast doctor looks at every server and tells what to do.";
    case Kind::kNotYet:
    case Kind::kSlotBusy:
    case Kind::kFenced: return "Try again later; walcast status tells how far it is.";
    case Kind::kGap: return "Make the slot anew, which rebuilds every index: walcast slot reset.";
    case Kind::kCorrupt:
    case Kind::kInternal: return "Please report it, with what stands in the log before.";
    case Kind::kUsage:
    case Kind::kDiffers: return "";
  }
  return "";
}

int Report(const Error& error, bool json, Terminal& terminal) {
  int code = stream::ExitCode(error.kind());
  auto hint = HintOf(error, terminal.program);
  if (json) {
    control::Json object = {{"kind", Name(error.kind())}, {"error", error.what()}, {"hint", hint}, {"exit_code", code}};
    if (const auto* half = dynamic_cast<const HalfDone*>(&error)) object["done"] = half->done();
    terminal.err << control::Dump(object) << std::endl;
  } else {
    terminal.err << terminal.program.name << ": " << error.what() << '\n';
    if (!hint.empty()) terminal.err << "hint: " << hint << '\n';
    terminal.err.flush();
  }
  return code;
}

int Run(std::span<const std::string> words, std::span<const Command> commands, Terminal& terminal) {
  auto parsed = Parse(words, commands, terminal.program.name);
  if (parsed.options.contains("help")) {
    parsed.command == nullptr ? PrintHelp(terminal.out, terminal.program, commands)
                              : PrintHelp(terminal.out, terminal.program, *parsed.command);
    return 0;
  }
  if (parsed.options.contains("version")) {
    bool json = parsed.options.contains("json");
    terminal.out << (json ? "{\"version\":\"" WALCAST_VERSION "\"}" : terminal.program.name + " " WALCAST_VERSION)
                 << '\n';
    return 0;
  }
  if (parsed.command == nullptr) throw Error(Kind::kUsage, "no command is given");
  return parsed.command->run(Invocation(terminal, std::move(parsed.arguments), std::move(parsed.options)));
}

}  // namespace

int Dispatch(std::span<const std::string> words, std::span<const Command> commands, Terminal& terminal) {
  // Asked of the words themselves: a command line that cannot be parsed still wants its error as JSON.
  bool json = std::ranges::find(words, "--json") != words.end();
  int code = 0;
  try {
    code = Run(words, commands, terminal);
  } catch (const Error& error) {
    return Report(error, json, terminal);
  } catch (const std::bad_alloc&) {
    return Report(Error(Kind::kInternal, "memory ran out", "Give the process more memory."), json, terminal);
  } catch (const std::exception& error) {
    return Report(Error(Kind::kInternal, std::string("internal fault: ") + error.what(), "Please report it."), json,
                  terminal);
  }
  // A full disk or a closed pipe behind standard output must not look like success.
  terminal.out.flush();
  if (terminal.out.good()) return code;
  return Report(Error(Kind::kUnavailable, "cannot write to standard output", "Is the disk full, or the reader gone?"),
                json, terminal);
}

}  // namespace cdc::cli
