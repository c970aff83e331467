#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/core/random.h"
#include "seqlens/train/example.h"
#include "seqlens/train/tss_index.h"

namespace seqlens::train {

/// Geometry of promoter windows and what counts as what. All in bases.
struct PromoterGeometry {
  std::int64_t window = 300;
  std::int64_t tss_index = 249;  ///< of the TSS in a window of its strand's orientation
  /// Bases that the model sees on each side of a window besides: those of the genome, or N around a record.
  std::int64_t flank = 0;
  std::int64_t positive_within =
      24;  ///< |offset of the TSS| up to which a window is a promoter: half a scan stride
  std::int64_t ignored_within =
      150;  ///< windows with a TSS offset beyond the former and below this teach nothing
  std::int64_t near_within = 600;      ///< near negatives: TSS offsets from ignored_within to this
  std::int64_t random_distance = 500;  ///< random windows keep this far from any TSS on any strand
};

/// Shares of the kinds of windows in the training examples, relative to each other; 0 leaves a kind out.
struct PromoterMixture {
  double promoter_records =
      0.2;  ///< records with the TSS at tss_index, half of them shifted within +-positive_within, N-filled
  double negative_records = 0.3;   ///< shifted and N-filled alike; all other windows get N alike
  double genome_promoters = 0.15;  ///< cut around located TSS, TSS offset within +-positive_within
  double genome_near = 0.1;        ///< TSS offset from ignored_within to near_within
  double genome_mirror = 0.05;     ///< the TSS at tss_index of the *other* strand's orientation
  double genome_random = 0.15;
  double hard_negatives = 0.05;  ///< mined windows
  /// Share of all examples of which only a random stretch of at least 100 bases around the TSS place is kept,
  /// the rest being N: records shorter than a window.
  double cropped = 0.05;
  /// Share of the bases of every example that a random base takes the place of (itself a quarter of the
  /// time): fewer exact words to learn by heart. Lee, Tang, Toneyan & Koo 2023 (EvoAug) measured what it
  /// gives.
  double mutated = 0;
  /// Share of the windows of the genome that show no flanks, as if they were records.
  double flankless = 0.3;
};

/// One contig that training may read.
struct TrainingContig {
  std::string name;
  std::string bases;              ///< the whole contig
  std::vector<Interval> regions;  ///< windows come from inside these
};

/// A mined window: any orientation, it is labelled like all others.
struct MinedWindow {
  std::string contig;
  std::int64_t begin = 0;
};

struct PromoterData {
  std::vector<std::string> promoter_records;               ///< `window` bases each
  std::vector<std::vector<std::string>> negative_records;  ///< by file; every file gets the same share
  std::vector<TrainingContig> contigs;
  std::vector<Tss> sites;  ///< located TSS: windows near them, and labels of all genome windows
  std::vector<MinedWindow> hard_negatives;
};

/// Start of the window that has `position` at tss_index of the orientation of `strand`.
[[nodiscard]] std::int64_t window_begin(const PromoterGeometry& geometry, Strand strand,
                                        std::int64_t position);

/// Label of the genome window starting at `begin`, both orientations considered: the StrandTarget, or nothing
/// when a TSS lies in the zone that is ignored and none is close. A TSS close on one strand and one in the
/// ignored zone of the other make kEither: a bidirectional locus.
[[nodiscard]] std::optional<int> label_window(const PromoterGeometry& geometry, const TssIndex& sites,
                                              std::string_view contig, std::int64_t begin);

/// `length` bases of `record` from `shift` on, N outside of it.
[[nodiscard]] std::string shifted_window(std::string_view record, std::int64_t shift, std::int64_t length);

/// `window` with `flank` N on each side.
[[nodiscard]] std::string with_flanks(std::string_view window, std::int64_t flank);

/// Random windows for the stranded objective, drawn afresh for every (epoch, index).
class PromoterSampler final : public ExampleSource {
 public:
  /// @param epoch_size  examples in one epoch (only a unit: windows are drawn with replacement)
  /// @throws Error when a kind with a share has no data, or a record is not `window` bases long.
  PromoterSampler(PromoterData data, const PromoterGeometry& geometry, const PromoterMixture& mixture,
                  std::uint64_t epoch_size, std::uint64_t seed);
  ~PromoterSampler() override;

  [[nodiscard]] std::uint64_t size() const override;
  [[nodiscard]] Example example(std::uint64_t epoch, std::uint64_t index) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The fixed windows by which a model is judged: for each TSS inside the regions the window with the TSS at
/// tss_index, and `random_windows` seeded windows that keep random_distance from any TSS. Windows that are
/// more than a tenth N are left out.
[[nodiscard]] std::vector<Example> promoter_dev_windows(const std::vector<TrainingContig>& contigs,
                                                        const std::vector<Tss>& sites,
                                                        const PromoterGeometry& geometry,
                                                        std::size_t random_windows, std::uint64_t seed);

}  // namespace seqlens::train
