#include "seqlens/train/dev_metrics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/confusion.h"
#include "seqlens/evaluate/ranked_scores.h"

namespace seqlens::train {
namespace {

struct Ranking {
  std::vector<double> scores;
  std::vector<double> first_stage_scores;
  std::vector<std::uint8_t> labels;
  bool both_classes = false;
};

Ranking ranking_of(std::span<const Judgement> judgements) {
  Ranking ranking;
  std::size_t positives = 0;
  for (const Judgement& judgement : judgements) {
    ranking.scores.push_back(judgement.score);
    ranking.first_stage_scores.push_back(judgement.first_stage_score);
    ranking.labels.push_back(judgement.target != 0 ? 1 : 0);
    positives += ranking.labels.back();
  }
  ranking.both_classes = positives > 0 && positives < judgements.size();
  return ranking;
}

void add_binary(const Ranking& ranking, Metrics& metrics) {
  const evaluate::RankingMetrics found = evaluate::RankedScores(ranking.scores, ranking.labels).metrics();
  metrics.emplace_back("auroc", found.auroc);
  metrics.emplace_back("auprc", found.average_precision);
  metrics.emplace_back("mcc", evaluate::mcc(evaluate::confusion_at(ranking.scores, ranking.labels, 0)));
  metrics.emplace_back("best_mcc", found.best_mcc);
}

/// Matthews' correlation of K classes (Gorodkin 2004).
double multiclass_mcc(std::span<const Judgement> judgements, std::size_t classes) {
  std::vector<double> truth(classes), guess(classes);
  double right = 0;
  const auto n = static_cast<double>(judgements.size());
  for (const Judgement& judgement : judgements) {
    truth[static_cast<std::size_t>(judgement.target)] += 1;
    guess[static_cast<std::size_t>(judgement.predicted)] += 1;
    right += judgement.right;
  }
  double both = 0, truth_squares = 0, guess_squares = 0;
  for (std::size_t k = 0; k < classes; ++k) {
    both += truth[k] * guess[k];
    truth_squares += truth[k] * truth[k];
    guess_squares += guess[k] * guess[k];
  }
  const double below = std::sqrt((n * n - truth_squares) * (n * n - guess_squares));
  return below > 0 ? (right * n - both) / below : 0;
}

double strand_accuracy(std::span<const Judgement> judgements) {
  double right = 0, count = 0;
  for (const Judgement& judgement : judgements) {
    if (judgement.target != kPlus && judgement.target != kMinus) continue;
    count += 1;
    right += judgement.strand == judgement.target ? 1 : 0;
  }
  return count > 0 ? right / count : 0;
}

/// Average precision of the cells of one kind, or of all with a site (kind -1), against those without a site.
std::optional<double> cell_precision(std::span<const Judgement> judgements, int kind) {
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  std::size_t positives = 0;
  for (const Judgement& judgement : judgements) {
    for (const JudgedCell& cell : judgement.cells) {
      if (kind >= 0 && cell.kind >= 0 && cell.kind != kind) continue;
      scores.push_back(static_cast<double>(cell.score));
      labels.push_back(cell.kind >= 0 ? 1 : 0);
      positives += labels.back();
    }
  }
  if (positives == 0 || positives == labels.size()) return std::nullopt;
  return evaluate::RankedScores(scores, labels).metrics().average_precision;
}

void add_positions(std::span<const Judgement> judgements, Metrics& metrics) {
  int kinds = 0;
  double sites = 0, placed = 0, stranded = 0;
  for (const Judgement& judgement : judgements) {
    sites += judgement.sites;
    placed += judgement.placed;
    stranded += judgement.stranded;
    for (const JudgedCell& cell : judgement.cells) kinds = std::max(kinds, cell.kind + 1);
  }
  if (const auto all = cell_precision(judgements, -1)) metrics.emplace_back("average_precision", *all);
  for (int kind = 0; kinds > 1 && kind < kinds; ++kind) {
    if (const auto some = cell_precision(judgements, kind))
      metrics.emplace_back(fmt::format("average_precision_{}", kind + 1), *some);
  }
  if (sites == 0) return;
  metrics.emplace_back("place", placed / sites);
  metrics.emplace_back("strand", stranded / sites);
}

}  // namespace

Metrics summarise(Task task, std::span<const Judgement> judgements, std::size_t classes, bool first_stage) {
  if (judgements.empty()) throw Error("the dev set is empty");
  double loss = 0, amount = 0, right = 0;
  for (const Judgement& judgement : judgements) {
    loss += judgement.loss;
    amount += judgement.amount;
    right += judgement.right;
  }
  if (task == Task::positions) {
    Metrics metrics{{"loss", loss / amount}};
    add_positions(judgements, metrics);
    return metrics;
  }
  Metrics metrics{{"loss", loss / amount}, {"accuracy", right / amount}};
  if (task == Task::masked_lm) return metrics;
  if (task == Task::classify && classes > 2) {
    metrics.emplace_back("mcc", multiclass_mcc(judgements, classes));
    return metrics;
  }
  const Ranking ranking = ranking_of(judgements);
  if (ranking.both_classes) add_binary(ranking, metrics);
  if (task != Task::stranded) return metrics;
  metrics.emplace_back("strand_accuracy", strand_accuracy(judgements));
  if (first_stage && ranking.both_classes) {
    metrics.emplace_back("first_stage_auroc", evaluate::auroc(ranking.first_stage_scores, ranking.labels));
  }
  return metrics;
}

std::vector<std::string_view> metric_names(Task task, std::size_t classes, bool first_stage) {
  if (task == Task::positions) return {"loss", "average_precision", "place", "strand"};
  std::vector<std::string_view> names{"loss", "accuracy"};
  if (task == Task::masked_lm) return names;
  if (task == Task::classify && classes > 2) {
    names.push_back("mcc");
    return names;
  }
  names.insert(names.end(), {"auroc", "auprc", "mcc", "best_mcc"});
  if (task == Task::stranded) names.push_back("strand_accuracy");
  if (task == Task::stranded && first_stage) names.push_back("first_stage_auroc");
  return names;
}

double metric(const Metrics& metrics, std::string_view name) {
  std::string known;
  for (const auto& [key, value] : metrics) {
    if (key == name) return value;
    known += (known.empty() ? "" : ", ") + key;
  }
  throw Error(fmt::format("the dev set gives no metric '{}'; it gives {}", name, known));
}

bool lower_is_better(std::string_view name) {
  return name == "loss";
}

}  // namespace seqlens::train
