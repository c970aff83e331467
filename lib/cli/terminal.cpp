#include "terminal.h"

#include <ostream>

namespace seqlens::cli {
namespace {
constexpr std::string_view kEraseLine = "\r\033[K";
}

void Terminal::print(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (!progress_.empty()) err_ << kEraseLine;
  err_ << line << '\n';
  if (!progress_.empty()) redraw();
  err_.flush();
}

void Terminal::show_progress(std::string_view line) {
  if (!shows_progress_) return;
  const std::scoped_lock lock(mutex_);
  progress_ = line;
  redraw();
  err_.flush();
}

void Terminal::redraw() {
  err_ << kEraseLine << progress_;
}

}  // namespace seqlens::cli
