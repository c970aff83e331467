#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/input/tss_file.h"
#include "seqlens/labelled/genome_parts.h"
#include "seqlens/labelled/genome_set.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/site_sampler.h"

#include "model-train/training_data.h"

namespace model_train {

using namespace seqlens::labelled;
using seqlens::InputError;
using seqlens::train::ExampleList;
using seqlens::train::PlacedInterval;
using seqlens::train::SiteData;
using seqlens::train::SiteGeometry;
using seqlens::train::SiteMixture;
using seqlens::train::SiteSampler;
using seqlens::train::Tss;

namespace {

std::vector<PlacedInterval> read_places(const std::string& file, const GenomeSet& genome) {
  std::vector<PlacedInterval> places;
  for (const auto& line : seqlens::seqio::read_bed(file, {.contigs = &genome.contigs()}))
    places.push_back({line.contig, line.interval, line.strand});
  return places;
}

std::vector<Tss> read_sites(const std::string& file, const GenomeSet& genome) {
  std::vector<Tss> sites;
  for (const auto& line : seqlens::input::read_tss(file, &genome.contigs())) {
    if (line.strand == seqlens::Strand::unknown)
      throw InputError(file, line.line, "no strand (column 6); a site needs + or -");
    sites.push_back({line.contig, line.position, line.strand});
  }
  if (sites.empty()) throw InputError(file, "there is no site in it");
  return sites;
}

SiteData read_annotations(const Options& options, const GenomeSet& genome) {
  SiteData data;
  for (const std::string& file : options.sites) data.sites.push_back(read_sites(file, genome));
  for (const std::string& file : options.hard) data.hard.push_back(read_places(file, genome));
  for (const std::string& file : options.records) data.records.push_back(read_places(file, genome));
  for (const std::string& file : options.ignore) {
    const auto places = read_places(file, genome);
    data.ignored.insert(data.ignored.end(), places.begin(), places.end());
  }
  return data;
}

SiteMixture mixture_of(const Options& options) {
  SiteMixture mixture = options.site_mixture;
  mixture.cropped = options.mixture.cropped;
  mixture.mutated = options.mixture.mutated;
  if (options.hard.empty()) mixture.hard = 0;
  if (options.records.empty()) mixture.records = 0;
  return mixture;
}

void require_model(const ModelSetup& setup) {
  if (!setup.config.token_head)
    throw seqlens::UsageError(
        "--objective positions: the model has no token head ('token_head' with the outputs + and -)");
  if (setup.tokenizer->kind() != "base")
    throw seqlens::UsageError("--objective positions works with the tokenizer base");
}

}  // namespace

int positions_window(const Options& options, const ModelSetup& setup) {
  if (options.window > 0) return options.window;
  if (setup.config.window_tokens > 0) return setup.config.window_tokens;
  throw seqlens::UsageError("--objective positions: the model has no window, so give --window BASES");
}

TrainingData positions_data(const Options& options, const ModelSetup& setup) {
  require_model(setup);
  SiteGeometry geometry = options.site_geometry;
  geometry.window = positions_window(options, setup);
  const GenomeSet genome(options.genome);
  GenomeParts parts =
      read_parts({options.train_regions, options.dev_regions, options.exclude_regions}, genome);
  SiteData training = read_annotations(options, genome);
  SiteData dev{std::move(parts.dev), training.sites, training.ignored, {}, {}};
  training.contigs = std::move(parts.training);

  TrainingData data;
  const std::uint64_t epoch = static_cast<std::uint64_t>(options.batch) * options.evaluate_every;
  auto sampler = std::make_unique<SiteSampler>(setup.config, std::move(training), geometry,
                                               mixture_of(options), epoch, options.common.seed);
  static_cast<void>(sampler->example(0, 0));  // nothing to learn from: say it now
  data.notes.push_back(
      fmt::format("different sites with a window, by list: {}", fmt::join(sampler->places(), ", ")));
  data.training = std::move(sampler);
  if (dev.contigs.empty()) return data;
  // Its loss shall fall with that of training, so windows weigh the same.
  const SiteMixture anywhere{
      .sites = 0, .hard = 0, .anywhere = 1, .anywhere_weight = options.site_mixture.anywhere_weight};
  const SiteSampler judged(setup.config, std::move(dev), geometry, anywhere, 1, options.common.seed);
  auto windows = judged.dev_windows(static_cast<std::size_t>(options.dev_random_windows));
  if (windows.empty()) throw seqlens::Error("the dev set has no window");
  data.notes.push_back(fmt::format("dev: {} windows; different sites by list: {}", windows.size(),
                                   fmt::join(judged.places(), ", ")));
  data.dev = std::make_unique<ExampleList>(std::move(windows), ExampleList::Order::as_given);
  return data;
}

}  // namespace model_train
