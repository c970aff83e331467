#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/dev_split.h"
#include "seqlens/labelled/genome_exclusion.h"
#include "seqlens/labelled/genome_parts.h"
#include "seqlens/labelled/labelled_record.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/genome_windows.h"

#include "model-train/masking_setup.h"
#include "model-train/molecule_check.h"
#include "model-train/record_encoding.h"
#include "model-train/training_data.h"

namespace model_train {

using namespace seqlens::labelled;
using seqlens::train::ExampleList;
using seqlens::train::GenomeWindows;

namespace {

std::int64_t window_of(const Options& options, const ModelSetup& setup) {
  if (options.window > 0) return options.window;
  if (setup.config.window_tokens > 0) return setup.config.window_tokens;
  throw seqlens::UsageError("--genome with masked-lm: the model has no window, so give --window BASES");
}

void exclude_stretches(const std::vector<std::string>& excluded,
                       std::vector<seqlens::train::TrainingContig>& contigs,
                       std::vector<std::string>& notes) {
  if (excluded.empty()) return;
  notes.push_back(fmt::format("{} bases of the genome lie in 40-mers of --exclude-kmers and are left out",
                              exclude_shared_stretches(locate_all_excluded(excluded), contigs)));
}

TrainingData genome_data(const Options& options, const ModelSetup& setup) {
  if (setup.tokenizer->kind() != "base") {
    throw seqlens::UsageError(
        "--genome with masked-lm works with the tokenizer base; use --unlabelled with another");
  }
  TrainingData data;
  const GenomeSet genome(options.genome);
  const std::int64_t window = window_of(options, setup);
  GenomeParts parts =
      read_parts({options.train_regions, options.dev_regions, options.exclude_regions}, genome);
  exclude_stretches(options.exclude_kmers, parts.training, data.notes);
  const std::uint64_t epoch = static_cast<std::uint64_t>(options.batch) * options.evaluate_every;
  data.training =
      std::make_unique<GenomeWindows>(std::move(parts.training), window, epoch, options.common.seed);
  if (parts.dev.empty()) return data;
  data.dev = std::make_unique<GenomeWindows>(
      std::move(parts.dev), window, static_cast<std::uint64_t>(std::max(1, options.dev_random_windows)),
      options.common.seed + 1);
  return data;
}

TrainingData record_data(const Options& options, const ModelSetup& setup) {
  std::vector<seqlens::train::Example> examples;
  std::vector<SplitUnit> units;
  MoleculeCheck molecules(*setup.tokenizer);
  const seqlens::train::MaskingSettings masking = masking_of(options, setup);
  std::size_t records = 0;
  for (const std::string& file : options.unlabelled) {
    seqlens::seqio::RecordReader reader(file);
    seqlens::seqio::Record record;
    const std::size_t before = records;
    while (reader.read(record)) {
      molecules.add(reader.place(), record.bases);
      ++records;
      auto tokens = encode_record(reader.place(), record.bases, *setup.tokenizer, setup.config);
      const auto predicted = seqlens::train::predicted_tokens(setup.config, tokens.size());
      if (seqlens::train::maskable_tokens(tokens, predicted, masking) == 0) continue;
      examples.push_back({std::move(tokens), 0, 1.0F});
      units.push_back({reader.place(), group_of(origin_in_header(record))});
    }
    if (records == before) throw seqlens::InputError(file, "there is no record in it");
  }
  if (examples.empty())
    throw seqlens::Error("no record of --unlabelled has a letter that can be hidden; are they all N?");
  TrainingData data;
  molecules.warn(data.warnings);
  if (examples.size() < records) {
    data.notes.push_back(fmt::format("{} of {} records have no letter that can be hidden and are left out",
                                     records - examples.size(), records));
  }
  const std::vector<bool> is_dev =
      choose_dev_records(units, options.dev_fraction, options.common.seed, data.warnings);
  std::vector<seqlens::train::Example> training, dev;
  for (std::size_t i = 0; i < examples.size(); ++i)
    (is_dev[i] ? dev : training).push_back(std::move(examples[i]));
  data.notes.push_back(fmt::format("{} training records, {} dev records", training.size(), dev.size()));
  if (!dev.empty()) data.dev = std::make_unique<ExampleList>(std::move(dev), ExampleList::Order::as_given);
  data.training =
      std::make_unique<ExampleList>(std::move(training), ExampleList::Order::shuffled, options.common.seed);
  return data;
}

}  // namespace

TrainingData masked_lm_data(const Options& options, const ModelSetup& setup) {
  return options.genome.empty() ? record_data(options, setup) : genome_data(options, setup);
}

}  // namespace model_train
