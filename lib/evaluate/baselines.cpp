#include "seqlens/evaluate/baselines.h"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"

#include "base_code.h"

namespace seqlens::evaluate {
namespace {

// Calls visit(code) for every k-mer of ACGT letters.
template <class Visit>
void for_each_kmer(std::string_view sequence, int k, const Visit& visit) {
  const std::size_t mask = (std::size_t{1} << (2 * k)) - 1;
  std::size_t code = 0;
  int valid = 0;
  for (const char letter : sequence) {
    const int base = base_code(letter);
    valid = base < 0 ? 0 : valid + 1;
    code = ((code << 2) | static_cast<std::size_t>(base < 0 ? 0 : base)) & mask;
    if (valid >= k) visit(code);
  }
}

template <class Visit>
void for_each_kmer(std::string_view sequence, int k, Strands strands, const Visit& visit) {
  for_each_kmer(sequence, k, visit);
  if (strands == Strands::both) for_each_kmer(reverse_complement(sequence), k, visit);
}

// Logarithm of the share of each k-mer, one pseudo-count each.
std::vector<double> log_shares(std::span<const std::string_view> sequences, int k, Strands strands,
                               std::string_view class_name) {
  std::vector<double> counts(std::size_t{1} << (2 * k), 1.0);
  const auto pseudo = static_cast<double>(counts.size());
  for (const auto sequence : sequences) {
    for_each_kmer(sequence, k, strands, [&](std::size_t code) { counts[code] += 1; });
  }
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  if (!(total > pseudo))
    throw Error(fmt::format("no {}-mer of A, C, G, T in the {} sequences", k, class_name));
  for (double& count : counts) count = std::log(count / total);
  return counts;
}

double gc_share(std::string_view sequence) {
  double gc = 0, known = 0;
  for (const char letter : sequence) {
    const int base = base_code(letter);
    known += base >= 0;
    gc += base == 1 || base == 2;
  }
  return known > 0 ? gc / known : 0.5;
}

double mean_gc(std::span<const std::string_view> sequences, std::string_view class_name) {
  if (sequences.empty()) throw Error(fmt::format("no {} sequences to learn the GC content of", class_name));
  double sum = 0;
  for (const auto sequence : sequences) sum += gc_share(sequence);
  return sum / static_cast<double>(sequences.size());
}

}  // namespace

KmerNaiveBayes::KmerNaiveBayes(int k, Strands strands, std::span<const std::string_view> positives,
                               std::span<const std::string_view> negatives)
    : k_(k), strands_(strands) {
  if (k < 1 || k > 12) throw Error(fmt::format("k-mer length {}: expected 1 to 12", k));
  log_ratio_ = log_shares(positives, k, strands, "positive");
  const auto negative = log_shares(negatives, k, strands, "negative");
  for (std::size_t code = 0; code < log_ratio_.size(); ++code) log_ratio_[code] -= negative[code];
}

double KmerNaiveBayes::score(std::string_view sequence) const {
  double sum = 0;
  for_each_kmer(sequence, k_, strands_, [&](std::size_t code) { sum += log_ratio_[code]; });
  return sum;
}

GcContent::GcContent(std::span<const std::string_view> positives, std::span<const std::string_view> negatives)
    : sign_(mean_gc(positives, "positive") >= mean_gc(negatives, "negative") ? 1 : -1) {}

double GcContent::score(std::string_view sequence) const {
  return sign_ * gc_share(sequence);
}

}  // namespace seqlens::evaluate
