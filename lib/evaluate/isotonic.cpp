#include "seqlens/evaluate/isotonic.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "checked_items.h"

namespace seqlens::evaluate {
namespace {

// A run of neighbouring scores that share one fitted value. Starts as the items of one score.
struct Block {
  double first_score, last_score;
  double weighted_sum, weight;

  [[nodiscard]] double mean() const { return weighted_sum / weight; }
  void absorb(const Block& next) {
    last_score = next.last_score;
    weighted_sum += next.weighted_sum;
    weight += next.weight;
  }
};

// Sorted by score, one block a distinct score.
std::vector<Block> pool_ties(std::vector<Block> items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const Block& a, const Block& b) { return a.first_score < b.first_score; });
  std::vector<Block> blocks;
  for (const Block& item : items) {
    if (!blocks.empty() && blocks.back().last_score == item.first_score) {
      blocks.back().absorb(item);
    } else {
      blocks.push_back(item);
    }
  }
  return blocks;
}

// Whenever a block does not lie above its left neighbour, the two become one.
std::vector<Block> pool_violators(const std::vector<Block>& items) {
  std::vector<Block> blocks;
  for (const Block& item : items) {
    blocks.push_back(item);
    while (blocks.size() > 1 && !(blocks[blocks.size() - 2].mean() < blocks.back().mean())) {
      blocks[blocks.size() - 2].absorb(blocks.back());
      blocks.pop_back();
    }
  }
  return blocks;
}

std::vector<Block> items_as_blocks(std::span<const double> scores, std::span<const double> targets,
                                   std::span<const double> weights) {
  std::vector<Block> blocks;
  blocks.reserve(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double weight = weights.empty() ? 1.0 : weights[i];
    if (!std::isfinite(scores[i]) || !std::isfinite(targets[i]) || !std::isfinite(weight) || !(weight > 0)) {
      throw Error(fmt::format("isotonic fit: item {} has score {}, target {}, weight {}", i + 1, scores[i],
                              targets[i], weight));
    }
    blocks.push_back({scores[i], scores[i], targets[i] * weight, weight});
  }
  return blocks;
}

}  // namespace

double IsotonicCurve::at(double score) const {
  if (scores.empty()) throw Error("an isotonic curve without knots has no values");
  if (std::isnan(score)) throw Error("the score of an isotonic curve is NaN");
  const auto above = std::upper_bound(scores.begin(), scores.end(), score) - scores.begin();
  if (above == 0) return values.front();
  const auto right = static_cast<std::size_t>(above);
  if (right == scores.size()) return values.back();
  const double share = (score - scores[right - 1]) / (scores[right] - scores[right - 1]);
  return values[right - 1] + share * (values[right] - values[right - 1]);
}

IsotonicCurve fit_isotonic(std::span<const double> scores, std::span<const double> targets,
                           std::span<const double> weights) {
  if (scores.size() != targets.size() || (!weights.empty() && weights.size() != scores.size())) {
    throw ShapeError(fmt::format("isotonic fit: {} scores, {} targets, {} weights", scores.size(),
                                 targets.size(), weights.size()));
  }
  if (scores.empty()) throw Error("isotonic fit: no items");
  IsotonicCurve curve;
  for (const Block& block : pool_violators(pool_ties(items_as_blocks(scores, targets, weights)))) {
    curve.scores.push_back(block.first_score);
    curve.values.push_back(block.mean());
    if (block.last_score == block.first_score) continue;
    curve.scores.push_back(block.last_score);
    curve.values.push_back(block.mean());
  }
  return curve;
}

IsotonicCurve calibrate_records(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  check_items(scores, labels);
  const auto positives = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  const auto negatives = static_cast<double>(labels.size()) - positives;
  if (!(positives > 0 && negatives > 0)) {
    throw Error(fmt::format("calibration: {} positive and {} negative records, both are needed", positives,
                            negatives));
  }
  const double class_weight[] = {1 / negatives, 1 / positives};
  std::vector<double> all_scores(scores.begin(), scores.end());
  std::vector<double> targets(labels.begin(), labels.end());
  std::vector<double> weights;
  for (const auto label : labels) weights.push_back(class_weight[label]);
  const auto [lowest, highest] = std::minmax_element(scores.begin(), scores.end());
  all_scores.insert(all_scores.end(), {*lowest, *highest});
  targets.insert(targets.end(), {1.0, 0.0});
  weights.insert(weights.end(), {class_weight[1], class_weight[0]});
  return fit_isotonic(all_scores, targets, weights);
}

}  // namespace seqlens::evaluate
