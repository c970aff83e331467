#include "attention-tracks/dense_output.h"

#include <type_traits>
#include <utility>

namespace attention_tracks {

using namespace seqlens;

template <class Writer>
DenseOutput<Writer>::DenseOutput(std::vector<Writer> writers, std::int64_t bin_bases, bool with_index)
    : writers_(std::move(writers)), with_index_(with_index) {
  if (bin_bases > 0) bins_.assign(writers_.size(), tracks::BinAverager(bin_bases));
}

template <class Writer>
void DenseOutput<Writer>::on_chunk(const Chunk& chunk) {
  for (std::size_t track = 0; track < writers_.size(); ++track) {
    auto values = track_values(chunk, track, TrackNumber::value);
    if (!bins_.empty()) {
      std::vector<tracks::IntervalValue> binned;
      bins_[track].add(values, binned);
      values = std::move(binned);
    }
    writers_[track].write(chunk.chrom, values);
  }
}

template <class Writer>
void DenseOutput<Writer>::on_record_end(std::string_view chrom) {
  for (std::size_t track = 0; track < bins_.size(); ++track) {
    std::vector<tracks::IntervalValue> binned;
    bins_[track].finish(binned);
    writers_[track].write(chrom, binned);
  }
}

template <class Writer>
void DenseOutput<Writer>::commit() {
  for (Writer& writer : writers_) {
    if constexpr (std::is_same_v<Writer, tracks::BedGraphWriter>) {
      writer.commit(with_index_);
    } else {
      writer.commit();
    }
  }
}

template class DenseOutput<tracks::BedGraphWriter>;
template class DenseOutput<tracks::BigWigWriter>;

}  // namespace attention_tracks
