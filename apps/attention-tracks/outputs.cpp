#include "attention-tracks/outputs.h"

#include <utility>

#include "seqlens/seqio/data_output.h"

#include "attention-tracks/bed_output.h"
#include "attention-tracks/dense_output.h"
#include "attention-tracks/head_look.h"
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

  std::unique_ptr<attention::TrackOutput> bed() const {
    return std::make_unique<BedOutput>(text("bed"), header_, head_looks(request_.plan),
                                       run_threshold(options_), options_.write_index);
  }

  template <class Writer>
  std::unique_ptr<attention::TrackOutput> pairs(const std::string& ending) const {
    return std::make_unique<PairOutput<Writer>>(text(ending), header_, head_looks(request_.plan),
                                                run_threshold(options_), options_.write_index);
  }

  std::unique_ptr<attention::TrackOutput> bedgraph() const {
    std::vector<tracks::BedGraphWriter> writers;
    for (std::size_t i = 0; i < request_.plan.tracks(); ++i)
      writers.emplace_back(text(request_.plan.track_name(i) + ".bedGraph"), header_);
    return std::make_unique<DenseOutput<tracks::BedGraphWriter>>(std::move(writers), options_.bin,
                                                                 options_.write_index);
  }

  std::unique_ptr<attention::TrackOutput> bigwig(const std::vector<seqio::Contig>& contigs) const {
    std::vector<tracks::BigWigWriter> writers;
    for (std::size_t i = 0; i < request_.plan.tracks(); ++i)
      writers.emplace_back(options_.file_of(request_.plan.track_name(i) + ".bw"), contigs);
    return std::make_unique<DenseOutput<tracks::BigWigWriter>>(std::move(writers), options_.bin, false);
  }

 private:
  [[nodiscard]] seqio::DataOutput text(const std::string& ending) const {
    return {options_.file_of(ending), standard_output_};
  }

  const Options& options_;
  const Request& request_;
  const std::string& header_;
  std::ostream& standard_output_;
};

}  // namespace

Outputs::Outputs(const Options& options, const Request& request, const std::string& header,
                 const std::vector<seqio::Contig>& contigs, std::ostream& standard_output) {
  std::vector<std::string> heads;
  for (std::size_t i = 0; i < request.plan.tracks(); ++i) {
    if (options.has_format("bedgraph")) heads.push_back(request.plan.track_name(i) + ".bedGraph");
    if (options.has_format("bigwig")) heads.push_back(request.plan.track_name(i) + ".bw");
  }
  check_head_files(options, heads);
  const Opener opener(options, request, header, standard_output);
  if (options.has_format("bed")) all_.push_back(opener.bed());
  if (options.has_format("bedgraph")) all_.push_back(opener.bedgraph());
  if (options.has_format("bigwig")) all_.push_back(opener.bigwig(contigs));
  if (options.has_format("bedpe")) all_.push_back(opener.pairs<tracks::BedpeWriter>("bedpe"));
  if (options.has_format("interact")) all_.push_back(opener.pairs<tracks::InteractWriter>("interact"));
}

void Outputs::commit(Publication& together) {
  for (const auto& output : all_) output->commit(together);
}

}  // namespace attention_tracks
