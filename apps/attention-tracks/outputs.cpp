#include "attention-tracks/outputs.h"

#include <utility>

#include <fmt/format.h>

#include "seqlens/seqio/data_output.h"

#include "attention-tracks/bed_output.h"
#include "attention-tracks/dense_output.h"
#include "attention-tracks/pair_output.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

/// Opens the files of one run under their names.
class Opener {
 public:
  Opener(const Options& options, const Request& request, const std::string& header,
         std::ostream& standard_output)
      : options_(options), request_(request), header_(header), standard_output_(standard_output) {}

  std::unique_ptr<TrackOutput> bed() const {
    return std::make_unique<BedOutput>(text("bed"), header_, looks(), threshold(), options_.write_index);
  }

  template <class Writer>
  std::unique_ptr<TrackOutput> pairs(const std::string& ending) const {
    return std::make_unique<PairOutput<Writer>>(text(ending), header_, looks(), threshold(),
                                                options_.write_index);
  }

  std::unique_ptr<TrackOutput> bedgraph() const {
    std::vector<tracks::BedGraphWriter> writers;
    for (std::size_t i = 0; i < request_.plan.tracks(); ++i)
      writers.emplace_back(text(request_.plan.track_name(i) + ".bedGraph"), header_);
    return std::make_unique<DenseOutput<tracks::BedGraphWriter>>(std::move(writers), options_.bin,
                                                                 options_.write_index);
  }

  std::unique_ptr<TrackOutput> bigwig(const std::vector<seqio::Contig>& contigs) const {
    std::vector<tracks::BigWigWriter> writers;
    for (std::size_t i = 0; i < request_.plan.tracks(); ++i)
      writers.emplace_back(fmt::format("{}.{}.bw", options_.output, request_.plan.track_name(i)), contigs);
    return std::make_unique<DenseOutput<tracks::BigWigWriter>>(std::move(writers), options_.bin, false);
  }

 private:
  [[nodiscard]] seqio::DataOutput text(const std::string& ending) const {
    if (options_.one_file()) return {options_.output, standard_output_};
    return {fmt::format("{}.{}{}", options_.output, ending, options_.write_index ? ".gz" : ""),
            standard_output_};
  }

  /// A head's colour is that of its number in the layer.
  [[nodiscard]] std::vector<HeadLook> looks() const {
    std::vector<HeadLook> looks;
    for (std::size_t i = 0; i < request_.plan.tracks(); ++i) {
      const auto head = request_.plan.one_track() ? 0 : static_cast<std::size_t>(request_.plan.heads[i].head);
      looks.push_back({request_.plan.track_name(i), tracks::head_colour(head)});
    }
    return looks;
  }

  /// Scores of a quantile are shares of the windows.
  [[nodiscard]] RunThreshold threshold() const {
    if (options_.quantile) return {0.5, 1};
    return {options_.min_z.value_or(3), 10};
  }

  const Options& options_;
  const Request& request_;
  const std::string& header_;
  std::ostream& standard_output_;
};

}  // namespace

Outputs::Outputs(const Options& options, const Request& request, const std::string& header,
                 const std::vector<seqio::Contig>& contigs, std::ostream& standard_output) {
  const Opener opener(options, request, header, standard_output);
  if (options.has_format("bed")) all_.push_back(opener.bed());
  if (options.has_format("bedgraph")) all_.push_back(opener.bedgraph());
  if (options.has_format("bigwig")) all_.push_back(opener.bigwig(contigs));
  if (options.has_format("bedpe")) all_.push_back(opener.pairs<tracks::BedpeWriter>("bedpe"));
  if (options.has_format("interact")) all_.push_back(opener.pairs<tracks::InteractWriter>("interact"));
}

void Outputs::commit() {
  for (const auto& output : all_) output->commit();
}

}  // namespace attention_tracks
