#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/promoter_sampler.h"

#include "model-train/exclusion.h"
#include "model-train/genome_parts.h"
#include "model-train/genome_set.h"
#include "model-train/labelled_records.h"
#include "model-train/record_encoding.h"
#include "model-train/training_data.h"

namespace model_train {

using seqlens::seqio::Region;
using seqlens::train::Example;
using seqlens::train::ExampleList;
using seqlens::train::PromoterData;
using seqlens::train::Tss;

namespace {

/// What the genome contributes; all empty without --genome.
struct LocatedGenome : GenomeParts {
  std::vector<Tss> sites;
};

LocatedGenome read_genome(const Options& options) {
  LocatedGenome located;
  if (options.genome.empty()) return located;
  const GenomeSet genome(options.genome);
  static_cast<GenomeParts&>(located) = read_parts(options, genome);
  located.sites = read_tss(options.tss, genome);
  return located;
}

bool inside(const Region& locus, const std::vector<Region>& regions) {
  return std::ranges::any_of(regions, [&](const Region& region) {
    return region.contig == locus.contig && region.interval.begin <= locus.interval.begin &&
           locus.interval.end <= region.interval.end;
  });
}

bool touches(const Region& locus, const std::vector<Region>& regions) {
  return std::ranges::any_of(regions, [&](const Region& region) {
    return region.contig == locus.contig && region.interval.overlaps(locus.interval);
  });
}

/// Reads labelled FASTA files and sorts their records into training, dev and dropped.
class RecordSorter {
 public:
  RecordSorter(const Options& options, const seqlens::tokenize::Tokenizer& tokenizer,
               const LocatedGenome& genome, std::vector<std::string>& notes)
      : options_(options), tokenizer_(tokenizer), genome_(genome), index_(genome.sites), notes_(notes) {}

  /// The training records of a file; dev records go to dev().
  std::vector<LabelledRecord> read(const std::string& file, int target) {
    std::vector<LabelledRecord> training;
    std::size_t near_tss = 0, elsewhere = 0;
    for (LabelledRecord& record : read_labelled_fasta(file, target)) {
      const std::string contig = record.locus ? record.locus->contig : std::string();
      if (target == seqlens::train::kNoPromoter && record.locus &&
          index_.any_near(contig, record.locus->interval, options_.geometry.random_distance)) {
        ++near_tss;
      } else if (record.locus && inside(*record.locus, genome_.dev_regions)) {
        dev_.push_back(std::move(record));
      } else if (record.locus && !genome_.train_regions.empty() &&
                 (!inside(*record.locus, genome_.train_regions) ||
                  touches(*record.locus, genome_.excluded))) {
        ++elsewhere;
      } else {
        require_window(record);
        training.push_back(std::move(record));
      }
    }
    notes_.push_back(
        fmt::format("{}: {} training records; left out {} near a TSS, {} outside the training regions", file,
                    training.size(), near_tss, elsewhere));
    return training;
  }

  std::vector<LabelledRecord>& dev() { return dev_; }

 private:
  void require_window(const LabelledRecord& record) const {
    require_letters(record.place, record.bases, tokenizer_);
    const auto length = static_cast<std::int64_t>(record.bases.size());
    if (length == options_.geometry.window) return;
    throw seqlens::InputError(record.place, fmt::format("{} bases; the windows have {} (--window)", length,
                                                        options_.geometry.window));
  }

