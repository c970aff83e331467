#include "attention-tracks/bed_output.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <utility>

#include "seqlens/tracks/autosql.h"
#include "seqlens/tracks/bed_score.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

constexpr std::int64_t kLongestRun = 1 << 16;

/// Mean over the bases of the run.
float mean_over(const std::deque<tracks::IntervalValue>& values, const Interval& run) {
  double sum = 0;
  for (const auto& value : values) {
    const std::int64_t begin = std::max(value.interval.begin, run.begin);
    const std::int64_t end = std::min(value.interval.end, run.end);
    if (begin < end) sum += static_cast<double>(value.value) * static_cast<double>(end - begin);
  }
  return static_cast<float>(sum / static_cast<double>(run.length()));
}

void drop_before(std::deque<tracks::IntervalValue>& values, std::int64_t base) {
  while (!values.empty() && values.front().interval.end <= base) values.pop_front();
}

}  // namespace

BedOutput::BedOutput(seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
                     const RunThreshold& threshold, bool with_index)
    : writer_(std::move(output), header), threshold_(threshold), with_index_(with_index) {
  for (HeadLook& look : heads)
    heads_.push_back({std::move(look), tracks::RunFinder(static_cast<float>(threshold.lowest)), {}});
}

void BedOutput::on_chunk(const attention::TrackChunk& chunk) {
  for (std::int64_t begin = chunk.bases.begin; begin < chunk.bases.end;) {
    const std::int64_t cut = (begin / kLongestRun + 1) * kLongestRun;
    const std::int64_t end = std::min(cut, chunk.bases.end);
    add({chunk.chrom, chunk.sums, {begin, end}, chunk.placement});
    if (end == cut) finish_runs();
    begin = end;
  }
  std::int64_t earliest = chunk.bases.end;
  for (const Head& head : heads_) earliest = std::min(earliest, head.finder.open_begin().value_or(earliest));
  write_before(chunk.chrom, earliest);
}

void BedOutput::add(const attention::TrackChunk& chunk) {
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    Head& head = heads_[i];
    const auto raw = attention::track_values(chunk, i, attention::TrackNumber::value);
    head.raw.insert(head.raw.end(), raw.begin(), raw.end());
    std::vector<tracks::Run> runs;
    head.finder.add(attention::track_values(chunk, i, attention::TrackNumber::score), runs);
    take(i, runs);
    drop_before(head.raw, head.finder.open_begin().value_or(chunk.bases.end));
  }
}

void BedOutput::finish_runs() {
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    std::vector<tracks::Run> runs;
    heads_[i].finder.finish(runs);
    take(i, runs);
    heads_[i].raw.clear();
  }
}

void BedOutput::take(std::size_t head, const std::vector<tracks::Run>& runs) {
  for (const tracks::Run& run : runs)
    waiting_.push_back({head, run, mean_over(heads_[head].raw, run.interval)});
}

void BedOutput::write_before(std::string_view chrom, std::int64_t start) {
  std::sort(waiting_.begin(), waiting_.end(), [](const Line& a, const Line& b) {
    return std::tie(a.run.interval.begin, a.run.interval.end, a.head) <
           std::tie(b.run.interval.begin, b.run.interval.end, b.head);
  });
  const auto rest = std::find_if(waiting_.begin(), waiting_.end(),
                                 [&](const Line& line) { return line.run.interval.begin >= start; });
  for (auto line = waiting_.begin(); line != rest; ++line) {
    const HeadLook& look = heads_[line->head].look;
    const std::array<float, 2> values{line->raw, line->run.max};
    const tracks::BedFeature feature{line->run.interval,
                                     look.name,
                                     tracks::bed_score(line->run.max, 0, threshold_.score_highest),
                                     Strand::unknown,
                                     line->run.peak,
                                     look.colour,
                                     values};
    writer_.write(chrom, {&feature, 1});
  }
  waiting_.erase(waiting_.begin(), rest);
  writer_.flush();
}

void BedOutput::on_record_end(std::string_view chrom) {
  finish_runs();
  write_before(chrom, std::numeric_limits<std::int64_t>::max());
}

std::string run_autosql() {
  constexpr std::array<tracks::AutoSqlField, 2> kOwn{{
      {"float", "value", "Mean of the raw values over the run"},
      {"float", "z", "Highest z against shuffled sequence"},
  }};
  return tracks::autosql_text("attentionRuns", "Runs of attention-tracks: where a head looks", kOwn);
}

}  // namespace attention_tracks
