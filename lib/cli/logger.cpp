#include "seqlens/cli/logger.h"

#include <atomic>
#include <iterator>
#include <mutex>

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include "seqlens/core/errors.h"

#include "terminal.h"

namespace seqlens::cli {
namespace {

std::string_view level_prefix(spdlog::level::level_enum level) {
  if (level == spdlog::level::err) return "error: ";
  if (level == spdlog::level::warn) return "warning: ";
  return "";
}

/// Control characters as \x1b: a name that a file holds neither breaks the line nor commands the terminal.
std::string as_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F)
      fmt::format_to(std::back_inserter(line), "\\x{:02x}", byte);
    else
      line += c;
  }
  return line;
}

class TerminalSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit TerminalSink(Terminal& terminal) : terminal_(terminal) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string line(message.logger_name.data(), message.logger_name.size());
    line += ": ";
    line += level_prefix(message.level);
    line.append(message.payload.data(), message.payload.size());
    terminal_.print(line);
  }
  void flush_() override {}

 private:
  Terminal& terminal_;
};

spdlog::level::level_enum lowest_level(Verbosity verbosity) {
  switch (verbosity) {
    case Verbosity::quiet:
      return spdlog::level::err;
    case Verbosity::normal:
      return spdlog::level::info;
    case Verbosity::verbose:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

}  // namespace

struct Logger::Sinks {
  std::shared_ptr<TerminalSink> terminal;
  spdlog::logger logger;
  std::string path;  // of the log file
  std::atomic<bool> failed = false;

  Sinks(std::string program, Terminal& shared_terminal)
      : terminal(std::make_shared<TerminalSink>(shared_terminal)), logger(std::move(program), terminal) {
    logger.set_level(spdlog::level::debug);
    logger.flush_on(spdlog::level::debug);
    logger.set_error_handler([this](const std::string&) { failed = true; });
  }

  // The text goes in as an argument: a brace in a file name is no format.
  void log(spdlog::level::level_enum level, std::string_view text) {
    logger.log(level, "{}", as_one_line(text));
  }

  // Every run ends in such a message, when its data are written: one whose log is not complete fails. Errors
  // and warnings go on, since a run's own words come first.
  void log_or_fail(spdlog::level::level_enum level, std::string_view text) {
    log(level, text);
    if (failed.exchange(false)) throw Error("--log: cannot write '" + path + "'");
  }
};

Logger::Logger(std::string program, Terminal& terminal, Verbosity verbosity)
    : sinks_(std::make_unique<Sinks>(std::move(program), terminal)) {
  set_verbosity(verbosity);
}

Logger::~Logger() = default;

void Logger::error(std::string_view text) {
  sinks_->log(spdlog::level::err, text);
}
void Logger::warning(std::string_view text) {
  sinks_->log(spdlog::level::warn, text);
}
void Logger::info(std::string_view text) {
  sinks_->log_or_fail(spdlog::level::info, text);
}
void Logger::detail(std::string_view text) {
  sinks_->log_or_fail(spdlog::level::debug, text);
}

void Logger::set_verbosity(Verbosity verbosity) {
  sinks_->terminal->set_level(lowest_level(verbosity));
}

void Logger::log_to(const std::string& path) try {
  constexpr bool kReplace = true;
  auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, kReplace);
  file->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  sinks_->logger.sinks().push_back(std::move(file));
  sinks_->path = path;
} catch (const spdlog::spdlog_ex&) {
  throw Error("--log: cannot write '" + path + "'");
}

}  // namespace seqlens::cli
