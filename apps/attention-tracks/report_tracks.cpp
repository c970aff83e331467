#include "attention-tracks/report_tracks.h"

#include <limits>
#include <utility>

namespace attention_tracks {

void ReportTracks::on_chunk(const seqlens::attention::TrackChunk& chunk) {
  current_.tracks.resize(chunk.sums.tracks());
  for (std::size_t track = 0; track < chunk.sums.tracks(); ++track) {
    for (const auto& [bases, value] :
         seqlens::attention::track_values(chunk, track, seqlens::attention::TrackNumber::value)) {
      const float score = chunk.sums.with_scores() ? chunk.sums.score(track, bases.begin)
                                                   : std::numeric_limits<float>::quiet_NaN();
      current_.tracks[track].push_back({bases, value, score});
    }
  }
}

void ReportTracks::on_pairs(std::string_view, std::span<const seqlens::attention::WindowPair> pairs,
                            std::int64_t) {
  pairs_.add(pairs);
}

void ReportTracks::on_record_end(std::string_view) {
  current_.pairs = pairs_.take_before(std::numeric_limits<std::int64_t>::max());
  records_.push_back(std::exchange(current_, {}));
}

}  // namespace attention_tracks
