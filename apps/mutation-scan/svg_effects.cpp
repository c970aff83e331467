#include "mutation-scan/svg_effects.h"

#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "mutation-scan/logo_svg.h"

namespace mutation_scan {

using seqlens::UsageError;
using seqlens::mutagenesis::BaseEffects;

SvgEffects::SvgEffects(seqlens::seqio::DataOutput output, const HeaderFacts& facts)
    : output_(std::move(output)), model_(fmt::format("{} logit, strand {}", facts.label, facts.strand)) {}

void SvgEffects::write(std::string_view record, std::span<const BaseEffects> bases) {
  if (bases.empty()) return;
  if (bases_.empty()) record_ = record;
  const std::int64_t first = bases_.empty() ? bases.front().position : bases_.front().position;
  const bool fits =
      record == record_ && bases.back().position - first < static_cast<std::int64_t>(kMostBases);
  if (!fits)
    throw UsageError(
        fmt::format("--format svg shows one stretch of at most {} bases; give it as --region", kMostBases));
  bases_.insert(bases_.end(), bases.begin(), bases.end());
}

void SvgEffects::commit(seqlens::Publication& together) {
  if (bases_.empty()) throw UsageError("--format svg: no base has effects, there is nothing to show");
  output_.write(logo_svg(record_, model_, bases_));
  output_.commit(std::nullopt, together);
}

}  // namespace mutation_scan
