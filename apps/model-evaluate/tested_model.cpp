#include "model-evaluate/tested_model.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/promoter_model.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::scan::PromoterSettings;

constexpr const char* kTokenizerKey = "seqlens.tokenizer";
constexpr std::size_t kShortestRecord = 100;  // as promoter-scan --per-record

std::string place_of(const LabelledRecord& record, std::size_t number) {
  return record.name.empty() ? fmt::format("record {}", number + 1) : fmt::format("record '{}'", record.name);
}

double promoter_logit(const seqlens::scan::WindowScorer& scorer, const seqlens::scan::WindowOptions& windows,
                      const LabelledRecord& record, std::size_t number) {
  if (record.bases.size() < kShortestRecord) {
    throw InputError(place_of(record, number), fmt::format("{} bases, the model scores records of {} or more",
                                                           record.bases.size(), kShortestRecord));
  }
  const bool is_short = static_cast<std::int64_t>(record.bases.size()) < scorer.window_bases();
  const auto scores = is_short ? seqlens::scan::score_short_record(scorer, windows, record.bases)
                               : seqlens::scan::score_stretch(
                                     scorer, windows, seqlens::scan::with_flanks(scorer, record.bases), 0);
  using seqlens::scan::RecordStrand;
  seqlens::scan::RecordScoreFinder finder(windows.reverse ? RecordStrand::both : RecordStrand::forward);
  finder.add(scores.windows);
  return finder.take().value().logit;
}

std::vector<double> promoter_logits(const TestedModel& model, std::span<const LabelledRecord> records,
                                    bool both_strands, seqlens::cli::Progress& progress) {
  const auto promoter = seqlens::scan::make_promoter_model(model.file, model.location.name);
  const seqlens::scan::EncoderScorer scorer(promoter.encoder, promoter.settings);
  const seqlens::scan::WindowOptions windows{.stride_bases = promoter.settings.scan_stride,
                                             .reverse = both_strands,
                                             .every_window = true,
                                             .skip_n = false};
  std::vector<double> logits(records.size());
  seqlens::parallel::parallel_for(records.size(), [&](std::size_t i) {
    logits[i] = promoter_logit(scorer, windows, records[i], i);
    progress.advance(1);
  });
  return logits;
}

double class_logit(const std::vector<float>& logits) {
  return logits.size() == 1 ? logits[0] : static_cast<double>(logits[1]) - logits[0];
}

// Logits of texts by the whole-record classifier, in batches, which share the encoder's workers.
std::vector<double> class_logits(const TestedModel& model, std::span<const std::string> texts,
                                 seqlens::cli::Progress& progress) {
  const auto tokenizer = seqlens::tokenize::tokenizer_from_json(model.file.metadata.at(kTokenizerKey),
                                                                model.location.name + ": " + kTokenizerKey);
  const seqlens::model::Encoder encoder(model.file.config, model.file.parameters);
  constexpr std::size_t batch_records = 64;
  std::vector<double> logits;
  for (std::size_t begin = 0; begin < texts.size(); begin += batch_records) {
    const auto batch = texts.subspan(begin, std::min(batch_records, texts.size() - begin));
    std::vector<seqlens::tokenize::Tokens> tokens;
    for (const auto& text : batch) tokens.push_back(tokenizer->encode(text));
    std::vector<seqlens::model::TokenIds> ids;
    for (const auto& record : tokens) ids.emplace_back(record.ids);
    for (const auto& output : encoder.run(ids, {.classify_logits = true})) {
      logits.push_back(class_logit(output.classify_logits));
    }
    progress.advance(batch.size());
  }
  return logits;
}

std::vector<double> classifier_logits(const TestedModel& model, std::span<const LabelledRecord> records,
                                      bool both_strands, seqlens::cli::Progress& progress) {
  std::vector<std::string> texts;
  for (const auto& record : records) texts.push_back(record.bases);
  auto logits = class_logits(model, texts, progress);
  if (!both_strands) return logits;
  for (auto& text : texts) text = seqlens::reverse_complement(text);
  const auto reverse = class_logits(model, texts, progress);
  for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = (logits[i] + reverse[i]) / 2;
  return logits;
}

seqlens::model::ModelFile load(const seqlens::default_model::ModelLocation& location) {
  return location.is_built_in() ? seqlens::model::load_model_bytes(location.bytes, location.name)
                                : seqlens::model::load_model_file(location.file);
}

void check_classifier(const TestedModel& model) {
  const auto& head = model.file.config.classify;
  const auto labels = head ? head->labels.size() : 0;
  if (labels != 1 && labels != 2) {
    throw InputError(model.location.name,
                     fmt::format("has {} class labels; a model for labelled records has 1 or 2", labels));
  }
  if (!model.file.metadata.contains(kTokenizerKey)) {
    throw InputError(model.location.name, fmt::format("has no '{}' in its metadata", kTokenizerKey));
  }
}

}  // namespace

TestedModel load_tested_model(const std::string& wanted) {
  const char* environment = std::getenv("SEQLENS_MODEL");
  auto location = seqlens::default_model::find_model(wanted, environment == nullptr ? "" : environment);
  auto file = load(location);
  TestedModel model{std::move(location), std::move(file), {}};
  check_classifier(model);
  const auto text = model.file.metadata.find(std::string(PromoterSettings::metadata_key));
  if (text != model.file.metadata.end())
    model.settings = seqlens::scan::promoter_settings_from_json(text->second);
  return model;
}

RecordScores score_records(const TestedModel& model, std::span<const LabelledRecord> records,
                           const Options& options, seqlens::cli::Streams& streams) {
  const bool both_strands = options.strand == "both";
  RecordScores result{"model", {}, {}, options.threshold};
  streams.progress.start("scoring", records.size(), "records");
  result.scores = model.settings ? promoter_logits(model, records, both_strands, streams.progress)
                                 : classifier_logits(model, records, both_strands, streams.progress);
  streams.progress.finish();
  const auto curve = model.settings ? model.settings->record_probability : seqlens::scan::CalibrationCurve{};
  for (const double logit : result.scores) result.probabilities.push_back(curve.probability(logit));
  if (!result.threshold) result.threshold = curve.lowest_logit(0.5);
  return result;
}

}  // namespace model_evaluate
