#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "seqlens/attention/null_table.h"
#include "seqlens/attention/record_tracks.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/seqio/contig_table.h"

#include "attention-tracks/options.h"

namespace attention_tracks {

/// What is asked of this model.
struct Request {
  seqlens::attention::ReductionPlan plan;
  std::optional<seqlens::attention::Viewpoint> viewpoint;
};

/// @throws UsageError naming what the model does not have: a head, a [CLS], attention pooling.
[[nodiscard]] Request make_request(const Options& options, const seqlens::opened_model::OpenedModel& model);

/// Like every place that a user names, the viewpoint must be there.
/// @throws InputError when its contig is none of these, or ends before it.
void check_viewpoint(const seqlens::attention::Viewpoint& viewpoint,
                     const seqlens::seqio::ContigTable& contigs);

/// Sinks of the request's tracks; of its top pairs too, then they are PairSinks. Options and request must
/// outlive what it makes.
[[nodiscard]] seqlens::attention::WindowRunner::MakeSink track_sinks(const Options& options,
                                                                     const Request& request, bool with_pairs);

/// The windows of the request. Options, model and request must outlive the runner.
/// @throws UsageError for a window or stride that the model does not take.
[[nodiscard]] std::unique_ptr<seqlens::attention::WindowRunner> make_runner(
    const Options& options, const seqlens::opened_model::OpenedModel& model, const Request& request,
    seqlens::attention::WindowRunner::MakeSink make_sink);

}  // namespace attention_tracks
