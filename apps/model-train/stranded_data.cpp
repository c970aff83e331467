#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/genome_exclusion.h"
#include "seqlens/labelled/genome_parts.h"
#include "seqlens/labelled/genome_set.h"
#include "seqlens/labelled/labelled_record.h"
#include "seqlens/labelled/record_sorter.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/promoter_sampler.h"

#include "model-train/record_encoding.h"
#include "model-train/training_data.h"

namespace model_train {

using namespace seqlens::labelled;
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
  static_cast<GenomeParts&>(located) =
      read_parts({options.train_regions, options.dev_regions, options.exclude_regions}, genome);
  located.sites = read_tss(options.tss, genome);
  return located;
}

/// Reads labelled FASTA files and sorts their records into training, dev and dropped.
class SortedFiles {
 public:
  SortedFiles(const Options& options, const seqlens::tokenize::Tokenizer& tokenizer,
              const LocatedGenome& genome, std::vector<std::string>& notes)
      : options_(options),
        tokenizer_(tokenizer),
        sorter_(genome.sites, genome, options.geometry.random_distance),
        notes_(notes) {}

  /// The training records of a file; dev records go to dev().
  std::vector<LabelledRecord> read(const std::string& file, int target) {
    std::vector<LabelledRecord> training;
    std::map<RecordUse, std::size_t> left_out;
    for (LabelledRecord& record : read_some_labelled_fasta(file, target)) {
      const RecordUse use = sorter_.use_of(record);
      if (use == RecordUse::training) {
        require_window(record);
        training.push_back(std::move(record));
      } else if (use == RecordUse::dev) {
        dev_.push_back(std::move(record));
      } else {
        ++left_out[use];
      }
    }
    notes_.push_back(
        fmt::format("{}: {} training records; left out {} near a TSS, {} outside the training regions", file,
                    training.size(), left_out[RecordUse::near_tss], left_out[RecordUse::outside]));
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
  RecordSorter sorter_;
  std::vector<std::string>& notes_;
  std::vector<LabelledRecord> dev_;
};

void drop_shared(const Options& options, std::vector<LabelledRecord>& records,
                 std::vector<std::string>& notes) {
  if (options.exclude_kmers.empty() || records.empty()) return;
  const std::size_t before = records.size();
  const int target = records.front().target;
  const std::size_t dropped = drop_sharing(records, locate_all_excluded(options.exclude_kmers), false);
  notes.push_back(
      fmt::format("{} of {} records of class {} share a 40-mer with --exclude-kmers and are left out",
                  dropped, before, target));
}

void drop_shared_sites(const Options& options, LocatedGenome& genome, std::vector<std::string>& notes) {
  if (options.exclude_kmers.empty()) return;
  const auto [compared, dropped] = exclude_shared_sites(genome.sites, options.geometry,
                                                        locate_all_excluded(options.exclude_kmers), genome);
  notes.push_back(
      fmt::format("{} of {} TSS in the training regions share a 40-mer with --exclude-kmers and are left out",
                  dropped, compared));
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

template <class Item>
void append(std::vector<Item> more, std::vector<Item>& all) {
  std::ranges::move(more, std::back_inserter(all));
}

std::vector<Example> dev_examples(const Options& options, const ModelSetup& setup,
                                  const LocatedGenome& genome, std::vector<LabelledRecord> records) {
  for (const std::string& file : options.dev_positive) append(read_some_labelled_fasta(file, 1), records);
  for (const std::string& file : options.dev_negative) append(read_some_labelled_fasta(file, 0), records);
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
  SortedFiles files(options, *setup.tokenizer, genome, data.notes);
  PromoterData promoters;
  std::vector<LabelledRecord> positives;
  for (const std::string& file : options.positive) {
    std::ranges::move(files.read(file, seqlens::train::kPlus), std::back_inserter(positives));
  }
  drop_shared(options, positives, data.notes);
  drop_shared_sites(options, genome, data.notes);
  promoters.promoter_records = bases_of(positives);
  for (const std::string& file : options.negative) {
    std::vector<LabelledRecord> negatives = files.read(file, seqlens::train::kNoPromoter);
    if (options.exclude_from == "all") drop_shared(options, negatives, data.notes);
    promoters.negative_records.push_back(bases_of(negatives));
  }
  std::vector<Example> dev = dev_examples(options, setup, genome, std::move(files.dev()));
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
