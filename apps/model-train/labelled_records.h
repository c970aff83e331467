#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/seqio/record.h"
#include "seqlens/seqio/region.h"

namespace model_train {

/// One labelled sequence and what its header says about where it comes from.
struct LabelledRecord {
  std::string place;  ///< "x.fa: record 'P1'", for error texts
  std::string bases;
  int target = 0;
  std::string group;  ///< records of one group are never split between training and dev; empty: none is known
  std::optional<seqlens::seqio::Region> locus;  ///< from the header
};

/// Reads FASTA records with one label, and group and locus of their headers.
/// @throws InputError; also when the file has no record.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_fasta(const std::string& file, int target);

/// Reads a TSV or CSV file (seqio/column_file.h) with the columns "sequence" and "label", perhaps one with
/// the group: "group", else "cluster", else "chrom". A label is one of the model's label names, or its
/// number.
/// @throws InputError naming file, line, what was found and the labels there are.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_table(const std::string& file,
                                                              const seqlens::model::ClassifyHead& head);

/// What the header of a record says of where it comes from (seqio/record_origin.h).
struct HeaderOrigin {
  std::string group;  ///< its cluster; else the contig of its locus; else empty
  std::optional<seqlens::seqio::Region> locus;
};
[[nodiscard]] HeaderOrigin origin_in_header(const seqlens::seqio::Record& record);

}  // namespace model_train
