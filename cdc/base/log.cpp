#include "cdc/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>

namespace cdc {
namespace {

spdlog::level::level_enum Translate(Level level) {
  switch (level) {
    case Level::kDebug: return spdlog::level::debug;
    case Level::kInfo: return spdlog::level::info;
    case Level::kWarn: return spdlog::level::warn;
    case Level::kError: return spdlog::level::err;
  }
  return spdlog::level::info;
}

// A line break in a value must not begin a line that looks like an event of its own.
std::string OneLine(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return line;
}

// Standard error. The one writer of both the log and the line below it: each takes the line away before it writes.
class Screen final : public spdlog::sinks::ansicolor_stderr_sink_mt {
 public:
  void log(const spdlog::details::log_msg& message) override {
    const std::scoped_lock lock(drawing_);
    if (!line_.empty()) Put(kErase);
    ansicolor_stderr_sink::log(message);
    if (!line_.empty()) Put(line_);
  }

  void Draw(std::string_view line) {
    const std::scoped_lock lock(drawing_);
    if (!terminal_ || (line.empty() && line_.empty())) return;
    line_ = line;
    Put(kErase + line_);
  }

 private:
  static constexpr const char* kErase = "\r\x1b[K";
  static void Put(const std::string& text) { std::fputs(text.c_str(), stderr); }

  const bool terminal_ = isatty(STDERR_FILENO) != 0;
  std::mutex drawing_;  // guards what follows, and the order on the terminal
  std::string line_;
};

class SpdLog final : public Log {
 public:
  SpdLog(spdlog::level::level_enum level, bool json)
      : screen_(std::make_shared<Screen>()), logger_("walcast", screen_), json_(json) {
    logger_.set_level(level);
    logger_.flush_on(spdlog::level::debug);
    // In JSON the pattern only adds what spdlog knows; the message is an object's inside, escaped here, because %v is
    // not.
    if (json) {
      logger_.set_pattern(R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    } else {
      logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%-7l%$ %v", spdlog::pattern_time_type::utc);
    }
  }

  void Draw(std::string_view line) override { screen_->Draw(line); }

  void Write(Level level, std::string_view message, LogFields fields) override {
    const auto to = Translate(level);
    if (!logger_.should_log(to)) return;
    std::string line;
    if (json_) {
      nlohmann::ordered_json event{{"msg", message}};
      for (const auto& [name, value] : fields) event[std::string(name)] = value;
      line = event.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
      line = line.substr(1, line.size() - 2);
    } else {
      line = OneLine(message);
      for (const auto& [name, value] : fields) {
        line += "  ";
        line += name;
        line += '=';
        line += OneLine(value);
      }
    }
    logger_.log(to, "{}", line);
  }

 private:
  const std::shared_ptr<Screen> screen_;
  spdlog::logger logger_;
  bool json_;
};

class Silence final : public Log {
 public:
  void Write(Level, std::string_view, LogFields) override {}
};

}  // namespace

void Log::Write(Level level, std::string_view message, const Error& error) {
  Write(level, message, {{"kind", std::string(Name(error.kind()))}, {"error", error.what()}, {"hint", error.hint()}});
}

std::unique_ptr<Log> StandardLog(const std::string& level, const std::string& format) {
  const auto parsed = spdlog::level::from_str(level);
  if (parsed == spdlog::level::off) {
    throw Error(Kind::kConfig, "log level '" + level + "' is not known", "Use debug, info, warn or error.");
  }
  if (format != "text" && format != "json") {
    throw Error(Kind::kConfig, "log format '" + format + "' is not known", "Use text or json.");
  }
  return std::make_unique<SpdLog>(parsed, format == "json");
}

std::unique_ptr<Log> NoLog() { return std::make_unique<Silence>(); }

}  // namespace cdc
