#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/evaluate/bootstrap.h"
#include "seqlens/evaluate/estimate.h"
#include "seqlens/evaluate/isotonic.h"

namespace seqlens::evaluate {

/// A promoter call of a scan. Contigs are numbers that the caller gives out.
struct ScanCall {
  std::uint32_t contig = 0;
  std::int64_t tss = 0;  ///< 0-based, forward
  Strand strand = Strand::unknown;
  double logit = 0;
  std::optional<double> probability = {};  ///< of being right, as the caller was told
};

/// A known transcription start.
struct TruthTss {
  std::uint32_t contig = 0;
  std::int64_t position = 0;  ///< 0-based, forward
  Strand strand = Strand::unknown;
};

struct ContigRegion {
  std::uint32_t contig = 0;
  Interval bases;
};

struct ScanMatchOptions {
  std::int64_t locus_gap = 500;       ///< a TSS at most this far from the one before joins its locus
  std::int64_t match_distance = 500;  ///< a call at most this far from a TSS, or an ambiguous place, is at it
  std::int64_t block_bases = 200000;  ///< blocks of the genome that the bootstrap draws
};

enum class CallVerdict : std::uint8_t {
  found,        ///< the first call, from the highest score down, at a locus
  duplicate,    ///< a further call at found loci: neither right nor wrong, but reported
  neutral,      ///< at an ambiguous place and no locus: neither right nor wrong, but reported
  unannotated,  ///< none of these: counted against precision (wrong), though the truth may be incomplete
};

struct TssLocus {
  std::uint32_t contig = 0;
  Interval span;                    ///< from the first TSS to just behind the last one
  Strand strand = Strand::unknown;  ///< of all its TSS; unknown where they lie on both
  std::optional<std::uint32_t> best_call;
  std::uint32_t block = 0;
};

struct JudgedCall {
  ScanCall call;
  CallVerdict verdict = CallVerdict::unannotated;
  std::optional<std::uint32_t> locus;   ///< that it found, or is a duplicate at (the nearest one)
  std::int64_t distance = 0;            ///< bases to the nearest TSS of its locus; 0 without a locus
  Strand tss_strand = Strand::unknown;  ///< of that TSS
  std::uint32_t block = 0;              ///< its locus' block, else its own
};

/// Calls set against known TSS. What a call is depends on calls of higher score alone, so it does not depend
/// on a threshold.
struct ScanMatch {
  std::vector<TssLocus> loci;             ///< by contig and position
  std::vector<JudgedCall> calls;          ///< in the order given, those outside of the regions left out
  std::vector<std::int64_t> block_bases;  ///< evaluated bases of each block

  [[nodiscard]] std::int64_t evaluated_bases() const;
};

/// Loci are TSS of both strands chained by `locus_gap` (single linkage). From the highest logit down (ties:
/// nearest to a TSS, then leftmost, then '+') a call with a TSS within `match_distance` of a locus not yet
/// found finds the nearest such locus (ties: the left one); with found loci only it is a duplicate; within
/// `match_distance` of an ambiguous place it is neutral; else unannotated. Its distance and TSS strand are
/// those of the TSS of the locus nearest to it, at equal distance the one on its strand.
///
/// @param  truth      any order; the same TSS from several sources does no harm.
/// @param  ambiguous  places with some evidence but no supported TSS; also outside of the regions.
/// @param  regions    what counts; TSS and calls outside are dropped first. Overlapping ones are joined.
///                    Give the known (non-N) bases, so that calls per Mb mean what they say.
/// @throws Error if the regions hold no base, a logit is NaN or an option is not positive.
///
/// O(n log n), and the TSS within reach of each call.
[[nodiscard]] ScanMatch match_calls(std::span<const ScanCall> calls, std::span<const TruthTss> truth,
                                    std::span<const ContigRegion> ambiguous,
                                    std::span<const ContigRegion> regions,
                                    const ScanMatchOptions& options = {});

/// A scan at one threshold: calls of at least min_logit.
struct ScanPoint {
  double min_logit = 0;
  double found = 0;  ///< loci with a call
  double duplicates = 0;
  double neutral = 0;
  double unannotated = 0;
  double recall = 0;            ///< found / loci
  double precision = 0;         ///< found / (found + unannotated)
  double strict_precision = 0;  ///< found / all calls but the neutral ones, duplicates counted as wrong
  double f1 = 0;                ///< of recall and precision
  double calls_per_mb = 0;      ///< all calls, whatever they are, per million evaluated bases
};

/// One point a distinct logit, from the highest down: each the least strict threshold that gives its
/// calls. Shares are 0 where they would be 0 / 0. O(n log n).
[[nodiscard]] std::vector<ScanPoint> scan_curve(const ScanMatch& match);

/// The point of highest F1; of several the strictest. @throws Error if the curve is empty.
[[nodiscard]] const ScanPoint& best_f1_point(std::span<const ScanPoint> curve);

/// The point of highest recall whose precision is at least this (ties: the strictest), if there is one.
[[nodiscard]] std::optional<ScanPoint> point_of_precision(std::span<const ScanPoint> curve, double precision);

/// Area under precision over recall as a step function, up to the recall that the calls reach.
[[nodiscard]] double scan_average_precision(std::span<const ScanPoint> curve);

/// At most `points` of the curve, first and last among them, the rank of each the same multiple of that of
/// the one before: what is asked for is a threshold with few calls or many, not the thousandth among weak
/// ones. points >= 2.
[[nodiscard]] std::vector<ScanPoint> thin_curve(std::span<const ScanPoint> curve, std::size_t points);

/// Numbers at one threshold with bootstrap intervals over blocks of the genome. In this order: recall,
/// precision, strict_precision, f1, calls_per_mb (as in ScanPoint), and over the found loci
/// median_distance (bases from the call to the nearest TSS of the locus, either strand), within_50 (share
/// at most 50 bases away), strand_accuracy (share called on the strand of that TSS, over calls and TSS that
/// have one). NaN where nothing was found.
[[nodiscard]] std::vector<Estimate> scan_estimates(const ScanMatch& match, double min_logit,
                                                   const BootstrapOptions& options);

/// How far the calls' probabilities are from what came, over found (1) and unannotated (0) calls of at
/// least min_logit: ece (expected_calibration_error, 15 bins) and brier, with intervals over blocks of the
/// genome. Empty if a call has no probability or there is no call. @throws Error if a probability is
/// outside of [0, 1].
[[nodiscard]] std::vector<Estimate> scan_calibration_error(const ScanMatch& match, double min_logit,
                                                           const BootstrapOptions& options);

/// Logit of a call -> precision of calls at this logit: isotonic fit over found (1) and unannotated (0)
/// calls. Two pseudo-calls, a right one at the lowest logit and a wrong one at the highest, keep it off 0
/// and 1.
/// @throws Error if no call is either.
[[nodiscard]] IsotonicCurve calibrate_scan(const ScanMatch& match);

}  // namespace seqlens::evaluate
