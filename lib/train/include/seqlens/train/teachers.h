#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"

namespace seqlens::train {

/// Probabilities of {none, plus, minus} (StrandTarget), which add up to 1.
using StrandProbabilities = std::array<double, 3>;

/// Trained models whose opinion a new one learns beside the labels (Hinton, Vinyals & Dean 2015, "Distilling
/// the Knowledge in a Neural Network"): several models together are right more often than one of them, and
/// what they think of windows without a label is worth learning too.
///
/// A teacher may see less than the example: it is asked about the middle, and only when everything around
/// that is N. Of the teachers that see all of an example, the narrowest are asked: records alone belong to
/// the teachers without flanks, windows of a genome to those with.
///
/// Immutable, shared by threads.
class Teachers {
 public:
  /// @param nothing     token id of N
  /// @param vocabulary  number of token ids
  Teachers(std::int32_t nothing, int vocabulary);
  ~Teachers();
  Teachers(Teachers&&) noexcept;
  Teachers& operator=(Teachers&&) noexcept;

  /// @throws Error when the model has no classify head with one label, windows of no fixed length, or another
  /// vocabulary.
  void add(const model::EncoderConfig& config, const model::Parameters& parameters);

  /// Mean of the probabilities that the teachers give an example; nothing when none of them sees all of it.
  /// Single-threaded; costs two forward passes a teacher.
  /// @param tokens   bases of the example as given
  /// @param reverse  their reverse complement
  /// @throws ShapeError when the two differ in length.
  [[nodiscard]] std::optional<StrandProbabilities> ask(std::span<const std::int32_t> tokens,
                                                       std::span<const std::int32_t> reverse) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::train
