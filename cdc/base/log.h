// The program's log: one event a line, on standard error, as text or JSON. Created by main and handed down.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "cdc/base/error.h"

namespace cdc {

enum class Level : std::uint8_t { kDebug, kInfo, kWarn, kError };

// name and value of what the event is about: index, lsn, table, count. Never a row's values, never a secret.
using LogFields = std::initializer_list<std::pair<std::string_view, std::string>>;

class Log {  // thread-safe
 public:
  virtual ~Log() = default;
  virtual void Write(Level level, std::string_view message, LogFields fields) = 0;

  void Debug(std::string_view message, LogFields fields = {}) { Write(Level::kDebug, message, fields); }
  void Info(std::string_view message, LogFields fields = {}) { Write(Level::kInfo, message, fields); }
  void Warn(std::string_view message, LogFields fields = {}) { Write(Level::kWarn, message, fields); }
  void Fail(std::string_view message, LogFields fields = {}) { Write(Level::kError, message, fields); }
  // On a terminal: a line that stays below the log's, drawn anew at each call; "" takes it away. Elsewhere: nothing.
  virtual void Draw(std::string_view) {}

  // An error with its kind and hint as fields.
  void Write(Level level, std::string_view message, const Error& error);
};

// level: debug|info|warn|error; format: text|json. Throws kConfig for other words.
std::unique_ptr<Log> StandardLog(const std::string& level, const std::string& format);
// Discards everything: for tests and one-shot commands.
std::unique_ptr<Log> NoLog();

}  // namespace cdc
