#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "seqlens/core/errors.h"
#include "seqlens/train/loss.h"
#include "seqlens/train/objective.h"

namespace seqlens::train {
namespace {

constexpr int cell_bases = 64;
constexpr int search_bases = 250;
constexpr int placed_bases = 50;

class PositionsObjective final : public Objective {
 public:
  explicit PositionsObjective(const model::EncoderConfig& config)
      : outputs_(config.token_head->outputs.size()),
        columns_(static_cast<std::size_t>(config.token_columns())),
        bin_bases_(static_cast<std::size_t>(config.token_bin_length())) {}

  [[nodiscard]] Item prepare(Example example, Random& /*random*/) const override {
    Item item;
    item.weight = example.weight;
    item.labels = std::move(example.labels);
    item.sequences.push_back(std::move(example.tokens));
    return item;
  }

  [[nodiscard]] double amount(const Item& item) const override {
    double sum = 0;
    for (const float weight : item.labels.weights) sum += weight;
    return sum * static_cast<double>(item.weight);
  }

  [[nodiscard]] ChunkHeads heads(std::span<const Item> /*chunk*/,
                                 std::vector<ChunkPosition>& positions) const override {
    positions.clear();
    return {.tokens = true};
  }

  double loss(std::span<const Item> chunk, const HeadMatrices<const float>& outputs, double scale,
              const HeadMatrices<float>& gradients) const override {
    double sum = 0;
    std::size_t row = 0;
    for (const Item& item : chunk) {
      const DenseLabels& labels = item.labels;
      for (std::size_t i = 0; i < labels.weights.size(); ++i) {
        if (labels.weights[i] == 0) continue;
        const double weight = static_cast<double>(item.weight) * static_cast<double>(labels.weights[i]);
        const std::size_t r = row + i / columns_, c = i % columns_;
        sum += weight * soft_sigmoid_loss(outputs.tokens.at(r, c), labels.targets[i], scale * weight,
                                          gradients.tokens.at(r, c));
      }
      row += labels.weights.size() / columns_;
    }
    return sum;
  }

  [[nodiscard]] std::vector<Judgement> judge(std::span<const Item> chunk,
                                             const HeadMatrices<const float>& outputs) const override {
    std::vector<Judgement> judgements;
    std::size_t row = 0;
    for (const Item& item : chunk) {
      const std::size_t rows = item.labels.weights.size() / columns_;
      judgements.push_back(judge_item(item, outputs.tokens.row_range(row, rows)));
      row += rows;
    }
    return judgements;
  }

 private:
  [[nodiscard]] Judgement judge_item(const Item& item, kernels::ConstMatrix logits) const {
    const DenseLabels& labels = item.labels;
    Judgement judgement;
    float unused = 0;
    for (std::size_t i = 0; i < labels.weights.size(); ++i) {
      if (labels.weights[i] == 0) continue;
      const double weight = static_cast<double>(item.weight) * static_cast<double>(labels.weights[i]);
      judgement.loss += weight * soft_sigmoid_loss(logit(logits, i), labels.targets[i], 0, unused);
      judgement.amount += weight;
    }
    add_cells(labels, logits, judgement);
    for (const DenseLabels::Site& site : labels.sites) find_site(labels, logits, site.index, judgement);
    return judgement;
  }

  [[nodiscard]] float logit(kernels::ConstMatrix logits, std::size_t index) const {
    return logits.at(index / columns_, index % columns_);
  }

  /// Bins are numbered through the rows: index = bin * outputs + output, as in a row.
  void add_cells(const DenseLabels& labels, kernels::ConstMatrix logits, Judgement& judgement) const {
    const std::size_t step = std::max<std::size_t>(1, cell_bases / bin_bases_);
    for (std::size_t first = labels.first_bin; first + step <= labels.end_bin; first += step) {
      for (std::size_t output = 0; output < outputs_; ++output) {
        if (const auto cell = cell_of(labels, logits, first, step, output)) judgement.cells.push_back(*cell);
      }
    }
  }

  [[nodiscard]] std::optional<JudgedCell> cell_of(const DenseLabels& labels, kernels::ConstMatrix logits,
                                                  std::size_t first, std::size_t step,
                                                  std::size_t output) const {
    JudgedCell cell{.score = logit(logits, first * outputs_ + output)};
    bool whole = true;
    for (std::size_t bin = first; bin < first + step; ++bin) {
      const std::size_t index = bin * outputs_ + output;
      cell.score = std::max(cell.score, logit(logits, index));
      whole = whole && labels.weights[index] == 1;
    }
    for (const DenseLabels::Site& site : labels.sites) {
      const std::size_t bin = site.index / outputs_;
      if (site.index % outputs_ == output && bin >= first && bin < first + step) cell.kind = site.kind;
    }
    if (cell.kind < 0 && !whole) return std::nullopt;
    return cell;
  }

  void find_site(const DenseLabels& labels, kernels::ConstMatrix logits, std::size_t site,
                 Judgement& judgement) const {
    const std::size_t bin = site / outputs_;
    const std::size_t reach = search_bases / bin_bases_;
    std::size_t best = site;
    const std::size_t first = bin - std::min(bin - labels.first_bin, reach);
    for (std::size_t b = first; b < std::min(labels.end_bin, bin + reach + 1); ++b) {
      for (std::size_t index = b * outputs_; index < (b + 1) * outputs_; ++index)
        if (logit(logits, index) > logit(logits, best)) best = index;
    }
    const std::size_t found = best / outputs_;
    const std::size_t distance = (found > bin ? found - bin : bin - found) * bin_bases_;
    judgement.sites += 1;
    judgement.placed += distance <= placed_bases ? 1 : 0;
    judgement.stranded += best % outputs_ == site % outputs_ ? 1 : 0;
  }

  std::size_t outputs_;
  std::size_t columns_;
  std::size_t bin_bases_;
};

}  // namespace

std::unique_ptr<Objective> make_positions_objective(const model::EncoderConfig& config) {
  if (!config.token_head) throw Error("training positions needs a model with a token head ('token_head')");
  return std::make_unique<PositionsObjective>(config);
}

}  // namespace seqlens::train
