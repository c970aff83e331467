#pragma once

#include <string>
#include <vector>

#include "seqlens/seqio/contig_table.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"
#include "seqlens/train/promoter_sampler.h"

namespace seqlens::labelled {

/// Whether the name of a file is one of BED: .bed, .bed.gz.
[[nodiscard]] bool is_bed_name(const std::string& file);

/// Several indexed FASTA files taken as one genome.
class GenomeSet {
 public:
  /// @throws InputError when a contig is in two of the files.
  explicit GenomeSet(const std::vector<std::string>& files);

  [[nodiscard]] const seqio::ContigTable& contigs() const { return contigs_; }

  /// Regions as samtools means them, each text holding one or more separated by commas (so no thousands
  /// separators), or naming a BED file of them (.bed, .bed.gz).
  /// @throws UsageError, InputError as parse_region.
  [[nodiscard]] std::vector<seqio::Region> regions(const std::vector<std::string>& texts) const;
  /// Every contig.
  [[nodiscard]] std::vector<seqio::Region> everything() const;

  /// The letters of a region. @throws InputError for an unknown contig or a region not inside it.
  [[nodiscard]] std::string fetch(const seqio::Region& region) const;

  /// The contigs that the regions lie on, whole, with the regions less `excluded`.
  [[nodiscard]] std::vector<train::TrainingContig> load(const std::vector<seqio::Region>& regions,
                                                        const std::vector<seqio::Region>& excluded) const;

 private:
  [[nodiscard]] const seqio::Genome& holder_of(const std::string& contig) const;

  std::vector<seqio::Genome> genomes_;
  seqio::ContigTable contigs_;
};

/// Whether the locus lies wholly inside one of the regions; whether it has a base in common with any.
[[nodiscard]] bool lies_inside(const seqio::Region& locus, const std::vector<seqio::Region>& regions);
[[nodiscard]] bool touches(const seqio::Region& locus, const std::vector<seqio::Region>& regions);

/// Takes `excluded` out of the contigs' regions.
void exclude(std::vector<train::TrainingContig>& contigs, const std::vector<seqio::Region>& excluded);

/// Transcription start sites of BED files (input::read_tss) on contigs of the genome.
/// @throws InputError for a line without strand.
[[nodiscard]] std::vector<train::Tss> read_tss(const std::vector<std::string>& files,
                                               const GenomeSet& genome);

}  // namespace seqlens::labelled
