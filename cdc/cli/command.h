// What a subcommand is: data that the parser, the help and the tests read, and one function.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/config.h"

namespace cdc::cli {

// What a program says of itself in help and messages; the parts of this folder serve more than one.
struct Program {
  std::string name = "walcast";
  std::string summary = "walcast keeps Elasticsearch in step with PostgreSQL by logical replication.";
  std::string config = "$WALCAST_CONFIG, ./config/walcast.json, /etc/walcast/walcast.json";  // where --config looks
  bool has_doctor = true;  // commands that find the cause of what went wrong: doctor, status
};

// The process's surroundings: standard output carries data, standard error messages.
struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t columns = 80;
  std::map<std::string, std::string> environment{};
  Program program{};
};

struct Option {
  std::string name;   // "lsn"
  std::string value;  // what stands in the help for its value: "LSN"; "": a switch
  std::string help;
  bool repeatable = false;
  bool optional_number = false;  // "--prove" and "--prove 50"
};

struct Argument {
  std::string name;  // "INDEX"
  bool required = false;
  std::vector<std::string> words{};  // the words it may be; empty: any
};

// A command line that has been understood; the accessors take the names of the command's options.
class Invocation {
 public:
  Invocation(Terminal& terminal, std::vector<std::string> arguments, std::multimap<std::string, std::string> options);

  Terminal& terminal() const { return terminal_; }
  bool Has(const std::string& option) const { return options_.contains(option); }
  std::optional<std::string> Value(const std::string& option) const;  // the last one
  std::vector<std::string> Values(const std::string& option) const;
  // Throws kUsage where the value is none.
  Duration Time(const std::string& option, Duration otherwise) const;
  // How many `things` ("documents"), 1 or more; nullopt where it is not given. Throws kUsage where the value is none.
  std::optional<std::size_t> Number(const std::string& option, const std::string& things) const;
  std::optional<std::string> ArgumentAt(std::size_t position) const;

  bool json() const { return Has("json"); }
  bool quiet() const { return Has("quiet"); }
  bool color() const;  // on standard output

  // What --config, the environment and --set say. Throws kUsage.
  ConfigSources Sources() const;
  // Of these sources: walcast's. Throws kConfig.
  LoadedConfig Configuration() const;

 private:
  Terminal& terminal_;
  std::vector<std::string> arguments_;
  std::multimap<std::string, std::string> options_;
};

struct Command {
  std::string name;
  std::string summary;      // one line, for the list of commands
  std::string description;  // for its own help
  std::vector<Argument> arguments;
  std::vector<Option> options;                // beside those that all commands share
  std::function<int(const Invocation&)> run;  // the exit code; throws Error
};

// --help, --config, --set, --json, --quiet, --no-color.
const std::vector<Option>& SharedOptions();

}  // namespace cdc::cli
