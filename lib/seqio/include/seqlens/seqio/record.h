#pragma once

#include <optional>
#include <string>

#include "seqlens/seqio/alignment.h"

namespace seqlens::seqio {

/// What is known of a record before its bases are read.
struct RecordHeader {
  std::string name;  ///< up to the first blank; may be empty ('>' alone)
  std::string
      description;  ///< the rest of the FASTA/FASTQ header line, without the blank; empty for alignments
  std::optional<Alignment> alignment;  ///< SAM, BAM and CRAM only
};

/// One whole record.
struct Record : RecordHeader {
  /// Letters as in the file: soft-masking (lower case), N and IUPAC codes kept. Alignments: as sequenced, so
  /// a read with FLAG 16 is turned back (reverse complement). Empty for SEQ '*'.
  std::string bases;
  /// Phred + 33, one a base, same orientation; empty when the file has none.
  std::string qualities;
};

}  // namespace seqlens::seqio
