#pragma once

#include <string>
#include <vector>

#include "seqlens/seqio/contig_table.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"
#include "seqlens/train/promoter_sampler.h"

namespace model_train {

/// Several indexed FASTA files taken as one genome.
class GenomeSet {
 public:
  /// @throws InputError when a contig is in two of the files.
  explicit GenomeSet(const std::vector<std::string>& files);

  [[nodiscard]] const seqlens::seqio::ContigTable& contigs() const { return contigs_; }

  /// Regions as samtools means them, each text holding one or more separated by commas (so no thousands
  /// separators), or naming a BED file of them (.bed, .bed.gz).
  /// @throws UsageError, InputError as parse_region.
  [[nodiscard]] std::vector<seqlens::seqio::Region> regions(const std::vector<std::string>& texts) const;
  /// Every contig.
  [[nodiscard]] std::vector<seqlens::seqio::Region> everything() const;

  /// The letters of a region. @throws InputError for an unknown contig or a region not inside it.
  [[nodiscard]] std::string fetch(const seqlens::seqio::Region& region) const;

  /// The contigs that the regions lie on, whole, with the regions less `excluded`.
  [[nodiscard]] std::vector<seqlens::train::TrainingContig> load(
      const std::vector<seqlens::seqio::Region>& regions,
      const std::vector<seqlens::seqio::Region>& excluded) const;

 private:
  [[nodiscard]] const seqlens::seqio::Genome& holder_of(const std::string& contig) const;

  std::vector<seqlens::seqio::Genome> genomes_;
  seqlens::seqio::ContigTable contigs_;
};

/// Takes `excluded` out of the contigs' regions.
void exclude(std::vector<seqlens::train::TrainingContig>& contigs,
             const std::vector<seqlens::seqio::Region>& excluded);

/// Transcription start sites of BED files (input::read_tss) on contigs of the genome.
/// @throws InputError for a line without strand.
[[nodiscard]] std::vector<seqlens::train::Tss> read_tss(const std::vector<std::string>& files,
                                                        const GenomeSet& genome);

}  // namespace model_train
