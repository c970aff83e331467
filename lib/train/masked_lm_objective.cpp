#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/train/loss.h"
#include "seqlens/train/objective.h"

namespace seqlens::train {
namespace {

class MaskedLmObjective final : public Objective {
 public:
  MaskedLmObjective(const model::EncoderConfig& config, MaskingSettings settings)
      : config_(config),
        vocabulary_(static_cast<std::size_t>(config.vocabulary)),
        settings_(std::move(settings)) {}

  [[nodiscard]] Item prepare(Example example, Random& random) const override {
    Item item;
    item.weight = example.weight;
    item.masked =
        mask_tokens(example.tokens, predicted_tokens(config_, example.tokens.size()), settings_, random);
    item.sequences.push_back(std::move(example.tokens));
    item.coordinates = std::move(example.coordinates);
    item.features = std::move(example.features);
    return item;
  }

  [[nodiscard]] double amount(const Item& item) const override {
    return static_cast<double>(item.weight) * static_cast<double>(item.masked.size());
  }

  [[nodiscard]] ChunkHeads heads(std::span<const Item> chunk,
                                 std::vector<ChunkPosition>& positions) const override {
    positions.clear();
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      for (const MaskedToken& token : chunk[i].masked) {
        if (positions.empty() || positions.back().sequence != i ||
            positions.back().position != token.position) {
          positions.push_back({i, token.position});
        }
      }
    }
    return {.masked_lm = positions};
  }

  double loss(std::span<const Item> chunk, const HeadMatrices<const float>& outputs, double scale,
              const HeadMatrices<float>& gradients) const override {
    double sum = 0;
    for_each_token(chunk, [&](std::size_t i, std::size_t row, const MaskedToken& token) {
      const double weight = chunk[i].weight;
      sum += weight * softmax_loss(slot(outputs.masked_lm, row, token), token.token, 0, scale * weight,
                                   slot(gradients.masked_lm, row, token));
    });
    return sum;
  }

  [[nodiscard]] std::vector<Judgement> judge(std::span<const Item> chunk,
                                             const HeadMatrices<const float>& outputs) const override {
    std::vector<Judgement> judgements(chunk.size());
    std::vector<float> unused(vocabulary_);
    for_each_token(chunk, [&](std::size_t i, std::size_t row, const MaskedToken& token) {
      const std::span<const float> logits = slot(outputs.masked_lm, row, token);
      judgements[i].loss += softmax_loss(logits, token.token, 0, 0, unused);
      judgements[i].amount += 1;
      const auto best = std::max_element(logits.begin(), logits.end()) - logits.begin();
      judgements[i].right += best == token.token ? 1 : 0;
    });
    return judgements;
  }

 private:
  /// visit(item, row of the outputs, token); rows are numbered as heads() numbers positions.
  template <class Visit>
  static void for_each_token(std::span<const Item> chunk, const Visit& visit) {
    std::size_t rows = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      for (std::size_t m = 0; m < chunk[i].masked.size(); ++m) {
        if (m == 0 || chunk[i].masked[m].position != chunk[i].masked[m - 1].position) ++rows;
        visit(i, rows - 1, chunk[i].masked[m]);
      }
    }
  }

  template <class T>
  [[nodiscard]] std::span<T> slot(kernels::MatrixView<T> matrix, std::size_t row,
                                  const MaskedToken& token) const {
    return {matrix.row(row) + token.slot * vocabulary_, vocabulary_};
  }

  model::EncoderConfig config_;
  std::size_t vocabulary_;
  MaskingSettings settings_;
};

}  // namespace

std::unique_ptr<Objective> make_masked_lm_objective(const model::EncoderConfig& config,
                                                    MaskingSettings settings) {
  static_cast<void>(predicted_tokens(config, 0));  // the head fits the stem
  if (settings.mask_token < 0 || settings.eligible.empty()) {
    throw Error("masked-LM training needs a tokenizer with a mask token and tokens that may be masked");
  }
  return std::make_unique<MaskedLmObjective>(config, std::move(settings));
}

}  // namespace seqlens::train
