#include "model-train/run.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_text.h"
#include "seqlens/core/output_target.h"
#include "seqlens/core/version.h"
#include "seqlens/model/model_file.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/scan/promoter_class.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/trainer.h"
#include "seqlens/train/training_checkpoint.h"
#include "seqlens/train/training_run.h"

#include "model-train/masking_setup.h"
#include "model-train/metrics_cut.h"
#include "model-train/metrics_log.h"
#include "model-train/model_setup.h"
#include "model-train/run_settings.h"
#include "model-train/training_data.h"

namespace model_train {

using namespace seqlens::train;
using seqlens::scan::PromoterSettings;

namespace {

Task task_of(const Options& options) {
  if (options.objective == "stranded") return Task::stranded;
  if (options.objective == "positions") return Task::positions;
  return options.objective == "masked-lm" ? Task::masked_lm : Task::classify;
}

std::vector<std::int32_t> base_complements(const ModelSetup& setup) {
  if (setup.tokenizer->kind() != "base") {
    throw seqlens::UsageError("--objective stranded works with the tokenizer base");
  }
  std::vector<std::int32_t> complement(static_cast<std::size_t>(setup.config.vocabulary));
  for (std::size_t id = 0; id < complement.size(); ++id) {
    const auto token = static_cast<std::int32_t>(id);
    complement[id] = token <= seqlens::tokenize::kBaseT ? seqlens::tokenize::kBaseT - token : token;
  }
  return complement;
}

std::shared_ptr<const Teachers> load_teachers(const Options& options, const ModelSetup& setup) {
  if (options.teachers.empty()) return nullptr;
  const auto teachers = std::make_shared<Teachers>(seqlens::tokenize::kBaseN, setup.config.vocabulary);
  for (const std::string& path : options.teachers) {
    const auto teacher = seqlens::model::load_model_file(path);
    try {
      teachers->add(teacher.config, teacher.parameters);
    } catch (const seqlens::Error& error) {
      throw seqlens::InputError(path, error.what());
    }
  }
  return teachers;
}

std::shared_ptr<const Objective> make_objective(const Options& options, const ModelSetup& setup) {
  switch (task_of(options)) {
    case Task::classify:
      return make_classify_objective(setup.config, {options.label_smoothing, options.class_weights});
    case Task::stranded:
      return make_stranded_objective(setup.config, {.label_smoothing = options.label_smoothing,
                                                    .first_stage_weight = options.first_stage_weight,
                                                    .complement = base_complements(setup),
                                                    .teachers = load_teachers(options, setup),
                                                    .teachers_share = options.teachers_share});
    case Task::positions:
      return make_positions_objective(setup.config);
    case Task::masked_lm:
      return make_masked_lm_objective(setup.config, masking_of(options, setup));
  }
  throw seqlens::Error("unknown objective");
}

TrainingData make_data(const Options& options, const ModelSetup& setup) {
  switch (task_of(options)) {
    case Task::classify:
      return classify_data(options, setup);
    case Task::stranded:
      return stranded_data(options, setup);
    case Task::positions:
      return positions_data(options, setup);
    case Task::masked_lm:
      return masked_lm_data(options, setup);
  }
  throw seqlens::Error("unknown objective");
}

TrainerSettings trainer_settings(const Options& options) {
  TrainerSettings settings;
  settings.optimiser = {.learning_rate = options.learning_rate,
                        .warmup_steps = options.warmup,
                        .steps = options.steps,
                        .floor = options.floor,
                        .beta2 = options.beta2,
                        .weight_decay = options.weight_decay,
                        .clip_norm = options.clip,
                        .average_decay = options.average_decay};
  settings.batch = static_cast<std::size_t>(options.batch);
  settings.dropout = options.dropout;
  settings.seed = options.common.seed;
  return settings;
}

/// Before hours of training, not after.
void require_metric(const Options& options, const ModelSetup& setup) {
  const auto& config = setup.config;
  const auto names = metric_names(task_of(options), config.classify ? config.classify->labels.size() : 0,
                                  config.first_stage.has_value());
  const std::string wanted = chosen_metric(options);
  if (std::ranges::find(names, wanted) != names.end()) return;
  throw seqlens::UsageError(
      fmt::format("--metric {}: the dev set of this model gives {}", wanted, fmt::join(names, ", ")));
}

RunSettings run_settings(const Options& options) {
  RunSettings run;
  run.task = task_of(options);
  run.evaluate_every = options.evaluate_every;
  run.metric = chosen_metric(options);
  run.patience = options.patience;
  run.checkpoint = options.checkpoint;
  run.checkpoint_minutes = options.checkpoint_minutes;
  run.checkpoint_steps = options.checkpoint_steps;
  return run;
}

TrainingCheckpoint fresh_start(const ModelSetup& setup) {
  TrainingCheckpoint start{TrainingState(setup.config), BestModel(setup.config)};
  std::ranges::copy(setup.parameters.values(), start.state.values.values().begin());
  std::ranges::copy(setup.parameters.values(), start.state.average.values().begin());
  return start;
}

void tell_about(const ModelSetup& setup, const TrainingData& data, seqlens::cli::Streams& streams) {
  streams.log.info(fmt::format("{} parameters", setup.parameters.layout().parameter_count()));
  if (!setup.fresh.empty()) {
    streams.log.info(fmt::format("not in --init and started at random: {}", fmt::join(setup.fresh, ", ")));
  }
  if (!setup.unused.empty()) {
    streams.log.info(fmt::format("in --init and not used: {}", fmt::join(setup.unused, ", ")));
  }
  for (const std::string& warning : data.warnings) streams.log.warning(warning);
  for (const std::string& note : data.notes) streams.log.info(note);
}

/// "a/b.fa c/d.fa:X:1-9" as "b.fa d.fa:X:1-9": a model file does not tell where on whose disk its data lay,
/// and has the same bytes wherever they lie.
std::string without_folders(const std::string& files) {
  std::string names;
  for (const char c : files) {
    if (c == '/')
      names.erase(names.rfind(' ') == std::string::npos ? 0 : names.rfind(' ') + 1);
    else
      names += c;
  }
  return names;
}

std::string provenance(const BestModel& best, const std::string& family, const std::string& note,
                       const std::map<std::string, std::string>& settings) {
  std::string text =
      fmt::format(R"({{"program": "model-train {}", "step": {})", seqlens::version(), best.step);
  // Also how the licence of a published model stays known.
  if (!family.empty()) text += fmt::format(R"(, "family": {})", seqlens::json_string(family));
  if (!note.empty()) text += fmt::format(R"(, "note": {})", seqlens::json_string(note));
  for (const auto& [key, value] : settings) {
    text += fmt::format(R"(, "{}": {})", key, seqlens::json_string(without_folders(value)));
  }
  return text + "}";
}

/// The label that scores speak for: the user's, the one that names promoters, class 1 of two, the only one.
/// Empty: there are more, and nobody says. @throws UsageError when the user's is none of them.
std::string score_label_of(const Options& options, const std::vector<std::string>& labels) {
  if (!options.score_label.empty() && std::ranges::find(labels, options.score_label) == labels.end())
    throw seqlens::UsageError(fmt::format("--score-label '{}': the model's classes are '{}'",
                                          options.score_label, fmt::join(labels, "', '")));
  if (!options.score_label.empty()) return options.score_label;
  try {
    return seqlens::scan::find_promoter_class(labels, {"", "", labels.size() == 2 ? "1" : ""}).label;
  } catch (const seqlens::UsageError&) {
    return {};
  }
}

// Where windows have their TSS. Nothing was measured yet, also when --init had figures: those were of other
// weights.
PromoterSettings untested_settings(const Options& options, const ModelSetup& setup) {
  PromoterSettings settings;
  if (setup.config.classify) settings.label = setup.config.classify->labels.front();
  settings.flank_bases = static_cast<int>(options.geometry.flank);
  settings.window_bases = setup.config.window_tokens - 2 * settings.flank_bases;
  settings.tss_index = static_cast<int>(options.geometry.tss_index);
  const int stem_stride = setup.config.stem_stride();
  settings.scan_stride =
      std::max(1, static_cast<int>(2 * options.geometry.positive_within) / stem_stride) * stem_stride;
  return settings;
}

// Records are judged by the bases of promoter records, until an evaluation says otherwise.
PromoterSettings positions_settings(const Options& options, const ModelSetup& setup) {
  PromoterSettings settings;
  settings.scan_stride = setup.config.token_bin_length();
  settings.positions = {positions_window(options, setup), static_cast<int>(options.site_geometry.kept),
                        options.pooled_bases};
  return settings;
}

}  // namespace

int run(const Options& options, seqlens::cli::Streams& streams) {
  ModelSetup setup = set_up_model(options);
  require_metric(options, setup);
  const std::string score_label =
      task_of(options) == Task::classify ? score_label_of(options, setup.config.classify->labels) : "";
  seqlens::require_writable(options.output);
  if (!options.checkpoint.empty()) seqlens::require_writable(options.checkpoint);
  const std::shared_ptr<const Objective> objective = make_objective(options, setup);
  const TrainingData data = make_data(options, setup);
  tell_about(setup, data, streams);

  const auto settings = settings_of(options, data);
  RunSettings run = run_settings(options);
  if (!run.checkpoint.empty()) run.settings = checkpoint_settings(options, setup, data);
  const bool resumes = !run.checkpoint.empty() && std::filesystem::exists(run.checkpoint);
  TrainingCheckpoint start =
      resumes ? load_checkpoint(run.checkpoint, setup.config, run.settings) : fresh_start(setup);
  if (resumes) {
    streams.log.info(fmt::format("going on from step {} of {}", start.state.step, options.checkpoint));
    cut_metrics_after(start.state.step, options.metrics);
  }

  MetricsLog observer(options.metrics, streams);
  observer.on_start(start.state.step, settings);
  const std::uint64_t done = start.state.step;
  Trainer trainer(setup.config, std::move(start.state), objective, trainer_settings(options));
  streams.progress.start("training", options.steps > done ? options.steps - done : 0, "steps");
  run_training(trainer, *objective, *data.training, data.dev.get(), run, start.best, observer);
  streams.progress.finish();

  if (task_of(options) == Task::stranded) {
    seqlens::opened_model::store_settings(setup.metadata, untested_settings(options, setup));
  }
  if (task_of(options) == Task::positions)
    seqlens::opened_model::store_settings(setup.metadata, positions_settings(options, setup));
  // A classifier's stands with what it was trained on.
  const std::string note = task_of(options) == Task::classify ? "" : options.note;
  if (task_of(options) == Task::classify) {
    seqlens::scan::TrainedOn trained{
        .lengths = data.lengths, .score_label = score_label, .note = options.note};
    seqlens::opened_model::store_trained_on(setup.metadata, trained);
  }
  seqlens::opened_model::store_provenance(setup.metadata,
                                          provenance(start.best, setup.family, note, settings));
  seqlens::model::save_model_file(options.output, setup.config, start.best.values, setup.metadata);
  streams.log.info(fmt::format("wrote the weights of step {} to {}", start.best.step, options.output));
  return 0;
}

}  // namespace model_train
