#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model-evaluate/record_scores.h"
#include "model-evaluate/tested_records.h"

namespace model_evaluate {

/// Training sets of the trivial classifiers that stand beside every score.
class Baselines {
 public:
  /// Reads the files of --baseline-train-positive and --baseline-train-negative.
  explicit Baselines(const Options& options);

  /// k-mer naive Bayes (threshold 0) and GC content (no threshold), trained against the negatives of this
  /// name, or against all where the training sets have no such name.
  [[nodiscard]] std::vector<RecordScores> score(const std::string& negative_set,
                                                std::span<const TestedRecord* const> records) const;

 private:
  struct NegativeSet {
    std::string name;
    std::vector<std::string> bases;
  };

  std::int64_t k_;
  bool both_strands_;
  std::vector<std::string> positives_;
  std::vector<NegativeSet> negatives_;
};

}  // namespace model_evaluate
