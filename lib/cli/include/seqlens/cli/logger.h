#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace seqlens::cli {

class Terminal;

enum class Verbosity { quiet, normal, verbose };

/// Messages for the user, one line each, from any thread. Control characters in them are written as \x1b.
///
/// stderr gets "program: warning: text" (info and detail without the middle word); quiet leaves only errors,
/// verbose adds details. The log file gets everything, with time and level.
class Logger {
 public:
  Logger(std::string program, Terminal& terminal, Verbosity verbosity);
  ~Logger();
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  void error(std::string_view text);
  void warning(std::string_view text);
  void info(std::string_view text);
  void detail(std::string_view text);

  void set_verbosity(Verbosity verbosity);
  /// Starts the log file, replacing one that exists. @throws Error when it cannot be written.
  void log_to(const std::string& path);

 private:
  struct Sinks;
  std::unique_ptr<Sinks> sinks_;
};

}  // namespace seqlens::cli
