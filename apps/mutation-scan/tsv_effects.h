#pragma once

#include "seqlens/seqio/data_output.h"

#include "mutation-scan/effect_sink.h"

namespace mutation_scan {

/// A line a mutant: chrom, pos (0-based), ref, alt, logit_ref, logit_alt, delta. A deletion's alt is -d for d
/// bases from pos on. The first line names the columns.
class TsvEffects final : public EffectSink {
 public:
  explicit TsvEffects(seqlens::seqio::DataOutput output);
  void start() override;
  void write(std::string_view record, std::span<const seqlens::mutagenesis::BaseEffects> bases) override;
  void commit(seqlens::Publication& together) override;

 private:
  seqlens::seqio::DataOutput output_;
};

}  // namespace mutation_scan
