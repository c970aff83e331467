#pragma once

#include <iosfwd>
#include <mutex>
#include <string>
#include <string_view>

namespace seqlens::cli {

/// stderr shared by messages and the progress line: a message never lands in the middle of that line.
class Terminal {
 public:
  Terminal(std::ostream& err, bool is_terminal) : err_(err), shows_progress_(is_terminal) {}

  /// Prints a line above the progress line.
  void print(std::string_view line);
  /// Shows the progress line, replacing the one before; empty removes it. Nothing when stderr is no terminal.
  void show_progress(std::string_view line);

  /// True when show_progress() shows anything.
  [[nodiscard]] bool shows_progress() const { return shows_progress_; }
  void hide_progress() { shows_progress_ = false; }

 private:
  void redraw();

  std::ostream& err_;
  bool shows_progress_;
  std::mutex mutex_;
  std::string progress_;
};

}  // namespace seqlens::cli
