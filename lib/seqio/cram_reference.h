#pragma once

#include <memory>
#include <string>

#include "seqlens/seqio/contig_table.h"

#include "hts_handles.h"

namespace seqlens::seqio {

/// The FASTA that a CRAM was compressed against, in a form that htslib reads without writing beside it.
///
/// htslib writes a missing index next to the reference. So a reference without a usable index is shown to it
/// through a symbolic link in a temporary folder, with the index beside the link. The folder lives as long as
/// this object.
class CramReference {
 public:
  /// @param path  empty: none. @param allow_remote  as ReaderOptions.
  CramReference(std::string path, bool allow_remote);
  ~CramReference();
  CramReference(const CramReference&) = delete;
  CramReference& operator=(const CramReference&) = delete;

  /// Gives the reference to a CRAM file opened for reading or writing. @throws as Genome.
  void attach(htsFile& file);

  /// Those of the attached reference; empty when there is none.
  [[nodiscard]] const ContigTable& contigs() const { return contigs_; }

  /// What to do when a record cannot be decoded, for the error text.
  [[nodiscard]] std::string failure_hint() const;

 private:
  [[nodiscard]] std::string readable_path();

  std::string path_;
  bool allow_remote_;
  ContigTable contigs_;
  std::string folder_;  // empty: none made
};

}  // namespace seqlens::seqio
