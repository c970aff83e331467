#include "seqlens/cli/progress.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "terminal.h"

namespace seqlens::cli {
namespace {

constexpr auto kBetweenDraws = std::chrono::milliseconds(250);

struct Scale {
  double divisor;
  const char* prefix;
};

Scale scale_of(double amount) {
  constexpr std::array<Scale, 3> scales{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
  for (const Scale& scale : scales) {
    if (amount >= scale.divisor) return scale;
  }
  return {1, ""};
}

std::string scaled(double amount, const Scale& scale) {
  return scale.divisor > 1 ? fmt::format("{:.1f}", amount / scale.divisor) : fmt::format("{:.0f}", amount);
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  const auto hours = whole / 3600;
  const auto minutes = whole / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
  return fmt::format("{}:{:02}", minutes, whole % 60);
}

}  // namespace

std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t total,
                          std::string_view unit, double elapsed_s) {
  const auto amount = static_cast<double>(done);
  const auto whole = static_cast<double>(total);
  const Scale scale = scale_of(total > 0 ? whole : amount);
  std::string text;
  if (total > 0) {
    text = fmt::format("{}: {:.1f} % ({} of {} {}{})", what, 100 * amount / whole, scaled(amount, scale),
                       scaled(whole, scale), scale.prefix, unit);
  } else {
    text = fmt::format("{}: {} {}{}", what, scaled(amount, scale), scale.prefix, unit);
  }
  if (done == 0 || !(elapsed_s > 0)) return text;
  const double pace = amount / elapsed_s;
  const Scale pace_scale = scale_of(pace);
  text += fmt::format(", {} {}{}/s", scaled(pace, pace_scale), pace_scale.prefix, unit);
  if (total >= done && total > 0) text += fmt::format(", {} left", clock_text((whole - amount) / pace));
  return text;
}

void Progress::start(std::string_view what, std::uint64_t total, std::string_view unit) {
  finish();
  if (!terminal_.shows_progress()) return;
  what_ = what;
  unit_ = unit;
  total_ = total;
  started_ = Clock::now();
  done_ = 0;
  next_draw_ = (started_ + kBetweenDraws).time_since_epoch().count();
  running_ = true;
}

void Progress::advance(std::uint64_t amount) {
  if (!running_.load(std::memory_order_relaxed)) return;
  done_.fetch_add(amount, std::memory_order_relaxed);
  const auto now = Clock::now();
  if (now.time_since_epoch().count() < next_draw_.load(std::memory_order_relaxed)) return;
  const std::unique_lock lock(drawing_, std::try_to_lock);
  if (lock.owns_lock()) draw(now);
}

void Progress::draw(Clock::time_point now) {
  next_draw_ = (now + kBetweenDraws).time_since_epoch().count();
  const double elapsed_s = std::chrono::duration<double>(now - started_).count();
  terminal_.show_progress(progress_text(what_, done_, total_, unit_, elapsed_s));
}

void Progress::finish() {
  if (!running_.exchange(false)) return;
  terminal_.show_progress("");
}

}  // namespace seqlens::cli
