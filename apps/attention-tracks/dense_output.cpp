#include "attention-tracks/dense_output.h"

#include <type_traits>
#include <utility>

namespace attention_tracks {

using namespace seqlens;

DenseTracks::DenseTracks(std::size_t tracks, std::int64_t bin_bases) : tracks_(tracks) {
  if (bin_bases > 0) bins_.assign(tracks, tracks::BinAverager(bin_bases));
}

void DenseTracks::on_chunk(const attention::TrackChunk& chunk) {
  for (std::size_t track = 0; track < tracks_; ++track) {
    auto values = attention::track_values(chunk, track, attention::TrackNumber::value);
    if (!bins_.empty()) {
      std::vector<tracks::IntervalValue> binned;
      bins_[track].add(values, binned);
      values = std::move(binned);
    }
    take(track, chunk.chrom, values);
  }
}

void DenseTracks::on_record_end(std::string_view chrom) {
  for (std::size_t track = 0; track < bins_.size(); ++track) {
    std::vector<tracks::IntervalValue> binned;
    bins_[track].finish(binned);
    take(track, chrom, binned);
  }
}

template <class Writer>
DenseOutput<Writer>::DenseOutput(std::vector<Writer> writers, std::int64_t bin_bases, bool with_index)
    : DenseTracks(writers.size(), bin_bases), writers_(std::move(writers)), with_index_(with_index) {}

template <class Writer>
void DenseOutput<Writer>::take(std::size_t track, std::string_view chrom,
                               std::span<const tracks::IntervalValue> values) {
  writers_[track].write(chrom, values);
}

template <class Writer>
void DenseOutput<Writer>::commit(Publication& together) {
  for (Writer& writer : writers_) {
    if constexpr (std::is_same_v<Writer, tracks::BedGraphWriter>) {
      writer.commit(together, with_index_);
    } else {
      writer.commit(together);
    }
  }
}

template class DenseOutput<tracks::BedGraphWriter>;
template class DenseOutput<tracks::BigWigWriter>;

}  // namespace attention_tracks
