#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace seqlens::seqio {

struct RawAlignment;     // htslib's record, kept so that BamWriter can write the read back; opaque
struct AlignmentHeader;  // htslib's header, shared by reader and writer; opaque

/// One CIGAR operation: 'M', 'I', 'D', 'N', 'S', 'H', 'P', '=' or 'X', and how many bases it covers.
struct CigarOperation {
  char code = 'M';
  std::int64_t length = 0;
  bool operator==(const CigarOperation&) const = default;
};

/// What SAM, BAM and CRAM say about a read beyond its name, bases and qualities.
struct Alignment {
  std::uint16_t flag = 0;          ///< SAM FLAG bits
  std::string contig;              ///< RNAME; empty when there is none
  std::int64_t contig_length = 0;  ///< bases, from @SQ; 0 when there is no contig
  std::int64_t position = -1;      ///< leftmost aligned base, 0-based; -1 when there is none
  int mapping_quality = 0;
  std::vector<CigarOperation> cigar;        ///< in reference order, as in the file; empty for '*'
  std::shared_ptr<const RawAlignment> raw;  ///< for BamWriter; null unless ReaderOptions::keep_raw

  [[nodiscard]] bool is_mapped() const { return (flag & 0x4U) == 0 && position >= 0 && !contig.empty(); }
  /// The reference holds the reverse complement of the read.
  [[nodiscard]] bool is_reverse() const { return (flag & 0x10U) != 0; }
  [[nodiscard]] bool is_secondary() const { return (flag & 0x100U) != 0; }
  [[nodiscard]] bool is_supplementary() const { return (flag & 0x800U) != 0; }
  [[nodiscard]] bool is_primary() const { return !is_secondary() && !is_supplementary(); }
};

}  // namespace seqlens::seqio
