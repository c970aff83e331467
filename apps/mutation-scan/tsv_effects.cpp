#include "mutation-scan/tsv_effects.h"

#include <cstddef>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace mutation_scan {
namespace {

using seqlens::mutagenesis::BaseEffects;
using seqlens::mutagenesis::kSubstitutes;

void append(std::string& text, std::string_view record, const BaseEffects& base, std::string_view alternative,
            double logit) {
  fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{:.6f}\t{:.6f}\t{:.6f}\n", record, base.position,
                 base.base, alternative, base.reference, logit, logit - base.reference);
}

void append(std::string& text, std::string_view record, const BaseEffects& base) {
  if (!base.has_effects()) return;
  for (std::size_t i = 0; i < kSubstitutes.size(); ++i) {
    if (kSubstitutes[i] != base.base)
      append(text, record, base, kSubstitutes.substr(i, 1), base.substituted[i]);
  }
  for (std::size_t i = 0; i < base.deleted.size(); ++i)
    append(text, record, base, fmt::format("-{}", i + 1), base.deleted[i]);
}

}  // namespace

TsvEffects::TsvEffects(seqlens::seqio::DataOutput output) : output_(std::move(output)) {}

void TsvEffects::start() {
  output_.write("chrom\tpos\tref\talt\tlogit_ref\tlogit_alt\tdelta\n");
}

void TsvEffects::write(std::string_view record, std::span<const BaseEffects> bases) {
  std::string text;
  for (const BaseEffects& base : bases) append(text, record.empty() ? "." : record, base);
  output_.write(text);
  output_.flush();
}

void TsvEffects::commit(seqlens::Publication& together) {
  output_.commit(std::nullopt, together);
}

}  // namespace mutation_scan
