#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace seqlens::attention {

/// What goes with every number of this kind.
inline constexpr std::string_view kAgreementCaveat =
    "attention is correlation; mutagenesis tests the model, not the cell";

/// One record, seen at P positions that mean the same place in every record (a promoter window has its TSS at
/// one of them).
struct AgreementRecord {
  double gc = 0;                ///< share of G and C among its bases
  std::vector<double> effects;  ///< P: mean absolute effect of mutating each position
  std::vector<float> tracks;    ///< (tracks, P): each track's number at each position
};

struct AgreementOptions {
  int permutations = 9999;
  std::uint64_t seed = 1;
  double level = 0.05;      ///< of the false discovery rate
  std::size_t gc_bins = 5;  ///< of as many records each
};

/// How far one track agrees with the effects. A correlation that is undefined, since all values of one side
/// are the same, counts as 0.
struct TrackAgreement {
  double correlation = 0;    ///< Spearman, mean over records
  double other_records = 0;  ///< the same with tracks of other records of the GC bin: what position explains
  double p_records = 1;      ///< null: a record's track is that of any record of its GC bin
  double q_records = 1;      ///< Benjamini-Hochberg over the tracks
  double p_shifts = 1;       ///< null: a record's track lies anywhere, shifted around the window
  double q_shifts = 1;
  bool agrees = false;  ///< both q at most the level

  bool operator==(const TrackAgreement&) const = default;
};

/// Correlates each track with the effects, record by record, and asks two nulls whether the mean over the
/// records could be chance. The unit is the record. One-sided: agreement is positive correlation.
///
/// Null 1 permutes the tracks among the records of a GC bin (bins of equal number by rank of GC). What a
/// track owes to position, or to GC as far as the bins match it, survives the permutation: a positional head
/// is not significant, however well it correlates. Null 2 shifts each record's track by its own random
/// distance around the window; a positional head passes it, so it never decides alone. p = (1 + permutations
/// that reach the observed mean) / (1 + permutations): uniform under the null, never 0 (Phipson & Smyth
/// 2010). A permutation may leave some records their own tracks; that is what makes p exact.
///
/// @param records  of P >= 2 positions each and the same number of tracks.
/// @return one a track, in their order.
/// @throws Error for fewer than 2 records, fewer than 1 permutation or GC bin, or a number that is NaN;
///         ShapeError naming the record whose sizes differ.
///
/// The same numbers for any thread count. O(tracks (records^2 P / gc_bins + records P^2 + permutations
/// records)).
[[nodiscard]] std::vector<TrackAgreement> measure_agreement(std::span<const AgreementRecord> records,
                                                            const AgreementOptions& options);

}  // namespace seqlens::attention
