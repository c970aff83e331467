#include "model-evaluate/baseline_scores.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

#include "seqlens/evaluate/baselines.h"
#include "seqlens/parallel/parallel_for.h"

namespace model_evaluate {
namespace {

using seqlens::evaluate::Strands;

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

template <class Classifier>
std::vector<double> score_all(const Classifier& classifier, std::span<const TestedRecord* const> records) {
  std::vector<double> scores(records.size());
  seqlens::parallel::parallel_for(records.size(),
                                  [&](std::size_t i) { scores[i] = classifier.score(records[i]->bases); });
  return scores;
}

}  // namespace

Baselines::Baselines(const Options& options) : k_(options.kmer), both_strands_(options.strand == "both") {
  for (const auto& file : options.baseline_positives) append(positives_, read_all_bases(file));
  for (const auto& text : options.baseline_negatives) {
    const auto [name, file] = parse_named_file(text);
    const auto known = std::ranges::find(negatives_, name, &NegativeSet::name);
    auto& set = known != negatives_.end() ? *known : negatives_.emplace_back(NegativeSet{name, {}});
    append(set.bases, read_all_bases(file));
  }
}

std::vector<RecordScores> Baselines::score(const std::string& negative_set,
                                           std::span<const TestedRecord* const> records) const {
  const bool own_set = std::any_of(negatives_.begin(), negatives_.end(),
                                   [&](const NegativeSet& set) { return set.name == negative_set; });
  std::vector<std::string_view> negatives;
  for (const auto& set : negatives_) {
    if (own_set && set.name != negative_set) continue;
    negatives.insert(negatives.end(), set.bases.begin(), set.bases.end());
  }
  const std::vector<std::string_view> positives(positives_.begin(), positives_.end());
  const Strands strands = both_strands_ ? Strands::both : Strands::given;
  const seqlens::evaluate::KmerNaiveBayes bayes(static_cast<int>(k_), strands, positives, negatives);
  const seqlens::evaluate::GcContent gc(positives, negatives);
  return {{fmt::format("naive_bayes_{}mer", k_), score_all(bayes, records), {}, 0.0},
          {"gc_content", score_all(gc, records), {}, {}}};
}

}  // namespace model_evaluate
