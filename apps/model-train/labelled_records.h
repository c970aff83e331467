#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/config.h"
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

/// Reads a TSV or CSV file (told from its header line) with the columns "sequence" and "label", perhaps
/// "group". A label is one of the model's label names, or its number.
/// @throws InputError naming file, line, what was found and the labels there are.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_table(const std::string& file,
                                                              const seqlens::model::ClassifyHead& head);

/// The group that a FASTA header names: "cluster=..."; else the contig of its locus; else empty.
[[nodiscard]] std::string group_in_header(std::string_view description);

/// The locus that a FASTA header names, "GRCh37:X:64181-64481(+)" or "locus=X:64181-64481(+)", 0-based and
/// half-open.
[[nodiscard]] std::optional<seqlens::seqio::Region> locus_in_header(std::string_view description);

}  // namespace model_train
