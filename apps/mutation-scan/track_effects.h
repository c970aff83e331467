#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/seqio/contig_table.h"

#include "mutation-scan/effect_sink.h"

namespace mutation_scan {

/// PREFIX.mean.bedGraph and PREFIX.largest.bedGraph: mean and largest change of the logit by the three
/// substitutions of each base.
/// @param standard_output  stands for "-", which a prefix never is.
std::unique_ptr<EffectSink> bedgraph_effects(const std::string& prefix, const HeaderFacts& facts,
                                             std::ostream& standard_output);

/// PREFIX.mean.bw and PREFIX.largest.bw. @param contigs  of the genome, in the order of the effects.
std::unique_ptr<EffectSink> bigwig_effects(const std::string& prefix,
                                           const std::vector<seqlens::seqio::Contig>& contigs);

}  // namespace mutation_scan
