#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/motif/matrix.h"
#include "seqlens/motif/site_scanner.h"

namespace seqlens::motif {

/// Sequences that many matrices are tried on: letters A, C, G, T and N, and the words that a scanner wants.
class ScanSet {
 public:
  ScanSet() = default;
  explicit ScanSet(std::vector<std::string> sequences);

  [[nodiscard]] std::size_t size() const { return bases_.size(); }
  [[nodiscard]] const std::string& bases(std::size_t i) const { return bases_[i]; }
  [[nodiscard]] const std::vector<std::string>& all_bases() const { return bases_; }
  [[nodiscard]] const WordCodes& codes(std::size_t i) const { return codes_[i]; }
  /// Makes the bases N.
  void erase(std::size_t i, const Interval& bases);

 private:
  std::vector<std::string> bases_;
  std::vector<WordCodes> codes_;
};

/// A matrix as it is tried on sequences, and from which score on a site counts. It may be bound to places.
class SearchedMotif {
 public:
  /// @param least_bits  of a site.
  /// @param starts      where a site may begin; nothing: anywhere.
  SearchedMotif(const Matrix& matrix, const Background& background, double least_bits = -1e9,
                std::optional<Interval> starts = std::nullopt);

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] double bits(std::int32_t steps) const { return scores_.bits(steps); }
  /// The least sum of steps of a site.
  [[nodiscard]] std::int32_t least_steps() const { return least_steps_; }

  /// The best site, whatever its score. Nothing where all places are over N.
  [[nodiscard]] std::optional<BestSite> best(const ScanSet& set, std::size_t i) const;
  /// The best site of each sequence. Over threads; the same for any number.
  [[nodiscard]] std::vector<std::optional<BestSite>> best(const ScanSet& set) const;
  /// All sites of a sequence with least_steps() or more.
  void sites(const ScanSet& set, std::size_t i,
             const std::function<void(std::int64_t, std::int32_t, Strand)>& found) const;

 private:
  [[nodiscard]] Interval starts_in(const ScanSet& set, std::size_t i) const;

  std::size_t width_;
  ScoreMatrix scores_;
  SiteScanner scanner_;
  std::int32_t least_steps_ = 0;
  std::optional<Interval> starts_;
};

}  // namespace seqlens::motif
