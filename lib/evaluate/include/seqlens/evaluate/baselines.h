#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace seqlens::evaluate {

/// Which strand of a sequence a trivial classifier looks at.
enum class Strands {
  given,  ///< the letters as they come
  both    ///< the letters and their reverse complement, in training and in scoring
};

/// k-mer naive Bayes: score = sum over the k-mers of the sequence of ln(P(k-mer | positive) / P(k-mer |
/// negative)), each class with one pseudo-count a k-mer. k-mers with a letter other than ACGT (either
/// case; U is T) are left out.
class KmerNaiveBayes {
 public:
  /// @param  k  1 to 12.
  /// @throws Error if k is out of range or a class has no k-mer at all.
  KmerNaiveBayes(int k, Strands strands, std::span<const std::string_view> positives,
                 std::span<const std::string_view> negatives);

  [[nodiscard]] double score(std::string_view sequence) const;

 private:
  int k_;
  Strands strands_;
  std::vector<double> log_ratio_;  // by k-mer code, 4^k
};

/// Share of G and C among the ACGT letters, times +1 or -1: the sign under which the positives of the
/// training set have the higher mean. A sequence without ACGT letters counts as 0.5.
class GcContent {
 public:
  /// @throws Error if a class is empty.
  GcContent(std::span<const std::string_view> positives, std::span<const std::string_view> negatives);

  [[nodiscard]] double score(std::string_view sequence) const;

 private:
  double sign_ = 1;
};

}  // namespace seqlens::evaluate
