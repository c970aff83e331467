#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/labelled/genome_set.h"
#include "seqlens/seqio/record.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/region.h"

namespace seqlens::labelled {

/// One labelled sequence, and what is known of where it comes from.
struct LabelledRecord {
  std::string place;  ///< "x.fa: record 'P1'", "x.tsv:7": for error texts
  std::string name;   ///< empty: it has none
  std::string bases;
  int target = 0;                ///< the number of its class
  std::string group;             ///< records of one group stay together; empty: none is known
  seqio::RecordOrigin origin{};  ///< cluster and locus, as far as they are said

  /// The locus; nothing where none is said.
  [[nodiscard]] std::optional<seqio::Region> locus() const;
};

/// The group of an origin: its cluster, else the contig of its locus, else empty.
[[nodiscard]] std::string group_of(const seqio::RecordOrigin& origin);

/// What the header of a record says of its origin.
[[nodiscard]] seqio::RecordOrigin origin_in_header(const seqio::Record& record);

/// Records of a FASTA (or FASTQ, BAM) file under one label, with the origins of their headers. Records
/// without bases are kept: what they mean is up to the caller.
/// @throws InputError as the reader.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_fasta(const std::string& file, int target);

/// The same of a file that must have some. @throws InputError also when it has none.
[[nodiscard]] std::vector<LabelledRecord> read_some_labelled_fasta(const std::string& file, int target);

/// Intervals of a BED file under one label: the bases of their strand; the contig is the group.
/// @throws InputError with the line; for a contig that the genome lacks.
[[nodiscard]] std::vector<LabelledRecord> read_labelled_bed(const std::string& file, int target,
                                                            const GenomeSet& genome);

/// The bases of each.
[[nodiscard]] std::vector<std::string> bases_of(const std::vector<LabelledRecord>& records);

}  // namespace seqlens::labelled
