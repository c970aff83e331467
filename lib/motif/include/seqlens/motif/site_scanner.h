#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/motif/score_matrix.h"

namespace seqlens::motif {

/// A sequence as the numbers of the words of `k` letters that begin at each base, for SiteScanner.
class WordCodes {
 public:
  /// Words of a scanner: 4097 numbers, of which the last says "no word" (another letter, or the end).
  static constexpr std::size_t kLongest = 6;

  WordCodes() = default;
  /// @param k  1 to kLongest. O(bases).
  WordCodes(std::string_view bases, std::size_t k) { assign(bases, k); }
  /// Reuses the memory.
  void assign(std::string_view bases, std::size_t k);

  [[nodiscard]] const std::uint16_t* data() const { return codes_.data(); }
  [[nodiscard]] std::size_t bases() const { return codes_.size(); }

 private:
  std::vector<std::uint16_t> codes_;
};

/// The best place of a motif in a sequence.
struct BestSite {
  std::int32_t steps = 0;
  std::int64_t start = 0;
  Strand strand = Strand::forward;
};

/// Scores all places of a motif on both strands: sums of a few table entries a place, one table for up to six
/// columns. Places over a letter other than A, C, G and T are no sites.
///
/// About 3 loads a place, strand and six columns; lib/motif/README.md has what was measured. Immutable, so
/// one scanner serves all threads.
class SiteScanner {
 public:
  explicit SiteScanner(const ScoreMatrix& matrix);

  [[nodiscard]] std::size_t width() const { return width_; }
  /// Letters of the words that WordCodes must have been made with.
  [[nodiscard]] std::size_t word() const { return word_; }

  /// Calls found(start, steps, strand) for each place in `starts` with at least `least` (>= 0) steps: by
  /// start, + before -. `starts` counts from the first of the codes and is cut to where the motif fits.
  void scan(const WordCodes& codes, Interval starts, std::int32_t least,
            const std::function<void(std::int64_t, std::int32_t, Strand)>& found) const;

  /// The place of most steps: the leftmost, then +. Nothing where no place has letters of ACGT alone.
  [[nodiscard]] std::optional<BestSite> best(const WordCodes& codes, Interval starts) const;

 private:
  static constexpr std::size_t kNumbers = 4097;
  static constexpr std::size_t kBlock = 512;
  using Block = std::array<std::int32_t, kBlock>;

  [[nodiscard]] Interval fitting(const WordCodes& codes, Interval starts) const;
  /// Sums for `count` places from `start` on, on one strand.
  void sum(const WordCodes& codes, std::int64_t start, std::size_t count, std::size_t strand,
           Block& sums) const;

  std::size_t width_;
  std::size_t word_;
  std::vector<std::size_t> offsets_;                 // of the words in the motif
  std::array<std::vector<std::int32_t>, 2> tables_;  // by strand: kNumbers entries a word
};

}  // namespace seqlens::motif
