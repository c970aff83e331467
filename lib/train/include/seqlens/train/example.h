#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seqlens::train {

/// Where the promoter of a window lies, as target of the stranded objective: nowhere, on the strand as given,
/// on the reverse complement, or on one of the two (bidirectional loci: the strand is not judged).
enum StrandTarget : int { kNoPromoter = 0, kPlus = 1, kMinus = 2, kEither = 3 };

/// What is expected of a token head in a window: rows * columns values like its logits, row by row.
struct DenseLabels {
  /// A site in a bin of the part that is judged.
  struct Site {
    std::size_t index = 0;  ///< of its bin and output in `targets`
    int kind = 0;           ///< which list of sites it is of
  };
  std::vector<float> targets;  ///< probabilities
  std::vector<float> weights;  ///< of the losses; 0: none
  std::vector<Site> sites;
  std::size_t first_bin = 0;  ///< of the part that is judged
  std::size_t end_bin = 0;
};

/// One example as it comes from a source.
struct Example {
  std::vector<std::int32_t> tokens;  ///< ids, special tokens included
  int target = 0;                    ///< class index, or StrandTarget; unused by masked LM
  float weight = 1;                  ///< of its loss, relative to other examples
  DenseLabels labels{};              ///< of the positions objective
  std::vector<float> coordinates{};  ///< as in model::EncoderInput, with the features
  std::vector<float> features{};
};

/// Where training examples come from. An example follows from (epoch, index) and the source's own seed alone,
/// so any worker may fetch any example at any time, and a resumed run sees what the killed one would have
/// seen.
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;
  /// Examples in one epoch; at least 1.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// index < size(). Thread-safe.
  [[nodiscard]] virtual Example example(std::uint64_t epoch, std::uint64_t index) const = 0;
};

}  // namespace seqlens::train
