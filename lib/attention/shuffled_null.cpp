#include "seqlens/attention/shuffled_null.h"

#include <utility>

#include "seqlens/core/dinucleotide_shuffle.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/scan/strand_windows.h"

namespace seqlens::attention {
namespace {

/// Both strands of a shuffled window are windows of the null.
void run_window(const WindowRunner& runner, const ReductionPlan& plan, const std::string& bases,
                std::vector<NullTable::Sample>& samples) {
  runner.run({.bases = bases, .begin = 0, .first = true, .last = true}, [&](const TrackedWindow& window) {
    NullTable::Sample sample{window.gc_bin, window.places.size(), {}};
    for (std::size_t track = 0; track < plan.tracks(); ++track) {
      const auto numbers = window.sink.track(track);
      sample.values.insert(sample.values.end(), numbers.begin(), numbers.end());
    }
    samples.push_back(std::move(sample));
  });
}

}  // namespace

WindowSample::WindowSample(std::int64_t window_bases, std::size_t count, std::uint64_t seed)
    : window_bases_(static_cast<std::size_t>(window_bases)), count_(count), random_(seed) {}

void WindowSample::add(input::BaseSource& source) {
  std::string window(window_bases_, ' ');
  for (input::SourceRecord record; source.begin_record(record);) {
    std::size_t have = 0;
    while (const std::size_t got = source.read_bases(std::span(window).subspan(have))) {
      have += got;
      if (have < window_bases_) continue;
      offer(window);
      have = 0;
    }
  }
}

void WindowSample::offer(const std::string& window) {
  if (scan::has_too_many_n(window)) return;
  ++seen_;
  if (windows_.size() < count_) {
    windows_.push_back(window);
  } else if (const auto place = random_.below(seen_); place < count_) {
    windows_[place] = window;
  }
}

NullTable shuffled_null(const WindowRunner& runner, const ReductionPlan& plan,
                        std::span<const std::string> windows, std::size_t count, std::uint64_t seed) {
  std::vector<std::vector<NullTable::Sample>> parts(count);
  parallel::parallel_for(count, [&](std::size_t i) {
    Random random = Random::for_item(seed, i);
    run_window(runner, plan, dinucleotide_shuffle(windows[i % windows.size()], random), parts[i]);
  });
  std::vector<NullTable::Sample> samples;
  for (auto& part : parts)
    for (auto& sample : part) samples.push_back(std::move(sample));
  return NullTable(samples, plan.tracks());
}

}  // namespace seqlens::attention
