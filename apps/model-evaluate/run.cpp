#include "model-evaluate/run.h"

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"
#include "seqlens/core/version.h"
#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/label_names.h"
#include "seqlens/opened_model/precision_choice.h"
#include "seqlens/report/write.h"

#include "model-evaluate/agreement.h"
#include "model-evaluate/baseline_scores.h"
#include "model-evaluate/calibration.h"
#include "model-evaluate/first_stage.h"
#include "model-evaluate/model_scores.h"
#include "model-evaluate/null_stats.h"
#include "model-evaluate/record_report.h"
#include "model-evaluate/scan_report.h"

namespace model_evaluate {
namespace {

using seqlens::labelled::LabelNames;
using seqlens::opened_model::OpenedModel;
using seqlens::report::Provenance;
using seqlens::report::Table;
using seqlens::scan::PromoterSettings;

Provenance provenance_of_model(const OpenedModel* model) {
  Provenance result{"model-evaluate", std::string(seqlens::version()), {}};
  if (model == nullptr) return result;
  result.facts.emplace_back("model_sha256", model->digest());
  if (model->precision() != seqlens::kernels::Precision::f32)
    result.facts.emplace_back("precision", std::string(name(model->precision())));
  return result;
}

Provenance provenance(const Options& options, const OpenedModel* model) {
  Provenance result = provenance_of_model(model);
  result.facts.emplace_back("intervals", fmt::format("bootstrap over {}, {} resamples, seed {}, level {}",
                                                     options.is_scan() ? "blocks of 200 kb" : "groups",
                                                     options.resamples, options.common.seed, options.level));
  return result;
}

void write_file(const std::string& path, const std::string& text, seqlens::cli::Streams& streams) {
  if (path == "-") {
    streams.out << text;
    return;
  }
  seqlens::OutputFile file(path);
  file.write(text);
  file.commit();
}

void write_metrics(const Options& options, const Provenance& source, const Table& metrics,
                   seqlens::cli::Streams& streams) {
  write_file(options.output,
             options.format == "json" ? seqlens::report::to_json(source, std::span(&metrics, 1))
                                      : seqlens::report::to_tsv(source, metrics),
             streams);
}

bool wants_calibration(const Options& options) {
  return !options.calibration.empty() || !options.store.empty();
}

std::size_t positive_class(const OpenedModel& model) {
  const auto* classifier = model.scan().classifier();
  return classifier ? classifier->promoter_class.promoter : 0;
}

bool knows_windows(const OpenedModel& model) {
  return model.settings() || (model.trained_on() && model.trained_on()->lengths.agreed());
}

// What a calibration is added to, and positives are cut to. Without a model: what our promoter models have.
PromoterSettings window_settings(const OpenedModel* model) {
  if (model == nullptr) return {};
  return model->settings() ? *model->settings() : model->scan().settings();
}

// A classifier that says nothing of a window was measured with none: settings of another model's would make
// it look calibrated, on windows that nobody tried.
void require_windows(const OpenedModel& model, const Options& options) {
  const bool needed = wants_calibration(options) || options.positive_tss;
  if (!needed || knows_windows(model)) return;
  const char* option = !options.store.empty()         ? "--store"
                       : !options.calibration.empty() ? "--calibration"
                                                      : "--positive-tss";
  throw seqlens::UsageError(fmt::format(
      "{}: {} says nothing of the windows that it scans, so nothing measured here belongs to them; a "
      "model of model-train does, of records of one length",
      option, model.name()));
}

// Cuts positives to the model's window around the TSS that --positive-tss names.
void crop_positives(TestedRecords& labelled, std::int64_t tss, const PromoterSettings& settings) {
  const auto begin = tss - settings.tss_index;
  for (auto& record : labelled.records) {
    if (record.target != 1) continue;
    if (begin < 0 || begin + settings.window_bases > static_cast<std::int64_t>(record.bases.size())) {
      throw seqlens::InputError(
          fmt::format("record '{}'", record.name),
          fmt::format("{} bases do not hold the window of {} bases with its TSS (index {}) at {}",
                      record.bases.size(), settings.window_bases, settings.tss_index, tss));
    }
    record.bases =
        record.bases.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(settings.window_bases));
  }
}

std::optional<RecordScores> given_scores(const Options& options, const OpenedModel* model,
                                         const TestedRecords& labelled, seqlens::cli::Streams& streams) {
  if (model != nullptr) return score_records(*model, labelled.records, options, streams);
  if (options.scores.empty()) return std::nullopt;
  auto scores = read_scores(options.scores, labelled.records);
  scores.threshold = options.threshold;
  return scores;
}

void store_record_calibration(const Options& options, const OpenedModel* model, const TestedRecords& labelled,
                              const RecordScores& scores) {
  std::vector<std::uint8_t> labels;
  for (const auto& record : labelled.records) labels.push_back(record.target == 1);
  PromoterSettings settings = window_settings(model);
  calibrate_by_records(scores.scores, labels, options.strand == "both", settings);
  write_calibration(settings, model, options);
}

// A model of positions has no classes.
LabelNames labels_of(const OpenedModel* model) {
  if (model == nullptr) return {};
  const auto& head = model->config().classify;
  return head ? LabelNames::of_positive(head->labels, positive_class(*model))
              : LabelNames::of_positive({model->settings()->label});
}

// Which records share a 40-mer with the training files.
std::vector<bool> audit(const TestedRecords& tested, const std::vector<std::string>& training) {
  std::vector<seqlens::labelled::ExcludedSource> sources;
  for (const auto& file : training) sources.push_back({file, {}});
  std::vector<const std::string*> bases;
  for (const auto& record : tested.records) bases.push_back(&record.bases);
  return seqlens::labelled::which_share(bases, sources);
}

int run_records(const Options& options, const OpenedModel* model, seqlens::cli::Streams& streams) {
  auto labelled = read_tested_records(options, labels_of(model));
  if (options.positive_tss) crop_positives(labelled, *options.positive_tss, window_settings(model));
  const auto scores = given_scores(options, model, labelled, streams);
  std::optional<Baselines> baselines;
  if (!options.baseline_positives.empty()) baselines.emplace(options);
  std::vector<bool> leaked;
  if (!options.audit_training.empty()) leaked = audit(labelled, options.audit_training);
  const auto tables = record_tables(labelled, scores ? &*scores : nullptr, baselines ? &*baselines : nullptr,
                                    leaked, options);
  const auto source = provenance(options, model);
  write_metrics(options, source, tables.metrics, streams);
  if (!options.curve.empty())
    write_file(options.curve, seqlens::report::to_tsv(source, tables.curve), streams);
  if (wants_calibration(options)) store_record_calibration(options, model, labelled, *scores);
  return 0;
}

int run_scan(const Options& options, const OpenedModel* model, seqlens::cli::Streams& streams) {
  const auto inputs = read_scan_inputs(options);
  const auto match =
      seqlens::evaluate::match_calls(inputs.calls, inputs.truth, inputs.ambiguous, inputs.regions);
  streams.log.info(fmt::format("{} loci and {} of {} calls in {:.3f} evaluated Mb", match.loci.size(),
                               match.calls.size(), inputs.calls.size(),
                               static_cast<double>(match.evaluated_bases()) / 1e6));
  auto source = provenance(options, model);
  source.facts.emplace_back("evaluated_bases", match.evaluated_bases());
  write_metrics(options, source,
                scan_metrics(match, inputs, model != nullptr ? model->settings() : nullptr, options),
                streams);
  if (!options.curve.empty()) {
    write_file(options.curve, seqlens::report::to_tsv(source, scan_curve_table(match)), streams);
  }
  if (!options.verdicts.empty()) {
    write_file(options.verdicts, seqlens::report::to_tsv(source, scan_verdicts(match, inputs)), streams);
  }
  if (wants_calibration(options)) {
    PromoterSettings settings = window_settings(model);
    calibrate_by_scan(match, settings);
    if (options.first_stage_keep) calibrate_first_stage(inputs, *model, options, settings);
    write_calibration(settings, model, options);
  }
  return 0;
}

int run_agreement(const Options& options, const OpenedModel& model, seqlens::cli::Streams& streams) {
  const auto table = measure_agreement(options, model, streams);
  auto source = provenance_of_model(&model);
  source.facts.emplace_back("caveat", std::string(seqlens::attention::kAgreementCaveat));
  source.facts.emplace_back("records", fmt::format("{} of {}", table.records, table.source));
  source.facts.emplace_back("nulls", fmt::format("{} permutations, seed {}; agrees: both q <= {}",
                                                 table.permutations, table.seed, table.level));
  write_metrics(options, source, agreement_rows(table), streams);
  if (!options.store.empty()) store_agreement(table, model, options);
  return 0;
}

}  // namespace

int run(const Options& options, seqlens::cli::Streams& streams) {
  std::optional<OpenedModel> model;
  if (!options.model.empty()) {
    model.emplace(options.model,
                  seqlens::scan::ClassifierChoices{.window_bases = {},
                                                   .promoter_class = options.promoter_class,
                                                   .fallback_class = "1",
                                                   .whole_records = true},
                  seqlens::opened_model::choose_precision(
                      options.precision, [&](std::string_view text) { streams.log.warning(text); }));
    require_two_classes(*model);
  }
  if (options.null_stats) {
    store_null_stats(options, *model, streams);
    return 0;
  }
  if (options.is_agreement()) return run_agreement(options, *model, streams);
  if (model) require_windows(*model, options);
  const auto* tested = model ? &*model : nullptr;
  return options.is_scan() ? run_scan(options, tested, streams) : run_records(options, tested, streams);
}

}  // namespace model_evaluate
