#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/attention/null_table.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/interval.h"

namespace seqlens::attention {

/// How far a number is from the null.
struct NullScore {
  const NullTable* table = nullptr;  ///< null: no scores
  /// Nothing: z. Else an index of NullTable::kQuantiles, and the score is 1 above that quantile, else 0.
  std::optional<std::size_t> quantile;

  /// @pre there is a table.
  [[nodiscard]] float score(std::size_t gc_bin, std::size_t track, std::size_t position,
                            std::size_t positions, float value) const {
    if (!quantile) return table->z(gc_bin, track, position, positions, value);
    return value > table->quantile(gc_bin, track, position, positions, *quantile) ? 1.0F : 0.0F;
  }
};

/// Tracks of a stretch of bases, summed over the windows that cover them.
///
/// A base's value is the mean over the windows that cover it: of base_profile for shares, of the positions'
/// numbers for levels and scores. Sums are whole numbers of 2^-40, so that they do not depend on how windows
/// are grouped: the same bits for any pieces, threads and regions.
class TrackSums {
 public:
  TrackSums(std::size_t tracks, bool share, bool with_scores);

  /// Starts empty on these bases.
  void reset(const Interval& bases);
  /// Adds a window's tracks; parts outside the bases are left out.
  /// @throws Error for a value of a million or more, which the sums cannot hold.
  void add(const TrackedWindow& window, const NullScore& null);
  /// Adds what `other` has of our bases.
  void add(const TrackSums& other);

  [[nodiscard]] std::size_t tracks() const { return tracks_; }
  [[nodiscard]] bool with_scores() const { return with_scores_; }
  [[nodiscard]] const Interval& bases() const { return bases_; }
  /// Windows of which a position covers the base.
  [[nodiscard]] std::int32_t windows(std::int64_t base) const { return windows_[index(base)]; }
  /// True when both bases have the same numbers in the track.
  [[nodiscard]] bool equal(std::size_t track, std::int64_t a, std::int64_t b) const;
  /// @pre windows(base) > 0
  [[nodiscard]] float value(std::size_t track, std::int64_t base) const;
  [[nodiscard]] float score(std::size_t track, std::int64_t base) const;

 private:
  [[nodiscard]] std::size_t index(std::int64_t base) const {
    return static_cast<std::size_t>(base - bases_.begin);
  }
  [[nodiscard]] std::size_t cell(std::size_t track, std::int64_t base) const {
    return track * static_cast<std::size_t>(bases_.length()) + index(base);
  }
  [[nodiscard]] Interval inside(const Interval& place) const;
  void count(const TrackedWindow& window);
  void add_track(const TrackedWindow& window, std::size_t track, const NullScore& null);

  std::size_t tracks_;
  bool share_;
  bool with_scores_;
  Interval bases_;
  std::vector<std::int32_t> windows_;    // by base
  std::vector<std::int32_t> positions_;  // by base: (window, position) pairs
  std::vector<std::int64_t> values_;     // (tracks, bases)
  std::vector<std::int64_t> scores_;
};

}  // namespace seqlens::attention
