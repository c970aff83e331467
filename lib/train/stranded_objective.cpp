#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/train/loss.h"
#include "seqlens/train/objective.h"

namespace seqlens::train {
namespace {

class StrandedObjective final : public Objective {
 public:
  StrandedObjective(bool has_first_stage, StrandedSettings settings)
      : has_first_stage_(has_first_stage), settings_(std::move(settings)) {}

  [[nodiscard]] Item prepare(Example example, Random& /*random*/) const override {
    if (example.target < kNoPromoter || example.target > kEither) {
      throw Error(fmt::format("strand target {} is not one of 0 (none), 1 (plus), 2 (minus), 3 (either)",
                              example.target));
    }
    Item item;
    item.target = example.target;
    item.weight = example.weight;
    std::vector<std::int32_t> reverse(example.tokens.rbegin(), example.tokens.rend());
    for (std::int32_t& id : reverse) id = settings_.complement.at(static_cast<std::size_t>(id));
    if (settings_.teachers) item.taught = settings_.teachers->ask(example.tokens, reverse);
    item.sequences.push_back(std::move(example.tokens));
    item.sequences.push_back(std::move(reverse));
    return item;
  }

  [[nodiscard]] double amount(const Item& item) const override { return item.weight; }

  [[nodiscard]] ChunkHeads heads(std::span<const Item> /*chunk*/,
                                 std::vector<ChunkPosition>& /*positions*/) const override {
    return {.classify = true, .first_stage = has_first_stage_};
  }

  double loss(std::span<const Item> chunk, const HeadMatrices<const float>& outputs, double scale,
              const HeadMatrices<float>& gradients) const override {
    double sum = head_loss(chunk, outputs.classify, 1.0, scale, gradients.classify);
    if (has_first_stage_) {
      sum +=
          head_loss(chunk, outputs.first_stage, settings_.first_stage_weight, scale, gradients.first_stage);
    }
    return sum;
  }

  [[nodiscard]] std::vector<Judgement> judge(std::span<const Item> chunk,
                                             const HeadMatrices<const float>& outputs) const override {
    std::vector<Judgement> judgements;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const float a = outputs.classify.at(2 * i, 0);
      const float b = outputs.classify.at(2 * i + 1, 0);
      Judgement judgement;
      judgement.loss = stranded_loss(a, b, chunk[i].target, 0, 0).loss;
      judgement.amount = 1;
      judgement.score = promoter_logit(a, b);
      if (has_first_stage_) {
        judgement.first_stage_score =
            promoter_logit(outputs.first_stage.at(2 * i, 0), outputs.first_stage.at(2 * i + 1, 0));
      }
      judgement.target = chunk[i].target;
      judgement.strand = a >= b ? kPlus : kMinus;
      judgement.predicted = std::max(a, b) < 0 ? kNoPromoter : judgement.strand;
      judgement.right = right(judgement.target, judgement.predicted) ? 1 : 0;
      judgements.push_back(judgement);
    }
    return judgements;
  }

 private:
  static bool right(int target, int predicted) {
    return target == predicted || (target == kEither && predicted != kNoPromoter);
  }

  /// Of the label, and of what teachers say, by their shares.
  [[nodiscard]] StrandedLoss item_loss(const Item& item, float a, float b, double scale) const {
    const double taught_share = item.taught ? settings_.teachers_share : 0;
    StrandedLoss result =
        stranded_loss(a, b, item.target, settings_.label_smoothing, scale * (1 - taught_share));
    result.loss *= 1 - taught_share;
    if (!item.taught) return result;
    const StrandedLoss taught = stranded_loss(a, b, *item.taught, scale * taught_share);
    result.loss += taught_share * taught.loss;
    result.gradient_a += taught.gradient_a;
    result.gradient_b += taught.gradient_b;
    return result;
  }

  /// logits: two rows an item, as given and reversed.
  [[nodiscard]] double head_loss(std::span<const Item> chunk, kernels::ConstMatrix logits, double head_weight,
                                 double scale, kernels::Matrix gradients) const {
    double sum = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const double weight = head_weight * chunk[i].weight;
      const StrandedLoss result =
          item_loss(chunk[i], logits.at(2 * i, 0), logits.at(2 * i + 1, 0), scale * weight);
      gradients.at(2 * i, 0) = result.gradient_a;
      gradients.at(2 * i + 1, 0) = result.gradient_b;
      sum += weight * result.loss;
    }
    return sum;
  }

  bool has_first_stage_;
  StrandedSettings settings_;
};

}  // namespace

std::unique_ptr<Objective> make_stranded_objective(const model::EncoderConfig& config,
                                                   StrandedSettings settings) {
  if (!config.classify || config.classify->labels.size() != 1) {
    throw Error(
        "the stranded objective needs a classify head with one label: one logit for each orientation");
  }
  if (settings.complement.size() != static_cast<std::size_t>(config.vocabulary)) {
    throw Error(
        fmt::format("the stranded objective needs the complement of each of the {} tokens, {} are given",
                    config.vocabulary, settings.complement.size()));
  }
  return std::make_unique<StrandedObjective>(config.first_stage.has_value(), std::move(settings));
}

}  // namespace seqlens::train
