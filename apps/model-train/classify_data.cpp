#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/dev_split.h"
#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/genome_set.h"
#include "seqlens/labelled/label_table.h"
#include "seqlens/labelled/labelled_record.h"
#include "seqlens/train/example_list.h"

#include "model-train/molecule_check.h"
#include "model-train/record_encoding.h"
#include "model-train/training_data.h"

namespace model_train {

using namespace seqlens::labelled;
using seqlens::train::ExampleList;

namespace {

/// Reads labelled files: FASTA, tables, and BED files over the genome.
class RecordFiles {
 public:
  RecordFiles(const Options& options, const seqlens::model::ClassifyHead& head)
      : labels_(LabelNames::of_classes(head.labels)), genome_(options.genome) {}

  [[nodiscard]] std::vector<LabelledRecord> read(const std::vector<std::string>& positive,
                                                 const std::vector<std::string>& negative,
                                                 const std::string& table) const {
    std::vector<LabelledRecord> records;
    for (const std::string& file : positive) append(read_file(file, 1), records);
    for (const std::string& file : negative) append(read_file(file, 0), records);
    if (!table.empty()) append(read_table(table), records);
    return records;
  }

 private:
  static void append(std::vector<LabelledRecord> more, std::vector<LabelledRecord>& records) {
    std::ranges::move(more, std::back_inserter(records));
  }

  [[nodiscard]] std::vector<LabelledRecord> read_file(const std::string& file, int target) const {
    if (is_bed_name(file)) return read_labelled_bed(file, target, genome_);
    return read_some_labelled_fasta(file, target);
  }

  [[nodiscard]] std::vector<LabelledRecord> read_table(const std::string& file) const {
    auto records = read_labelled_table(file, labels_, TableOrigins::groups);
    if (records.empty()) throw seqlens::InputError(file, "there is no record below the header line");
    return records;
  }

  LabelNames labels_;
  GenomeSet genome_;
};

/// Records of each class, "1200 of class 0, 1180 of class 1"; an empty class is an error.
std::string class_counts(const std::vector<LabelledRecord>& records, std::size_t classes,
                         std::string_view set) {
  std::vector<std::size_t> counts(classes);
  for (const LabelledRecord& record : records) ++counts[static_cast<std::size_t>(record.target)];
  std::string text;
  for (std::size_t c = 0; c < classes; ++c) {
    if (counts[c] == 0) throw seqlens::Error(fmt::format("the {} set has no record of class {}", set, c));
    text += fmt::format("{}{} of class {}", c ? ", " : "", counts[c], c);
  }
  return text;
}

seqlens::scan::RecordLengths lengths_of(const std::vector<LabelledRecord>& records) {
  std::vector<std::int64_t> lengths;
  for (const LabelledRecord& record : records)
    lengths.push_back(static_cast<std::int64_t>(record.bases.size()));
  return seqlens::scan::lengths_of(lengths);
}

}  // namespace

TrainingData classify_data(const Options& options, const ModelSetup& setup) {
  if (!setup.config.classify) throw seqlens::Error("--objective classify: the model has no classify head");
  const auto& head = *setup.config.classify;
  const std::size_t classes = std::max<std::size_t>(head.labels.size(), 2);
  const RecordFiles files(options, head);
  std::vector<LabelledRecord> training = files.read(options.positive, options.negative, options.table);
  std::vector<LabelledRecord> dev = files.read(options.dev_positive, options.dev_negative, options.dev_table);
  TrainingData data;
  MoleculeCheck molecules(*setup.tokenizer);
  for (const auto* records : {&training, &dev})
    for (const LabelledRecord& record : *records) molecules.add(record.place, record.bases);
  molecules.warn(data.warnings);
  if (!options.exclude_kmers.empty()) {
    const std::size_t dropped = drop_sharing(training, locate_all_excluded(options.exclude_kmers),
                                             options.exclude_from == "positives");
    data.notes.push_back(
        fmt::format("{} training records share a 40-mer with --exclude-kmers and are left out", dropped));
  }
  std::ranges::move(keep_back(training, options.dev_fraction, options.common.seed, data.warnings),
                    std::back_inserter(dev));
  data.notes.push_back("training: " + class_counts(training, classes, "training"));
  data.lengths = lengths_of(training);
  data.training = std::make_unique<ExampleList>(encode_records(training, *setup.tokenizer, setup.config),
                                                ExampleList::Order::shuffled, options.common.seed);
  if (dev.empty()) return data;
  data.notes.push_back("dev: " + class_counts(dev, classes, "dev"));
  data.dev = std::make_unique<ExampleList>(encode_records(dev, *setup.tokenizer, setup.config),
                                           ExampleList::Order::as_given);
  return data;
}

}  // namespace model_train
