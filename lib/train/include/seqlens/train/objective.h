#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/model/config.h"
#include "seqlens/train/example.h"
#include "seqlens/train/masking.h"
#include "seqlens/train/teachers.h"
#include "seqlens/train/trainable_encoder.h"

namespace seqlens::train {

/// An example made ready: the sequences that go through the encoder, and what is expected of them.
struct Item {
  std::vector<std::vector<std::int32_t>> sequences;  ///< one; stranded: as given, and its reverse complement
  std::vector<float> coordinates{}, features{};      ///< of the one sequence
  int target = 0;
  float weight = 1;
  std::vector<MaskedToken> masked;
  DenseLabels labels;                         ///< positions
  std::optional<StrandProbabilities> taught;  ///< stranded: what teachers say of it
};

/// A stretch of a window and one output of the token head, with the highest logit in it.
struct JudgedCell {
  float score = 0;
  int kind = -1;  ///< of the site in it; -1: no site
};

/// What is kept of an item when a model is judged on it.
struct Judgement {
  double loss = 0;               ///< sum over what was judged, weighted
  double amount = 0;             ///< weight of that sum
  double score = 0;              ///< logit of the positive class (binary and stranded objectives)
  double first_stage_score = 0;  ///< the same of the first stage; 0 without one
  int target = 0;
  int predicted = 0;              ///< class with the highest probability
  int strand = 0;                 ///< stranded: kPlus or kMinus, the orientation with the higher logit
  double right = 0;               ///< masked LM: tokens predicted rightly; else 0 or 1
  std::vector<JudgedCell> cells;  ///< positions
  int sites = 0;     ///< positions: sites; of these the highest logit within 250 bases, both outputs,
  int placed = 0;    ///< lies within 50 bases;
  int stranded = 0;  ///< is of the site's output
};

/// Gradients of the outputs of one chunk, in the shapes of HeadMatrices.
class OutputGradients {
 public:
  /// Zeroed matrices of the shapes of `outputs`; null where these are null.
  void shape_like(const HeadMatrices<const float>& outputs);
  [[nodiscard]] const HeadMatrices<float>& matrices() const { return matrices_; }
  [[nodiscard]] HeadMatrices<const float> read_only() const;

 private:
  std::vector<float> classify_, first_stage_, masked_lm_, tokens_;
  HeadMatrices<float> matrices_;
};

/// What the model is trained for: turns examples into items, and outputs into losses and gradients.
/// Immutable.
class Objective {
 public:
  virtual ~Objective() = default;

  /// @param random  the example's own stream (masks)
  [[nodiscard]] virtual Item prepare(Example example, Random& random) const = 0;
  /// Weight of an item in the batch: its loss is divided by the sum of these.
  [[nodiscard]] virtual double amount(const Item& item) const = 0;
  /// Heads to run for a chunk; `positions` is filled and referred to when masked tokens are predicted.
  [[nodiscard]] virtual ChunkHeads heads(std::span<const Item> chunk,
                                         std::vector<ChunkPosition>& positions) const = 0;
  /// Sum of the weighted losses of a chunk, not divided. Fills the gradients, multiplied by `scale`.
  virtual double loss(std::span<const Item> chunk, const HeadMatrices<const float>& outputs, double scale,
                      const HeadMatrices<float>& gradients) const = 0;
  /// One a item, without label smoothing or class weights.
  [[nodiscard]] virtual std::vector<Judgement> judge(std::span<const Item> chunk,
                                                     const HeadMatrices<const float>& outputs) const = 0;
};

/// Softmax cross entropy over the labels of the classify head; sigmoid cross entropy when it has one label.
struct ClassifySettings {
  double label_smoothing = 0;
  std::vector<double> class_weights;  ///< one a class (two for a single label), or none: all 1
};
/// @throws Error when the configuration has no classify head or the weights do not fit.
[[nodiscard]] std::unique_ptr<Objective> make_classify_objective(const model::EncoderConfig& config,
                                                                 ClassifySettings settings);

/// One logit per orientation. Each example runs as given (logit a) and reverse-complemented (logit b); the
/// loss is cross entropy over {none: 0, plus: a, minus: b} (stranded_loss), plus `first_stage_weight` times
/// the same on the logits of the first stage.
struct StrandedSettings {
  double label_smoothing = 0;
  double first_stage_weight = 0.3;                     ///< ignored when the model has no first stage
  std::vector<std::int32_t> complement;                ///< id of the complement of each token id
  std::shared_ptr<const Teachers> teachers = nullptr;  ///< null: labels alone
  double teachers_share = 0.5;  ///< of the loss of examples that teachers say something of
};
/// @throws Error when the configuration has no classify head with one label, or a complement is missing.
[[nodiscard]] std::unique_ptr<Objective> make_stranded_objective(const model::EncoderConfig& config,
                                                                 StrandedSettings settings);

/// Binary cross entropy of every logit of the token head against dense labels, weighted. A dev set is judged
/// in cells of 64 bases and one output: the highest logit in it is its score, a site in it makes it positive,
/// and cells with a bin of less than full weight are left out.
/// @throws Error when the configuration has no token head.
[[nodiscard]] std::unique_ptr<Objective> make_positions_objective(const model::EncoderConfig& config);

/// Cross entropy of masked tokens.
/// @throws Error when the configuration has no fitting masked_lm head or the settings name no mask or
/// eligible token.
[[nodiscard]] std::unique_ptr<Objective> make_masked_lm_objective(const model::EncoderConfig& config,
                                                                  MaskingSettings settings);

}  // namespace seqlens::train
