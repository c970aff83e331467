#include "attention-tracks/request.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "seqlens/attention/pair_sink.h"
#include "seqlens/core/errors.h"
#include "seqlens/scan/scan_stride.h"
#include "seqlens/seqio/region.h"

namespace attention_tracks {
namespace {

using namespace seqlens;
using attention::Reduction;

constexpr std::string_view kFrom = "from:";

/// The tokenizer puts a special token before the text.
bool has_cls(const tokenize::Tokenizer& tokenizer) {
  const auto tokens = tokenizer.encode("ACGTACGTACGT");
  return !tokens.map.empty() && tokens.map.front().empty();
}

/// What the pooled position reads: a row of attention, or the shares of attention pooling.
Reduction cls_reduction(const opened_model::OpenedModel& model, bool rollout) {
  const auto& head = model.config().classify;
  if (head && head->pooling == model::Pooling::attention && !rollout) return Reduction::pooling;
  if (has_cls(*model.tokenizer()) || (head && head->pooling == model::Pooling::cls)) return Reduction::cls;
  throw UsageError(
      "--reduce cls: no position of this model is pooled (it takes the mean of all); use received");
}

Reduction reduction_of(const Options& options, const opened_model::OpenedModel& model) {
  if (options.reduce == "received") return Reduction::received;
  if (options.reduce == "norm") return Reduction::norm;
  if (options.reduce == "entropy") return Reduction::entropy;
  if (options.reduce == "cls") return cls_reduction(model, options.rollout);
  if (options.reduce.starts_with(kFrom)) return Reduction::from;
  throw UsageError(
      fmt::format("--reduce '{}': is none of received, norm, cls, entropy, from:CHR:A-B", options.reduce));
}

/// "chr1:101-200", or one position "chr1:150".
attention::Viewpoint viewpoint_of(const std::string& text) {
  const std::string place = text.substr(kFrom.size());
  const auto colon = place.rfind(':');
  if (colon == std::string::npos || colon + 1 == place.size())
    throw UsageError(fmt::format("--reduce '{}': a place is CHR:A-B or CHR:A, 1-based", text));
  const bool one = place.find('-', colon) == std::string::npos;
  // Any contig will do: which ones there are is known only when an input is open.
  const seqio::ContigTable any("", {{place.substr(0, colon), std::int64_t{1} << 40}});
  const seqio::Region region = seqio::parse_region(one ? place + "-" + place.substr(colon + 1) : place, any);
  return {region.contig, region.interval};
}

scan::WindowOptions promoter_options(const Options& options, const opened_model::OpenedModel& model) {
  if (options.window)
    throw UsageError(
        fmt::format("--window: this model's windows have {} bases", model.promoter()->window_bases));
  scan::WindowOptions windows;
  windows.stride_bases = scan::window_stride(options.stride, *model.promoter(), model.config().stem_stride());
  windows.forward = options.strand != "-";
  windows.reverse = options.strand != "+";
  windows.every_window = true;
  windows.skip_n = options.n_policy == "skip";
  return windows;
}

/// What a page scans with: calls, mutagenesis and heads have one window. Nothing for a model that scores
/// none; the page says why.
std::optional<std::int64_t> scan_window(const opened_model::OpenedModel& model) {
  try {
    return model.scan().settings().window_bases;
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// The user's; on a page that of its scan; of a classifier the length that it was trained on; else the
/// longest.
std::int64_t window_bases(const Options& options, const opened_model::OpenedModel& model,
                          std::int64_t longest) {
  if (options.window) return *options.window;
  if (!options.report.empty()) return scan_window(model).value_or(longest);
  if (const auto* trained = model.trained_on()) return trained->lengths.agreed().value_or(longest);
  return longest;
}

attention::TextWindows text_options(const Options& options, const opened_model::OpenedModel& model) {
  auto windows = attention::default_windows(model.config(), *model.tokenizer());
  const bool dna = model.tokenizer()->alphabet() == tokenize::Alphabet::dna;
  if (!dna && options.strand == "-") throw UsageError("--strand -: this model reads proteins");
  if (options.window && model.config().window_tokens > 0)
    throw UsageError(fmt::format("--window: this model's windows have {} bases", windows.window_bases));
  windows.window_bases = window_bases(options, model, windows.window_bases);
  windows.stride_bases = options.stride.value_or(std::max<std::int64_t>(1, windows.window_bases / 2));
  if (windows.stride_bases > windows.window_bases)
    throw UsageError(fmt::format("--stride {}: leaves gaps between windows of {} bases", windows.stride_bases,
                                 windows.window_bases));
  windows.forward = options.strand != "-";
  windows.reverse = dna && options.strand != "+";
  windows.skip_n = dna && options.n_policy == "skip";
  return windows;
}

}  // namespace

Request make_request(const Options& options, const opened_model::OpenedModel& model) {
  const auto& config = model.config();
  const Reduction reduction = reduction_of(options, model);
  Request request{attention::make_plan(model.stored(), reduction, options.rollout,
                                       attention::parse_heads(options.heads, config.layers, config.heads)),
                  std::nullopt};
  if (request.plan.one_track() && !options.heads.empty())
    throw UsageError(fmt::format("--heads: '{}' is one track of all heads", request.plan.name()));
  if (reduction == Reduction::from) request.viewpoint = viewpoint_of(options.reduce);
  return request;
}

void check_viewpoint(const attention::Viewpoint& viewpoint, const seqio::ContigTable& contigs) {
  const auto length = contigs.length(viewpoint.contig);
  if (!length) throw InputError("--reduce from", contigs.unknown_text(viewpoint.contig));
  attention::check_viewpoint(viewpoint, *length);
}

attention::WindowRunner::MakeSink track_sinks(const Options& options, const Request& request,
                                              bool with_pairs) {
  return [&options, &request, with_pairs]() -> std::unique_ptr<attention::TrackSink> {
    if (!with_pairs) return attention::make_track_sink(request.plan);
    return std::make_unique<attention::PairSink>(request.plan, static_cast<std::size_t>(options.top_pairs));
  };
}

std::unique_ptr<attention::WindowRunner> make_runner(const Options& options,
                                                     const opened_model::OpenedModel& model,
                                                     const Request& request,
                                                     attention::WindowRunner::MakeSink make_sink) {
  if (model.promoter())
    return attention::promoter_windows(model.encoder(), *model.promoter(), request.plan,
                                       promoter_options(options, model), std::move(make_sink));
  return attention::text_windows(model.encoder(), *model.tokenizer(), request.plan,
                                 text_options(options, model), std::move(make_sink));
}

}  // namespace attention_tracks
