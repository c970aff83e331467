#pragma once

#include <cstddef>
#include <string>

#include "seqlens/seqio/text_output.h"
#include "seqlens/tracks/npy_writer.h"

#include "mutation-scan/effect_sink.h"

namespace mutation_scan {

/// PREFIX.npy, (bases, 4 + D) float32: changes of the logit by A, C, G, T (0 for the base's own letter) and
/// by deletions of 1..D bases. NaN where there is none: all of a row for N, deletions that end outside the
/// window. PREFIX.npy.bed says which bases the rows are: chrom, start, end, row of the first one.
class NpyEffects final : public EffectSink {
 public:
  NpyEffects(const std::string& prefix, std::size_t longest_deletion);
  void write(std::string_view record, std::span<const seqlens::mutagenesis::BaseEffects> bases) override;
  void commit(seqlens::Publication& together) override;

 private:
  void add_place(std::string_view record, std::int64_t position);
  void write_place();

  std::size_t longest_deletion_;
  seqlens::tracks::NpyWriter rows_;
  seqlens::seqio::TextOutput places_;
  std::uint64_t row_ = 0;  // rows written
  std::string record_;     // of the run of bases that may still grow
  seqlens::Interval run_;
};

}  // namespace mutation_scan
