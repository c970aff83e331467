#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text_stream.h"

namespace seqlens::seqio {

/// Where the bases of one contig lie in the uncompressed FASTA: a line of a ".fai" file.
struct FastaIndexEntry {
  std::string name;
  std::int64_t length = 0;      ///< bases
  std::int64_t offset = 0;      ///< of the first base, in bytes
  std::int64_t line_bases = 0;  ///< bases in each line but the last
  std::int64_t line_width = 0;  ///< bytes in each line but the last, line end included

  /// Offset of the base at `position` in bytes.
  [[nodiscard]] std::int64_t byte_of(std::int64_t position) const {
    return line_bases == 0 ? offset : offset + position / line_bases * line_width + position % line_bases;
  }
};

using FastaIndex = std::vector<FastaIndexEntry>;

/// Reads a whole FASTA and says where its contigs are.
/// @throws InputError (file and line) for what cannot be indexed: two contigs of one name, lines of uneven
/// length,
///         bytes that are no bases.
[[nodiscard]] FastaIndex build_fasta_index(TextStream& text);

/// The entries of a ".fai" file; nothing when it is absent or not one.
[[nodiscard]] std::optional<FastaIndex> load_fasta_index(const std::string& path, bool allow_remote);

/// The text of a ".fai" file.
[[nodiscard]] std::string to_text(const FastaIndex& index);

}  // namespace seqlens::seqio
