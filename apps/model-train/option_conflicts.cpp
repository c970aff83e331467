#include "model-train/option_conflicts.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/cli/output_check.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/read_once.h"
#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/genome_set.h"

namespace model_train {

using seqlens::UsageError;

namespace {

using Given = std::function<bool(std::string_view)>;

/// An option that only some objectives have a use for.
struct ObjectiveOption {
  std::string_view name;
  std::vector<std::string_view> objectives;
};

const std::vector<ObjectiveOption>& objective_options() {
  static const std::vector<ObjectiveOption> options{
      {"--positive", {"classify", "stranded"}},
      {"--negative", {"classify", "stranded"}},
      {"--table", {"classify"}},
      {"--unlabelled", {"masked-lm"}},
      {"--tss", {"stranded"}},
      {"--train-regions", {"stranded", "positions", "masked-lm"}},
      {"--sites", {"positions"}},
      {"--ignore", {"positions"}},
      {"--hard", {"positions"}},
      {"--records", {"positions"}},
      {"--kept", {"positions"}},
      {"--pooled-bases", {"positions"}},
      {"--site-spread", {"positions"}},
      {"--unsure-within", {"positions"}},
      {"--unsure-weight", {"positions"}},
      {"--share-sites", {"positions"}},
      {"--share-hard", {"positions"}},
      {"--share-records", {"positions"}},
      {"--share-anywhere", {"positions"}},
      {"--hard-weight", {"positions"}},
      {"--records-weight", {"positions"}},
      {"--anywhere-weight", {"positions"}},
      {"--hard-negatives", {"stranded"}},
      {"--exclude-regions", {"stranded", "positions", "masked-lm"}},
      {"--exclude-from", {"classify", "stranded"}},
      {"--dev-positive", {"classify", "stranded"}},
      {"--dev-negative", {"classify", "stranded"}},
      {"--dev-table", {"classify"}},
      {"--dev-regions", {"stranded", "positions", "masked-lm"}},
      {"--dev-fraction", {"classify", "masked-lm"}},
      {"--dev-random-windows", {"stranded", "positions", "masked-lm"}},
      {"--window", {"stranded", "positions", "masked-lm"}},
      {"--tss-index", {"stranded"}},
      {"--flank", {"stranded"}},
      {"--positive-within", {"stranded"}},
      {"--ignored-within", {"stranded"}},
      {"--near-within", {"stranded"}},
      {"--random-distance", {"stranded"}},
      {"--share-promoters", {"stranded"}},
      {"--share-negatives", {"stranded"}},
      {"--share-genome-promoters", {"stranded"}},
      {"--share-genome-near", {"stranded"}},
      {"--share-genome-mirror", {"stranded"}},
      {"--share-genome-random", {"stranded"}},
      {"--share-hard-negatives", {"stranded"}},
      {"--share-cropped", {"stranded", "positions"}},
      {"--share-flankless", {"stranded"}},
      {"--share-mutated", {"stranded", "positions"}},
      {"--mask-fraction", {"masked-lm"}},
      {"--mask-span", {"masked-lm"}},
      {"--label-smoothing", {"classify", "stranded"}},
      {"--class-weights", {"classify"}},
      {"--teacher", {"stranded"}},
      {"--first-stage-weight", {"stranded"}},
  };
  return options;
}

/// An option that says nothing without another.
struct DependentOption {
  std::string_view name;
  std::string_view needed;
};

constexpr DependentOption dependent_options[] = {
    {"--tss", "--genome"},
    {"--train-regions", "--genome"},
    {"--dev-regions", "--genome"},
    {"--exclude-regions", "--genome"},
    {"--hard-negatives", "--genome"},
    {"--share-hard", "--hard"},
    {"--hard-weight", "--hard"},
    {"--share-records", "--records"},
    {"--records-weight", "--records"},
    {"--dev-random-windows", "--dev-regions"},
    {"--exclude-from", "--exclude-kmers"},
    {"--teachers-share", "--teacher"},
    {"--checkpoint-minutes", "--checkpoint"},
    {"--checkpoint-steps", "--checkpoint"},
};

void check_model(const Options& options) {
  if (options.config.empty() && options.init.empty()) throw UsageError("give --config FILE or --init MODEL");
  std::set<std::string> names;
  for (const std::string& label : options.labels) {
    if (label.empty()) throw UsageError("--labels: a name is empty");
    if (!names.insert(label).second) throw UsageError(fmt::format("--labels: '{}' is there twice", label));
  }
}

bool any_bed(const std::vector<std::string>& files) {
  return std::ranges::any_of(files, seqlens::labelled::is_bed_name);
}

void check_data(const Options& options) {
  const bool labelled = !options.positive.empty() || !options.negative.empty() || !options.table.empty();
  if (options.objective == "classify" && !labelled)
    throw UsageError("--objective classify: give --positive and --negative, or --table");
  if (options.objective == "stranded" && options.positive.empty() && options.tss.empty())
    throw UsageError("--objective stranded: give --positive, or --genome and --tss");
  if (options.objective == "positions" &&
      (options.genome.empty() || options.sites.empty() || options.site_geometry.kept == 0))
    throw UsageError("--objective positions: give --genome, --sites and --kept");
}

void check_masked_lm_data(const Options& options) {
  if (options.objective != "masked-lm") return;
  if (options.unlabelled.empty() && options.genome.empty())
    throw UsageError("--objective masked-lm: give --unlabelled or --genome");
  if (!options.unlabelled.empty() && !options.genome.empty())
    throw UsageError("--unlabelled and --genome: give one of them");
  if (options.dev_fraction > 0 && !options.genome.empty())
    throw UsageError("--dev-fraction keeps back records of --unlabelled; with --genome give --dev-regions");
  if (!options.exclude_kmers.empty() && options.genome.empty())
    throw UsageError("--exclude-kmers with masked-lm works with --genome");
}

void check_bed(const Options& options) {
  bool bed = false;
  for (const auto* files :
       {&options.positive, &options.negative, &options.dev_positive, &options.dev_negative}) {
    bed = bed || any_bed(*files);
  }
  if (bed && options.genome.empty())
    throw UsageError("a BED file as --positive or --negative needs --genome");
  if (bed && options.objective != "classify")
    throw UsageError("a BED file as --positive or --negative works with --objective classify");
  if (!bed && options.objective == "classify" && !options.genome.empty())
    throw UsageError("--genome with --objective classify: give BED files as --positive and --negative");
}

void check_objective(const Options& options, const Given& given) {
  for (const ObjectiveOption& option : objective_options()) {
    if (given(option.name) &&
        std::ranges::find(option.objectives, options.objective) == option.objectives.end())
      throw UsageError(
          fmt::format("{} works with --objective {}", option.name, fmt::join(option.objectives, " or ")));
  }
  for (const DependentOption& option : dependent_options) {
    if (given(option.name) && !given(option.needed))
      throw UsageError(fmt::format("{} needs {}", option.name, option.needed));
  }
}

void check_windows(const Options& options) {
  if (options.objective != "stranded") return;
  const auto& g = options.geometry;
  if (g.tss_index >= g.window)
    throw UsageError(fmt::format("--tss-index {}: windows have {} bases, the first is 0 (--window)",
                                 g.tss_index, g.window));
  if (g.positive_within >= g.window)
    throw UsageError(
        fmt::format("--positive-within {}: windows have {} bases (--window)", g.positive_within, g.window));
  if (g.ignored_within < g.positive_within)
    throw UsageError(fmt::format("--ignored-within {} lies below --positive-within {}", g.ignored_within,
                                 g.positive_within));
  if (g.near_within < g.ignored_within)
    throw UsageError(
        fmt::format("--near-within {} lies below --ignored-within {}", g.near_within, g.ignored_within));
}

void check_metric(const Options& options) {
  const bool has_dev = !options.dev_positive.empty() || !options.dev_negative.empty() ||
                       !options.dev_table.empty() || !options.dev_regions.empty() || options.dev_fraction > 0;
  if (!has_dev && (!options.metric.empty() || options.patience > 0)) {
    throw UsageError(
        "--metric and --patience need a dev set: --dev-table, --dev-positive, --dev-regions or "
        "--dev-fraction");
  }
}

void check_files(const Options& options) {
  const std::vector<std::string> read = files_read(options);
  seqlens::input::require_each_stream_once(read);
  if (!options.checkpoint.empty())
    seqlens::input::require_files(read, "--checkpoint compares the data again when it goes on");
  for (const std::string& source : options.exclude_kmers)
    seqlens::input::require_files({seqlens::labelled::locate_excluded(source).file},
                                  "--exclude-kmers reads it several times");
  seqlens::cli::check_outputs(
      options.common,
      {{"-o", options.output}, {"--checkpoint", options.checkpoint}, {"--metrics", options.metrics}}, read);
}

}  // namespace

void refuse_conflicts(const Options& options, const Given& given) {
  check_model(options);
  check_data(options);
  check_masked_lm_data(options);
  check_objective(options, given);
  check_bed(options);
  check_windows(options);
  check_metric(options);
  check_files(options);
}

}  // namespace model_train
