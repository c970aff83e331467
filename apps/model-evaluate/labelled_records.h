#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model-evaluate/options.h"
#include "model-evaluate/table_labels.h"

namespace model_evaluate {

struct LabelledRecord {
  std::string name;
  std::string bases;
  std::string group;  // records of one group are drawn together
  std::uint8_t label = 0;
  std::size_t set = 0;  // of negatives; 0 for positives
};

/// Everything to be measured: the positives, then the negative sets one after the other.
struct LabelledRecords {
  std::vector<LabelledRecord> records;
  std::vector<std::string> negative_sets;  // names
};

/// Names a set and its files: "exon=negatives.fa", or the file's name up to the first dot.
struct NamedFile {
  std::string name;
  std::string file;
};
[[nodiscard]] NamedFile parse_named_file(const std::string& text);

/// The bases of all records of a FASTA (or FASTQ, BAM) file.
[[nodiscard]] std::vector<std::string> read_all_bases(const std::string& file);

/// Reads --positive and --negative, or --table, with groups as --group-by says. Empty records are refused.
/// @param labels  that the table may use.
/// @throws InputError with file and line or record.
[[nodiscard]] LabelledRecords read_labelled_records(const Options& options, const TableLabels& labels);

}  // namespace model_evaluate
