#include "seqlens/tracks/bedgraph_writer.h"

#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "index_choice.h"

namespace seqlens::tracks {

BedGraphWriter::BedGraphWriter(seqio::DataOutput output, std::string_view header, BedGraphOptions options)
    : output_(std::move(output)), options_(options) {
  output_.write(header);
}

void BedGraphWriter::write(std::string_view chrom, std::span<const IntervalValue> values) {
  if (chrom != chrom_) {
    write_held();
    chrom_ = chrom;
  }
  for (const IntervalValue& value : values) put(value);
  output_.write(std::exchange(text_, {}));
}

void BedGraphWriter::put(const IntervalValue& value) {
  const Interval& interval = value.interval;
  if (!std::isfinite(value.value)) {
    throw Error(fmt::format("bedGraph: the value of {}:{}-{} is {}; leave out bases without value", chrom_,
                            interval.begin + 1, interval.end, value.value));
  }
  const bool grows =
      options_.merge_equal && held_ && held_->interval.end == interval.begin && held_->value == value.value;
  if (grows) {
    held_->interval.end = interval.end;
  } else {
    write_held();
    held_ = value;
  }
}

void BedGraphWriter::write_held() {
  if (!held_) return;
  const auto& [interval, value] = *held_;
  fmt::format_to(std::back_inserter(text_), "{}\t{}\t{}\t", chrom_, interval.begin, interval.end);
  if (options_.decimals) {
    fmt::format_to(std::back_inserter(text_), "{:.{}f}\n", value, *options_.decimals);
  } else {
    fmt::format_to(std::back_inserter(text_), "{}\n", value);
  }
  held_.reset();
}

void BedGraphWriter::commit(bool with_index) {
  Publication alone;
  commit(alone, with_index);
  alone.publish();
}

void BedGraphWriter::commit(Publication& together, bool with_index) {
  write_held();
  output_.write(std::exchange(text_, {}));
  output_.commit(bed_index(with_index), together);
}

}  // namespace seqlens::tracks
