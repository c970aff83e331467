#pragma once

#include <string>
#include <vector>

#include "seqlens/seqio/data_output.h"

#include "mutation-scan/effect_sink.h"

namespace mutation_scan {

/// A logo of the effects of one stretch of bases (logo_svg). It is drawn at commit().
class SvgEffects final : public EffectSink {
 public:
  static constexpr std::size_t kMostBases = 2000;

  SvgEffects(seqlens::seqio::DataOutput output, const HeaderFacts& facts);
  /// @throws UsageError when bases of a second record come, or too many.
  void write(std::string_view record, std::span<const seqlens::mutagenesis::BaseEffects> bases) override;
  /// @throws UsageError when no base came.
  void commit(seqlens::Publication& together) override;

 private:
  seqlens::seqio::DataOutput output_;
  std::string model_;
  std::string record_;
  std::vector<seqlens::mutagenesis::BaseEffects> bases_;
};

}  // namespace mutation_scan
