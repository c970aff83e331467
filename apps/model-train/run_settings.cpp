#include "model-train/run_settings.h"

#include <filesystem>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/sha256.h"

namespace model_train {
namespace {

struct Setting {
  std::string name;     // in the model file
  std::string options;  // what decides it
  std::string value;
};

std::string joined(const std::vector<std::string>& values) {
  return fmt::format("{}", fmt::join(values, " "));
}

std::vector<Setting> data_settings(const Options& o, const TrainingData& data) {
  return {
      {"objective", "--objective", o.objective},
      {"seed", "--seed", std::to_string(o.common.seed)},
      {"init", "--init", o.init},
      {"positive", "--positive", joined(o.positive)},
      {"negative", "--negative", joined(o.negative)},
      {"table", "--table", o.table},
      {"unlabelled", "--unlabelled", joined(o.unlabelled)},
      {"genome", "--genome", joined(o.genome)},
      {"tss", "--tss", joined(o.tss)},
      {"train-regions", "--train-regions", joined(o.train_regions)},
      {"hard-negatives", "--hard-negatives", joined(o.hard_negatives)},
      {"sites", "--sites", joined(o.sites)},
      {"ignore", "--ignore", joined(o.ignore)},
      {"hard", "--hard", joined(o.hard)},
      {"records", "--records", joined(o.records)},
      {"dev", "--dev-positive --dev-negative --dev-table --dev-regions --dev-fraction --dev-random-windows",
       fmt::format("{} {} {} {} {} {}", joined(o.dev_positive), joined(o.dev_negative), o.dev_table,
                   joined(o.dev_regions), o.dev_fraction, o.dev_random_windows)},
      {"exclude", "--exclude-kmers --exclude-from --exclude-regions",
       fmt::format("{} {} {}", joined(o.exclude_kmers), o.exclude_from, joined(o.exclude_regions))},
      {"training-examples", "number of training examples", std::to_string(data.training->size())},
      {"dev-examples", "number of dev examples", std::to_string(data.dev ? data.dev->size() : 0)}};
}

std::vector<Setting> window_settings(const Options& o) {
  const auto& g = o.geometry;
  const auto& m = o.mixture;
  const auto& s = o.site_geometry;
  const auto& at_sites = o.site_mixture;
  return {
      {"geometry", "--window --tss-index --positive-within --ignored-within --near-within --random-distance",
       fmt::format("{} {} {} {} {} {}", g.window, g.tss_index, g.positive_within, g.ignored_within,
                   g.near_within, g.random_distance)},
      {"flank", "--flank --share-flankless", fmt::format("{} {}", g.flank, m.flankless)},
      {"mixture",
       "--share-promoters, -negatives, -genome-promoters, -genome-near, -genome-mirror, -genome-random, "
       "-hard-negatives, -cropped, -mutated",
       fmt::format("{} {} {} {} {} {} {} {} {}", m.promoter_records, m.negative_records, m.genome_promoters,
                   m.genome_near, m.genome_mirror, m.genome_random, m.hard_negatives, m.cropped, m.mutated)},
      {"site-windows", "--window --kept --site-spread --unsure-within --unsure-weight",
       fmt::format("{} {} {} {} {}", o.window, s.kept, s.spread, s.unsure_within, s.unsure_weight)},
      {"site-mixture",
       "--share-sites, -hard, -anywhere, -records, --hard-weight --anywhere-weight --records-weight",
       fmt::format("{} {} {} {} {} {} {}", at_sites.sites, at_sites.hard, at_sites.anywhere, at_sites.records,
                   at_sites.hard_weight, at_sites.anywhere_weight, at_sites.records_weight)},
      {"masking", "--mask-fraction --mask-span --window",
       fmt::format("{} {} {}", o.mask_fraction, o.mask_span, o.window)}};
}

std::vector<Setting> optimiser_settings(const Options& o) {
  return {
      {"steps", "--steps", std::to_string(o.steps)},
      {"batch", "--batch", std::to_string(o.batch)},
      {"learning-rate", "--learning-rate --warmup --floor",
       fmt::format("{} {} {}", o.learning_rate, o.warmup, o.floor)},
      {"adamw", "--weight-decay --beta2 --clip", fmt::format("{} {} {}", o.weight_decay, o.beta2, o.clip)},
      {"dropout", "--dropout", fmt::format("{}", o.dropout)},
      {"average-decay", "--average-decay", fmt::format("{}", o.average_decay)},
      {"loss", "--label-smoothing --first-stage-weight --class-weights",
       fmt::format("{} {} {}", o.label_smoothing, o.first_stage_weight, fmt::join(o.class_weights, ","))},
      {"teachers", "--teacher --teachers-share",
       o.teachers.empty() ? "" : fmt::format("{} {}", joined(o.teachers), o.teachers_share)},
      {"evaluation", "--evaluate-every --metric --patience",
       fmt::format("{} {} {}", o.evaluate_every, o.metric, o.patience)}};
}

std::vector<Setting> all_settings(const Options& options, const TrainingData& data) {
  std::vector<Setting> all = data_settings(options, data);
  for (const auto& more : {window_settings(options), optimiser_settings(options)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::map<std::string, std::string> settings_of(const Options& options, const TrainingData& data) {
  std::map<std::string, std::string> settings;
  for (const Setting& setting : all_settings(options, data)) settings.emplace(setting.name, setting.value);
  return settings;
}

std::map<std::string, std::string> checkpoint_settings(const Options& options, const ModelSetup& setup,
                                                       const TrainingData& data) {
  std::map<std::string, std::string> settings;
  for (const Setting& setting : all_settings(options, data)) settings.emplace(setting.options, setting.value);
  const auto tokenizer = setup.tokenizer->to_json();
  settings.emplace("SHA-256 of the tokenizer", seqlens::sha256_of_bytes(std::as_bytes(std::span(tokenizer))));
  for (const std::string& file : files_read(options)) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored))
      settings.emplace(fmt::format("SHA-256 of {}", file), seqlens::sha256_of_file(file));
  }
  return settings;
}

}  // namespace model_train
