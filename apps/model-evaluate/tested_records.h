#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/labelled/label_names.h"
#include "seqlens/labelled/labelled_record.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

/// A record to be measured: target 1 is positive, 0 negative; records of one group are drawn together.
struct TestedRecord : seqlens::labelled::LabelledRecord {
  std::size_t set = 0;  // of negatives, counted from 1; 0 for positives
};

/// Everything to be measured: the positives, then the negative sets one after the other.
struct TestedRecords {
  std::vector<TestedRecord> records;
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
[[nodiscard]] TestedRecords read_tested_records(const Options& options,
                                                const seqlens::labelled::LabelNames& labels);

}  // namespace model_evaluate
