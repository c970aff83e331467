#include "model-evaluate/record_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "seqlens/evaluate/ranked_scores.h"
#include "seqlens/evaluate/record_evaluation.h"

namespace model_evaluate {
namespace {

using seqlens::evaluate::Estimate;
using seqlens::report::Cell;
using seqlens::report::Table;

// The positives and one or all of the negative sets.
struct Comparison {
  std::string name;
  std::vector<std::size_t> indices;  // of the records
  std::vector<const TestedRecord*> records;
  std::vector<std::uint8_t> labels;
  std::vector<std::uint32_t> groups;

  [[nodiscard]] std::int64_t positives() const { return std::count(labels.begin(), labels.end(), 1); }
};

// set: 1, 2, ... or 0 for all of them.
Comparison compare(const TestedRecords& labelled, std::size_t set) {
  Comparison result{set == 0 ? "all" : labelled.negative_sets[set - 1], {}, {}, {}, {}};
  std::vector<std::string> group_names;
  for (std::size_t i = 0; i < labelled.records.size(); ++i) {
    const auto& record = labelled.records[i];
    if (record.target == 0 && set != 0 && record.set != set) continue;
    result.indices.push_back(i);
    result.records.push_back(&record);
    result.labels.push_back(record.target == 1);
    group_names.push_back(record.group);
  }
  result.groups = seqlens::evaluate::number_groups(group_names);
  return result;
}

std::vector<Comparison> comparisons(const TestedRecords& labelled) {
  std::vector<Comparison> all;
  for (std::size_t set = 1; set <= labelled.negative_sets.size(); ++set)
    all.push_back(compare(labelled, set));
  if (all.size() > 1) all.push_back(compare(labelled, 0));
  return all;
}

RecordScores select(const RecordScores& all, const std::vector<std::size_t>& indices) {
  RecordScores part{all.method, {}, {}, all.threshold};
  for (const auto i : indices) {
    part.scores.push_back(all.scores[i]);
    if (!all.probabilities.empty()) part.probabilities.push_back(all.probabilities[i]);
  }
  return part;
}

class Rows {
 public:
  Rows(Table& table, const Comparison& comparison) : table_(table), comparison_(comparison) {
    groups_ = comparison.groups.empty()
                  ? 0
                  : 1 + *std::max_element(comparison.groups.begin(), comparison.groups.end());
  }

  void add(const std::string& method, const Estimate& estimate) {
    add(method, estimate.name, estimate.value, estimate.interval.low, estimate.interval.high);
  }
  void add(const std::string& method, const std::string& metric, Cell value, Cell low = {}, Cell high = {}) {
    const auto positives = comparison_.positives();
    const auto negatives = static_cast<std::int64_t>(comparison_.labels.size()) - positives;
    table_.add_row({comparison_.name, method, positives, negatives, groups_, metric, std::move(value),
                    std::move(low), std::move(high)});
  }

 private:
  Table& table_;
  const Comparison& comparison_;
  std::int64_t groups_ = 0;
};

void add_metrics(Rows& rows, const Comparison& comparison, const RecordScores& scores,
                 const Options& options) {
  seqlens::evaluate::RecordEvaluationOptions wanted;
  wanted.threshold = scores.threshold;
  wanted.bootstrap = {options.common.seed, static_cast<int>(options.resamples), options.level};
  for (const auto& estimate : seqlens::evaluate::evaluate_records(
           scores.scores, comparison.labels, comparison.groups, scores.probabilities, wanted)) {
    rows.add(scores.method, estimate);
  }
}

void add_curve(Table& table, const Comparison& comparison, const RecordScores& scores) {
  namespace evaluate = seqlens::evaluate;
  for (const auto& [score, counts] : evaluate::RankedScores(scores.scores, comparison.labels).curve()) {
    table.add_row({comparison.name, scores.method, score, static_cast<std::int64_t>(counts.true_positive),
                   static_cast<std::int64_t>(counts.false_positive), evaluate::sensitivity(counts),
                   evaluate::specificity(counts), evaluate::precision(counts), evaluate::mcc(counts)});
  }
}

void add_audit(Rows& rows, const Comparison& comparison, const std::vector<bool>& leaked) {
  std::int64_t shared[2] = {0, 0};
  for (std::size_t i = 0; i < comparison.indices.size(); ++i) {
    shared[comparison.labels[i]] += leaked[comparison.indices[i]];
  }
  rows.add("audit", "positives_sharing_40mer", shared[1]);
  rows.add("audit", "negatives_sharing_40mer", shared[0]);
}

}  // namespace

RecordTables record_tables(const TestedRecords& labelled, const RecordScores* given,
                           const Baselines* training, const std::vector<bool>& leaked,
                           const Options& options) {
  RecordTables tables{
      {"metrics",
       {"negative_set", "method", "positives", "negatives", "groups", "metric", "value", "low", "high"},
       {}},
      {"curve",
       {"negative_set", "method", "min_score", "true_positives", "false_positives", "sensitivity",
        "specificity", "precision", "mcc"},
       {}}};
  for (const auto& comparison : comparisons(labelled)) {
    Rows rows(tables.metrics, comparison);
    std::vector<RecordScores> methods;
    if (given != nullptr) methods.push_back(select(*given, comparison.indices));
    if (training != nullptr) {
      for (auto& baseline : training->score(comparison.name, comparison.records))
        methods.push_back(std::move(baseline));
    }
    for (const auto& scores : methods) {
      add_metrics(rows, comparison, scores, options);
      if (!options.curve.empty()) add_curve(tables.curve, comparison, scores);
    }
    if (!leaked.empty()) add_audit(rows, comparison, leaked);
  }
  return tables;
}

}  // namespace model_evaluate
