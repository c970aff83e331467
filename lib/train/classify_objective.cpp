#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/train/loss.h"
#include "seqlens/train/objective.h"

namespace seqlens::train {
namespace {

class ClassifyObjective final : public Objective {
 public:
  ClassifyObjective(std::size_t labels, ClassifySettings settings)
      : labels_(labels), classes_(std::max<std::size_t>(labels, 2)), settings_(std::move(settings)) {}

  [[nodiscard]] Item prepare(Example example, Random& /*random*/) const override {
    if (example.target < 0 || static_cast<std::size_t>(example.target) >= classes_) {
      throw Error(fmt::format("label {} is outside the model's {} classes", example.target, classes_));
    }
    Item item;
    item.target = example.target;
    item.weight = example.weight;
    if (!settings_.class_weights.empty()) {
      item.weight *= static_cast<float>(settings_.class_weights[static_cast<std::size_t>(example.target)]);
    }
    item.sequences.push_back(std::move(example.tokens));
    item.coordinates = std::move(example.coordinates);
    item.features = std::move(example.features);
    return item;
  }

  [[nodiscard]] double amount(const Item& item) const override { return item.weight; }

  [[nodiscard]] ChunkHeads heads(std::span<const Item> /*chunk*/,
                                 std::vector<ChunkPosition>& /*positions*/) const override {
    return {.classify = true};
  }

  double loss(std::span<const Item> chunk, const HeadMatrices<const float>& outputs, double scale,
              const HeadMatrices<float>& gradients) const override {
    double sum = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const double weight = chunk[i].weight;
      sum += weight * item_loss(chunk[i].target, outputs.classify.row(i), settings_.label_smoothing,
                                scale * weight, {gradients.classify.row(i), labels_});
    }
    return sum;
  }

  [[nodiscard]] std::vector<Judgement> judge(std::span<const Item> chunk,
                                             const HeadMatrices<const float>& outputs) const override {
    std::vector<Judgement> judgements;
    std::vector<float> unused(labels_);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const float* logits = outputs.classify.row(i);
      Judgement judgement;
      judgement.loss = item_loss(chunk[i].target, logits, 0, 0, unused);
      judgement.amount = 1;
      judgement.target = chunk[i].target;
      judgement.score = labels_ == 1 ? logits[0] : logits[1] - logits[0];
      judgement.predicted = labels_ == 1
                                ? static_cast<int>(logits[0] >= 0)
                                : static_cast<int>(std::max_element(logits, logits + labels_) - logits);
      judgement.right = judgement.predicted == judgement.target ? 1 : 0;
      judgements.push_back(judgement);
    }
    return judgements;
  }

 private:
  [[nodiscard]] double item_loss(int target, const float* logits, double smoothing, double scale,
                                 std::span<float> gradient) const {
    if (labels_ == 1) return sigmoid_loss(logits[0], target, smoothing, scale, gradient[0]);
    return softmax_loss({logits, labels_}, target, smoothing, scale, gradient);
  }

  std::size_t labels_;
  std::size_t classes_;
  ClassifySettings settings_;
};

}  // namespace

std::unique_ptr<Objective> make_classify_objective(const model::EncoderConfig& config,
                                                   ClassifySettings settings) {
  if (!config.classify) throw Error("this model has no classify head to train");
  const std::size_t labels = config.classify->labels.size();
  const std::size_t classes = std::max<std::size_t>(labels, 2);
  if (!settings.class_weights.empty() && settings.class_weights.size() != classes) {
    throw Error(fmt::format("{} class weights for {} classes", settings.class_weights.size(), classes));
  }
  return std::make_unique<ClassifyObjective>(labels, std::move(settings));
}

}  // namespace seqlens::train
