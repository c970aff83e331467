#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "seqlens/seqio/contig_table.h"

#include "hts_handles.h"

namespace seqlens::seqio {

/// Column `index`, counted from 0, of a line of SAM text; empty when the line has fewer. htslib puts a 0
/// where tabs were, so either ends a column.
[[nodiscard]] std::string_view sam_column(std::string_view line, std::size_t index);

/// What htslib and we know of the contigs of a SAM file.
struct SamContigs {
  sam_hdr_t* header;         ///< looks names up; alternative names (AN of @SQ) count
  const ContigTable* names;  ///< for the text about an unknown one
};

/// Why the contig that RNAME (RNEXT) names is unknown, and what to do; empty when it is known or there is
/// none. htslib takes such a read (its mate) as one without a place.
[[nodiscard]] std::string sam_rname_fault(std::string_view line, const SamContigs& contigs);
[[nodiscard]] std::string sam_rnext_fault(std::string_view line, const SamContigs& contigs);

/// What is wrong with a line that htslib has refused: the first column that is not as SAM wants it, with what
/// was expected. Empty when every column looks right.
[[nodiscard]] std::string sam_line_fault(std::string_view line, const SamContigs& contigs);

}  // namespace seqlens::seqio