  const Options& options_;
  const seqlens::tokenize::Tokenizer& tokenizer_;
  const LocatedGenome& genome_;
  seqlens::train::TssIndex index_;
  std::vector<std::string>& notes_;
  std::vector<LabelledRecord> dev_;
};

void drop_shared(const Options& options, std::vector<LabelledRecord>& records,
                 std::vector<std::string>& notes) {
  if (options.exclude_kmers.empty() || records.empty()) return;
  const std::size_t before = records.size();
  const int target = records.front().target;
  const std::size_t dropped = drop_sharing(records, options.exclude_kmers, false);
  notes.push_back(
      fmt::format("{} of {} records of class {} share a 40-mer with --exclude-kmers and are left out",
                  dropped, before, target));
}

/// Takes the surroundings of located TSS whose promoter shares a 40-mer with --exclude-kmers out of the
/// training regions, so that no training window touches them.
void exclude_shared_sites(const Options& options, LocatedGenome& genome, std::vector<std::string>& notes) {
  if (options.exclude_kmers.empty()) return;
  const auto& geometry = options.geometry;
  const std::int64_t slack = geometry.positive_within;
  std::vector<std::string> promoters;
  std::vector<Region> around;
  for (const Tss& site : genome.sites) {
    const auto contig =
        std::ranges::find(genome.training, site.contig, &seqlens::train::TrainingContig::name);
    const Region reach{site.contig,
                       {site.position - geometry.window - slack, site.position + geometry.window + slack}};
    if (contig == genome.training.end() || !touches(reach, genome.train_regions)) continue;
    const std::int64_t begin = seqlens::train::window_begin(geometry, site.strand, site.position) - slack;
    const std::int64_t first = std::max<std::int64_t>(0, begin);
    const std::int64_t length = begin + geometry.window + 2 * slack - first;
    promoters.push_back(
        contig->bases.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(length)));
    around.push_back(reach);
  }
  std::vector<const std::string*> candidates;
  for (const std::string& bases : promoters) candidates.push_back(&bases);
  const seqlens::evaluate::KmerSet shared = shared_kmers(candidates, options.exclude_kmers);
  std::vector<Region> dropped;
  for (std::size_t i = 0; i < promoters.size(); ++i) {
    if (shared.shares(promoters[i])) dropped.push_back(around[i]);
  }
  exclude(genome.training, dropped);
  notes.push_back(
      fmt::format("{} of {} TSS in the training regions share a 40-mer with --exclude-kmers and are left out",
                  dropped.size(), promoters.size()));
}

std::vector<std::string> bases_of(const std::vector<LabelledRecord>& records) {
  std::vector<std::string> bases;
  for (const LabelledRecord& record : records) bases.push_back(record.bases);
  return bases;
}

std::vector<seqlens::train::MinedWindow> read_mined(const std::vector<std::string>& files) {
  std::vector<seqlens::train::MinedWindow> windows;
  for (const std::string& file : files) {
    for (const auto& line : seqlens::seqio::read_bed(file))
      windows.push_back({line.contig, line.interval.begin});
  }
  return windows;
}

/// Shares of kinds of which the command line gives no data count as 0.
seqlens::train::PromoterMixture mixture_for(const Options& options, const PromoterData& data) {
  seqlens::train::PromoterMixture mixture = options.mixture;
  if (data.promoter_records.empty()) mixture.promoter_records = 0;
  if (data.negative_records.empty()) mixture.negative_records = 0;
  if (data.sites.empty()) mixture.genome_promoters = mixture.genome_near = mixture.genome_mirror = 0;
  if (data.contigs.empty()) mixture.genome_random = 0;
  if (data.hard_negatives.empty()) mixture.hard_negatives = 0;
  return mixture;
}

void append(std::vector<Example> more, std::vector<Example>& examples) {
  std::ranges::move(more, std::back_inserter(examples));
}

std::vector<Example> dev_examples(const Options& options, const ModelSetup& setup,
                                  const LocatedGenome& genome, std::vector<LabelledRecord> records) {
  for (const std::string& file : options.dev_positive)
    std::ranges::move(read_labelled_fasta(file, 1), std::back_inserter(records));
  for (const std::string& file : options.dev_negative)
    std::ranges::move(read_labelled_fasta(file, 0), std::back_inserter(records));
  for (LabelledRecord& record : records)
    record.bases = seqlens::train::with_flanks(record.bases, options.geometry.flank);
  std::vector<Example> examples = encode_records(records, *setup.tokenizer, setup.config);
  append(seqlens::train::promoter_dev_windows(genome.dev, genome.sites, options.geometry,
                                              static_cast<std::size_t>(options.dev_random_windows),
                                              options.common.seed),
         examples);
  return examples;
}

void require_window(const seqlens::train::PromoterGeometry& geometry,
                    const seqlens::model::EncoderConfig& config) {
  const std::int64_t seen = geometry.window + 2 * geometry.flank;
  if (config.window_tokens == seen) return;
  throw seqlens::UsageError(
      fmt::format("windows of {} bases with flanks of {} (--flank) are {} bases, the model's windows have {}",
                  geometry.window, geometry.flank, seen, config.window_tokens));
}

std::string target_counts(const std::vector<Example>& examples) {
  std::array<std::size_t, 4> counts{};
  for (const Example& example : examples) ++counts[static_cast<std::size_t>(example.target)];
  return fmt::format("{} none, {} plus, {} minus, {} either", counts[0], counts[1], counts[2], counts[3]);
}

void require_both(const std::vector<Example>& dev, const std::string& metric) {
  if (metric == "loss" || metric == "accuracy") return;
  const auto none = std::ranges::count(dev, static_cast<int>(seqlens::train::kNoPromoter), &Example::target);
  if (none > 0 && static_cast<std::size_t>(none) < dev.size()) return;
  throw seqlens::Error(
      fmt::format("the dev set has {}; --metric {} needs windows with a promoter and without",
                  target_counts(dev), metric));
}

}  // namespace

TrainingData stranded_data(const Options& options, const ModelSetup& setup) {
  require_window(options.geometry, setup.config);
  TrainingData data;
  LocatedGenome genome = read_genome(options);
  RecordSorter sorter(options, *setup.tokenizer, genome, data.notes);
  PromoterData promoters;
  std::vector<LabelledRecord> positives;
  for (const std::string& file : options.positive) {
    std::ranges::move(sorter.read(file, seqlens::train::kPlus), std::back_inserter(positives));
  }
  drop_shared(options, positives, data.notes);
  exclude_shared_sites(options, genome, data.notes);
  promoters.promoter_records = bases_of(positives);
  for (const std::string& file : options.negative) {
    std::vector<LabelledRecord> negatives = sorter.read(file, seqlens::train::kNoPromoter);
    if (options.exclude_from == "all") drop_shared(options, negatives, data.notes);
    promoters.negative_records.push_back(bases_of(negatives));
  }
  std::vector<Example> dev = dev_examples(options, setup, genome, std::move(sorter.dev()));
  promoters.contigs = std::move(genome.training);
  promoters.sites = std::move(genome.sites);
  promoters.hard_negatives = read_mined(options.hard_negatives);
  const auto mixture = mixture_for(options, promoters);
  const std::uint64_t epoch = static_cast<std::uint64_t>(options.batch) * options.evaluate_every;
  data.training = std::make_unique<seqlens::train::PromoterSampler>(std::move(promoters), options.geometry,
                                                                    mixture, epoch, options.common.seed);
  if (dev.empty()) return data;
  require_both(dev, chosen_metric(options));
  data.notes.push_back("dev: " + target_counts(dev));
  data.dev = std::make_unique<ExampleList>(std::move(dev), ExampleList::Order::as_given);
  return data;
}

}  // namespace model_train
