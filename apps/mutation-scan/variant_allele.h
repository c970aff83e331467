#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "seqlens/mutagenesis/edit.h"
#include "seqlens/seqio/vcf.h"

namespace mutation_scan {

/// Why an allele has no score, as INFO key SL_SKIP says it.
enum class SkipReason {
  ref_mismatch,
  symbolic,
  star,
  unknown_base,
  no_change,
  too_long,
  no_window,
  outside_contig,
  short_contig
};
inline constexpr std::size_t kSkipReasons = 9;

/// "ref_mismatch", ...
std::string_view to_string(SkipReason reason);

/// Alleles of more bases are not scored: no window holds much of both forms of them.
inline constexpr std::size_t kLongestAllele = 1000;

/// One ALT of a record as an edit of the reference, or why it is none. @pre REF was compared already.
std::variant<seqlens::mutagenesis::Edit, SkipReason> edit_of(const seqlens::seqio::VcfRecord& record,
                                                             std::string_view alternative);

}  // namespace mutation_scan
