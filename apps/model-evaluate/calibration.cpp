#include "model-evaluate/calibration.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/core/output_file.h"
#include "seqlens/evaluate/isotonic.h"
#include "seqlens/opened_model/stored_texts.h"

namespace model_evaluate {
namespace {

constexpr std::size_t kScoreTablePoints = 200;
constexpr double kPrecision = 0.75;
constexpr double kSensitivePrecision = 0.5;

seqlens::scan::CalibrationCurve to_curve(const seqlens::evaluate::IsotonicCurve& fit) {
  std::vector<seqlens::scan::CalibrationPoint> points;
  for (std::size_t i = 0; i < fit.scores.size(); ++i) points.push_back({fit.scores[i], fit.values[i]});
  return seqlens::scan::CalibrationCurve(std::move(points));
}

/// Without a threshold of that precision the one of the best F1 stays.
void set_thresholds(const std::vector<seqlens::evaluate::ScanPoint>& curve,
                    seqlens::scan::PromoterSettings& settings) {
  if (const auto point = seqlens::evaluate::point_of_precision(curve, kPrecision))
    settings.min_logit = point->min_logit;
  settings.sensitive_min_logit.reset();
  const auto sensitive = seqlens::evaluate::point_of_precision(curve, kSensitivePrecision);
  if (sensitive && sensitive->min_logit <= settings.min_logit)
    settings.sensitive_min_logit = sensitive->min_logit;
}

}  // namespace

void calibrate_by_scan(const seqlens::evaluate::ScanMatch& match, seqlens::scan::PromoterSettings& settings) {
  settings.scan_probability = to_curve(seqlens::evaluate::calibrate_scan(match));
  auto curve = seqlens::evaluate::scan_curve(match);
  settings.min_logit = seqlens::evaluate::best_f1_point(curve).min_logit;
  if (settings.positions) set_thresholds(curve, settings);
  settings.score_table.clear();
  for (const auto& point : seqlens::evaluate::thin_curve(curve, kScoreTablePoints)) {
    settings.score_table.push_back({point.min_logit, point.recall, point.precision, point.calls_per_mb});
  }
  std::reverse(settings.score_table.begin(), settings.score_table.end());  // logits increasing
}

void calibrate_by_records(std::span<const double> logits, std::span<const std::uint8_t> labels,
                          bool both_strands, seqlens::scan::PromoterSettings& settings) {
  auto& curve = both_strands ? settings.unstranded_record_probability : settings.record_probability;
  curve = to_curve(seqlens::evaluate::calibrate_records(logits, labels));
}

void write_calibration(const seqlens::scan::PromoterSettings& settings,
                       const seqlens::opened_model::OpenedModel* model, const Options& options) {
  if (!options.calibration.empty()) {
    seqlens::OutputFile file(options.calibration);
    file.write(seqlens::scan::to_json(settings) + "\n");
    file.commit();
  }
  if (options.store.empty()) return;
  seqlens::model::ModelFile file = model->stored().load();
  seqlens::opened_model::store_settings(file.metadata, settings);
  seqlens::model::save_model_file(options.store, file.config, file.parameters, file.metadata, file.tables);
}

}  // namespace model_evaluate
