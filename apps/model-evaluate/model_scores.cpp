#include "model-evaluate/model_scores.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/scan/scan_model.h"
#include "seqlens/scan/stretch_scores.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::opened_model::OpenedModel;
using seqlens::scan::ScanModel;

constexpr std::size_t kShortestRecord = 100;  // as promoter-scan --per-record

std::string place_of(const TestedRecord& record, std::size_t number) {
  return record.name.empty() ? fmt::format("record {}", number + 1) : fmt::format("record '{}'", record.name);
}

// Before any is scored, in their order: which of several is named must not depend on the threads.
void require_lengths(std::span<const TestedRecord> records) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].bases.size() >= kShortestRecord) continue;
    throw InputError(place_of(records[i], i), fmt::format("{} bases, the model scores records of {} or more",
                                                          records[i].bases.size(), kShortestRecord));
  }
}

double promoter_logit(const ScanModel& model, const seqlens::scan::WindowOptions& windows,
                      const TestedRecord& record) {
  using seqlens::scan::RecordStrand;
  seqlens::scan::RecordScoreFinder finder(windows.reverse ? RecordStrand::both : RecordStrand::forward,
                                          model.record_rule());
  finder.add(model.score_record(windows, record.bases).windows);
  return finder.take().value().logit;
}

std::vector<double> promoter_logits(const ScanModel& model, std::span<const TestedRecord> records,
                                    bool both_strands, seqlens::cli::Progress& progress) {
  const seqlens::scan::WindowOptions windows{.stride_bases = model.settings().scan_stride,
                                             .reverse = both_strands,
                                             .every_window = true,
                                             .skip_n = false,
                                             .alone = true};
  require_lengths(records);
  std::vector<double> logits(records.size());
  seqlens::parallel::parallel_for(records.size(), [&](std::size_t i) {
    logits[i] = promoter_logit(model, windows, records[i]);
    progress.advance(1);
  });
  return logits;
}

// Nothing when the text has no tokens or too many.
std::optional<double> class_logit(const ScanModel& model, const std::string& bases, bool both_strands) {
  const auto forward = model.scorer().score_short(bases);
  if (!forward || !both_strands) return forward;
  const auto reverse = model.scorer().score_short(seqlens::reverse_complement(bases));
  if (!reverse) return std::nullopt;
  return (static_cast<double>(*forward) + *reverse) / 2;
}

std::vector<double> classifier_logits(const ScanModel& model, std::span<const TestedRecord> records,
                                      bool both_strands, seqlens::cli::Progress& progress) {
  std::vector<std::optional<double>> logits(records.size());
  seqlens::parallel::parallel_for(records.size(), [&](std::size_t i) {
    logits[i] = class_logit(model, records[i].bases, both_strands);
    progress.advance(1);
  });
  std::vector<double> all;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!logits[i])
      throw InputError(
          place_of(records[i], i),
          fmt::format("{} letters are no or too many tokens for this model", records[i].bases.size()));
    all.push_back(*logits[i]);
  }
  return all;
}

}  // namespace

void require_two_classes(const OpenedModel& model) {
  if (model.kind() == seqlens::opened_model::ModelKind::promoter) return;
  const auto& head = model.config().classify;
  const auto labels = head ? head->labels.size() : 0;
  if (labels != 1 && labels != 2) {
    throw InputError(model.name(),
                     fmt::format("has {} class labels; a model for labelled records has 1 or 2", labels));
  }
}

RecordScores score_records(const OpenedModel& model, std::span<const TestedRecord> records,
                           const Options& options, seqlens::cli::Streams& streams) {
  const bool both_strands = options.strand == "both";
  RecordScores result{"model", {}, {}, options.threshold};
  streams.progress.start("scoring", records.size(), "records");
  const ScanModel& scorer = model.scan();
  result.scores = scorer.classifier() ? classifier_logits(scorer, records, both_strands, streams.progress)
                                      : promoter_logits(scorer, records, both_strands, streams.progress);
  streams.progress.finish();
  const auto curve =
      model.settings() ? model.settings()->record_curve(both_strands) : seqlens::scan::CalibrationCurve{};
  for (const double logit : result.scores) result.probabilities.push_back(curve.probability(logit));
  if (!result.threshold) result.threshold = curve.lowest_logit(0.5);
  return result;
}

}  // namespace model_evaluate
