#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "seqlens/attention/gc_bin.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/model/model_file.h"

namespace seqlens::attention {

/// What a track looks like where there is nothing to see: in windows whose letters were shuffled
/// (dinucleotide counts kept), by GC bin, track and position.
///
/// A table is stored in the model file as the tensor "attention_null.<reduction>", (GC bins, tracks,
/// positions, 2 + quantiles): as JSON it would be larger than the model.
class NullTable {
 public:
  static constexpr std::array<double, 5> kQuantiles{0.5, 0.9, 0.95, 0.99, 0.999};
  /// mean, standard deviation, quantiles
  static constexpr std::size_t kNumbers = 2 + kQuantiles.size();

  /// Tracks of windows that were run: those of one window are (tracks, positions).
  struct Sample {
    std::size_t gc_bin = 0;
    std::size_t positions = 0;
    std::vector<float> values;
  };

  /// Windows of different numbers of positions have one row for all positions. A bin of fewer than 30 windows
  /// takes the numbers of the nearest one with more (the lower of two), or of all windows.
  /// @throws Error for fewer than 30 windows.
  NullTable(std::span<const Sample> samples, std::size_t tracks);
  /// As stored. @throws Error unless the shape is that of a table.
  NullTable(std::span<const std::size_t> shape, std::vector<float> values);

  [[nodiscard]] std::size_t tracks() const { return tracks_; }
  [[nodiscard]] std::size_t positions() const { return positions_; }
  [[nodiscard]] std::vector<std::size_t> shape() const { return {kGcBins, tracks_, positions_, kNumbers}; }
  [[nodiscard]] std::span<const float> values() const { return values_; }

  /// Standard deviations above the mean. Where the null does not vary, 0 for its value, else +-1000.
  [[nodiscard]] float z(std::size_t gc_bin, std::size_t track, std::size_t position, std::size_t positions,
                        float value) const {
    const float* numbers = at(gc_bin, track, position, positions);
    return z_of(value, numbers[0], numbers[1]);
  }
  /// @param quantile  index in kQuantiles.
  [[nodiscard]] float quantile(std::size_t gc_bin, std::size_t track, std::size_t position,
                               std::size_t positions, std::size_t quantile) const {
    return at(gc_bin, track, position, positions)[2 + quantile];
  }
  /// The tracks of some heads of a table of all.
  [[nodiscard]] NullTable of_heads(const std::vector<HeadId>& heads, int heads_per_layer) const;

 private:
  NullTable(std::size_t tracks, std::size_t positions)
      : tracks_(tracks), positions_(positions), values_(kGcBins * tracks * positions * kNumbers) {}

  /// Windows of another length than the null's look at the same place in proportion.
  [[nodiscard]] const float* at(std::size_t gc_bin, std::size_t track, std::size_t position,
                                std::size_t positions) const {
    const std::size_t row =
        positions == positions_ ? position : (position * positions_ + positions_ / 2) / positions;
    return values_.data() + ((gc_bin * tracks_ + track) * positions_ + row) * kNumbers;
  }
  [[nodiscard]] static float z_of(float value, float mean, float sd);

  std::size_t tracks_;
  std::size_t positions_;
  std::vector<float> values_;
};

/// The table of a plan among those stored with a model; nothing when there is none.
/// @throws Error when the stored one is not of this model's heads.
[[nodiscard]] std::optional<NullTable> stored_null(const model::StoredTables& tables,
                                                   const ReductionPlan& plan);

/// Puts a table of all heads into a model file, in place of an older one.
void store_null(model::ModelFile& file, const ReductionPlan& plan, const NullTable& table);
/// Says in a model file where its tables come from. @param json  an object.
void store_null_origin(model::ModelFile& file, std::string json);

}  // namespace seqlens::attention
