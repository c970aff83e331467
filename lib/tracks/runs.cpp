#include "seqlens/tracks/runs.h"

namespace seqlens::tracks {

void RunFinder::add(std::span<const IntervalValue> values, std::vector<Run>& runs) {
  for (const IntervalValue& value : values) {
    const bool reaches = value.value >= threshold_;
    const bool touches = open_ && open_->interval.end == value.interval.begin;
    if (!reaches || !touches) finish(runs);
    if (reaches) extend(value);
  }
}

void RunFinder::finish(std::vector<Run>& runs) {
  if (!open_) return;
  open_->mean = sum_ / static_cast<double>(open_->interval.length());
  runs.push_back(*open_);
  open_.reset();
}

void RunFinder::extend(const IntervalValue& value) {
  if (!open_) {
    open_ = Run{value.interval, value.value, 0, value.interval};
    sum_ = 0;
  } else if (value.value > open_->max) {
    open_->max = value.value;
    open_->peak = value.interval;
  }
  open_->interval.end = value.interval.end;
  sum_ += static_cast<double>(value.value) * static_cast<double>(value.interval.length());
}

}  // namespace seqlens::tracks
