#include "mutation-scan/track_effects.h"

#include <utility>

#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bigwig_writer.h"

namespace mutation_scan {
namespace {

using namespace seqlens;
using mutagenesis::BaseEffects;

template <class Value>
std::vector<tracks::IntervalValue> values_of(std::span<const BaseEffects> bases, Value value) {
  std::vector<tracks::IntervalValue> values;
  for (const BaseEffects& base : bases) {
    if (base.has_effects())
      values.push_back({{base.position, base.position + 1}, static_cast<float>(value(base))});
  }
  return values;
}

/// Two tracks of one kind.
template <class Writer>
class TrackPair final : public EffectSink {
 public:
  TrackPair(Writer mean, Writer largest) : mean_(std::move(mean)), largest_(std::move(largest)) {}

  void write(std::string_view record, std::span<const BaseEffects> bases) override {
    mean_.write(record, values_of(bases, mutagenesis::mean_effect));
    largest_.write(record, values_of(bases, mutagenesis::largest_effect));
  }
  void commit(Publication& together) override {
    mean_.commit(together);
    largest_.commit(together);
  }

 private:
  Writer mean_;
  Writer largest_;
};

tracks::BedGraphWriter bedgraph(const std::string& path, const HeaderFacts& facts, std::string_view content,
                                std::ostream& standard_output) {
  return {seqio::DataOutput(path, standard_output),
          comment_lines(facts, content),
          {.merge_equal = true, .decimals = 6}};
}

}  // namespace

std::unique_ptr<EffectSink> bedgraph_effects(const std::string& prefix, const HeaderFacts& facts,
                                             std::ostream& standard_output) {
  return std::make_unique<TrackPair<tracks::BedGraphWriter>>(
      bedgraph(prefix + ".mean.bedGraph", facts, "mean change of the logit by the three substitutions",
               standard_output),
      bedgraph(prefix + ".largest.bedGraph", facts, "largest change of the logit by one of the substitutions",
               standard_output));
}

std::unique_ptr<EffectSink> bigwig_effects(const std::string& prefix,
                                           const std::vector<seqio::Contig>& contigs) {
  return std::make_unique<TrackPair<tracks::BigWigWriter>>(
      tracks::BigWigWriter(prefix + ".mean.bw", contigs),
      tracks::BigWigWriter(prefix + ".largest.bw", contigs));
}

}  // namespace mutation_scan
