#include "mutation-scan/variant_allele.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "seqlens/core/dna.h"

namespace mutation_scan {
namespace {

using seqlens::canonical_base;

bool is_bases(std::string_view allele) {
  return std::all_of(allele.begin(), allele.end(),
                     [](char letter) { return seqlens::is_iupac_base(letter); });
}

bool has_unknown(std::string_view allele) {
  return std::any_of(allele.begin(), allele.end(), [](char base) { return canonical_base(base) == 'N'; });
}

bool is_same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return canonical_base(x) == canonical_base(y); });
}

}  // namespace

std::string_view to_string(SkipReason reason) {
  constexpr std::array<std::string_view, kSkipReasons> kNames{
      "ref_mismatch", "symbolic",  "star",           "unknown_base", "no_change",
      "too_long",     "no_window", "outside_contig", "short_contig"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::variant<seqlens::mutagenesis::Edit, SkipReason> edit_of(const seqlens::seqio::VcfRecord& record,
                                                             std::string_view alternative) {
  if (alternative == "*") return SkipReason::star;
  if (!is_bases(alternative)) return SkipReason::symbolic;  // <DEL>, breakends, ...
  if (has_unknown(alternative) || has_unknown(record.reference)) return SkipReason::unknown_base;
  if (is_same(alternative, record.reference)) return SkipReason::no_change;
  if (std::max(alternative.size(), record.reference.size()) > kLongestAllele) return SkipReason::too_long;
  const auto end = record.position + static_cast<std::int64_t>(record.reference.size());
  return seqlens::mutagenesis::Edit{{record.position, end}, std::string(alternative)};
}

}  // namespace mutation_scan
