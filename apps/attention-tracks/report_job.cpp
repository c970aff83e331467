#include "attention-tracks/report_job.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"
#include "seqlens/core/version.h"

#include "attention-tracks/head_look.h"

namespace attention_tracks {

using namespace seqlens;

namespace {

/// The part of the steps that lies in the interval.
std::vector<TrackStep> cut(const std::vector<TrackStep>& steps, const Interval& bases) {
  std::vector<TrackStep> inside;
  for (TrackStep step : steps) {
    step.bases = {std::max(step.bases.begin, bases.begin), std::min(step.bases.end, bases.end)};
    if (!step.bases.empty()) inside.push_back(step);
  }
  return inside;
}

RecordScan cut(const RecordScan& scan, const Interval& bases, std::int64_t window_bases) {
  RecordScan inside;
  std::copy_if(scan.windows.begin(), scan.windows.end(), std::back_inserter(inside.windows),
               [&](const auto& window) {
                 return bases.overlaps({window.start, window.start + window_bases});
               });
  std::copy_if(scan.calls.begin(), scan.calls.end(), std::back_inserter(inside.calls),
               [&](const auto& shown) { return bases.overlaps(shown.call.window); });
  return inside;
}

/// The window of the strongest call; else the best one that was scored; else the one in the middle.
WantedWindow wanted_window(const ReportView& view, std::int64_t window_bases) {
  const auto weaker = [](const auto& a, const auto& b) { return a.call.logit < b.call.logit; };
  const auto call = std::max_element(view.scan.calls.begin(), view.scan.calls.end(), weaker);
  if (call != view.scan.calls.end()) return {call->call.window.begin + window_bases / 2, call->call.strand};
  const auto window = std::max_element(view.scan.windows.begin(), view.scan.windows.end(),
                                       [](const auto& a, const auto& b) { return a.logit < b.logit; });
  if (window != view.scan.windows.end()) return {window->start + window_bases / 2, window->strand};
  return {view.bases.begin + view.bases.length() / 2, Strand::forward};
}

std::string token_note(const opened_model::OpenedModel& model) {
  const auto& config = model.config();
  if (config.receptive_field() > 1)
    return fmt::format(
        "In this model a position has a receptive field of {} bases and stands for the {} in the middle",
        config.receptive_field(), config.stem_stride());
  return fmt::format("In this model a position is a token of the {} tokenizer and stands for the bases of it",
                     model.tokenizer()->kind());
}

std::string no_null_text(const Request& request) {
  return fmt::format("the model file holds no null of '{}'; --null 2000 makes one from windows of the input",
                     request.plan.name());
}

}  // namespace

bool report_has_pairs(const Options& options, const opened_model::OpenedModel& model,
                      const Request& request) {
  if (options.report.empty() || request.plan.one_track()) return false;
  return options.null || attention::stored_null(model.stored().tables(), request.plan);
}

ReportJob::ReportJob(const Options& options, const opened_model::OpenedModel& model, const Request& request,
                     cli::Streams& streams)
    : options_(options),
      model_(model),
      request_(request),
      streams_(streams),
      output_(options.report, streams.out),
      viewer_(options, model, request) {
  try {
    promoter_.emplace(options, model);
  } catch (const Error& error) {
    no_promoter_ = error.what();
  }
}

std::int64_t ReportJob::reach_bases() const {
  return promoter_ ? promoter_->reach_bases() : 0;
}

std::unique_ptr<input::BaseSource> ReportJob::watched(input::BaseSource& source) {
  return std::make_unique<KeepingSource>(source, kept_, kMostBases);
}

std::unique_ptr<attention::TrackOutput> ReportJob::tracks() {
  return std::make_unique<ReportTracks>(tracks_, run_threshold(options_).lowest);
}

std::vector<ReportView> ReportJob::make_views() {
  std::vector<ReportView> views;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < kept_.records.size(); ++i) {
    const RecordScan scan = promoter_ ? promoter_->scan(kept_.records[i]) : RecordScan{};
    for (const Interval& bases : kept_.records[i].shown()) {
      if (bases.empty()) continue;
      views.push_back(make_view(i, bases, scan));
      if (views.back().matrices) bytes += matrix_bytes(*views.back().matrices);
      if (bytes > kMostMatrixBytes)
        throw InputError("--report", fmt::format("a page holds {} of matrices at most; choose --heads, or "
                                                 "fewer regions",
                                                 memory_text(kMostMatrixBytes)));
      streams_.progress.advance(static_cast<std::uint64_t>(bases.length()));
    }
  }
  if (views.empty()) throw InputError("--report", "the input has no bases to show");
  return views;
}

ReportView ReportJob::make_view(std::size_t record, const Interval& bases, const RecordScan& scan) const {
  const KeptRecord& kept = kept_.records[record];
  ReportView view{kept.header.name, bases, {}, {}, {}, {}, {}, {}};
  view.letters = kept.bases.substr(static_cast<std::size_t>(bases.begin - kept.first_base()),
                                   static_cast<std::size_t>(bases.length()));
  for (const auto& steps : tracks_[record].tracks) view.tracks.push_back(cut(steps, bases));
  std::copy_if(tracks_[record].pairs.begin(), tracks_[record].pairs.end(), std::back_inserter(view.pairs),
               [&](const attention::MeanPair& pair) { return bases.contains(pair.source.begin); });
  std::int64_t window_bases = 0;
  if (promoter_) {
    window_bases = promoter_->settings().window_bases;
    view.scan = cut(scan, bases, window_bases);
    view.effects = promoter_->effects(kept, bases);
  }
  view.matrices = viewer_.matrices(kept, wanted_window(view, window_bases));
  return view;
}

ReportFacts ReportJob::facts(const attention::WindowRunner& runner, const NullSource& null) const {
  const bool scored = null.table.has_value();
  ReportFacts facts;
  facts.tracks = head_looks(request_.plan);
  facts.matrix_heads = head_looks(viewer_.plan());
  facts.reduction = request_.plan.name();
  facts.token_note = token_note(model_);
  facts.threshold = run_threshold(options_).lowest;
  facts.no_promoter = no_promoter_;
  facts.stranded = model_.tokenizer()->alphabet() == tokenize::Alphabet::dna;
  if (scored) {
    facts.score_name =
        options_.quantile ? fmt::format("share of windows above quantile {}", *options_.quantile) : "z";
  } else {
    facts.no_scores = no_null_text(request_);
  }
  if (request_.plan.one_track())
    facts.no_pairs = fmt::format("'{}' is one track of all heads", facts.reduction);
  else if (!scored)
    facts.no_pairs = facts.no_scores;
  auto& lines = facts.provenance;
  lines.emplace_back("Program", fmt::format("attention-tracks (seqlens) {}", version()));
  lines.emplace_back("Model", fmt::format("{}, SHA-256 {}", model_.name(), model_.digest()));
  lines.emplace_back("Input", fmt::format("{}", fmt::join(options_.inputs, ", ")));
  lines.emplace_back("Command", options_.command);
  lines.emplace_back("Heads", fmt::format("{}, windows of {} bases, every {}, strand {}, N: {}; {}",
                                          request_.viewpoint ? options_.reduce : facts.reduction,
                                          runner.window_bases(), runner.stride_bases(), options_.strand,
                                          options_.n_policy, name(model_.precision())));
  lines.emplace_back("Null", null.text.empty() ? "none" : null.text);
  if (promoter_) {
    const auto& settings = promoter_->settings();
    lines.emplace_back("Calls", fmt::format("{} of logit >= {:.4g}, each strand by itself", settings.label,
                                            settings.min_logit));
    lines.emplace_back("Mutagenesis",
                       fmt::format("change of the {} logit (strand {}), each base in its best window",
                                   settings.label, options_.strand));
  }
  return facts;
}

void ReportJob::make(const attention::WindowRunner& runner, const NullSource& null,
                     const std::optional<attention::AgreementTable>& agreement) {
  ReportFacts page_facts = facts(runner, null);
  page_facts.agreement = agreement;
  streams_.progress.start("scanning and mutating", static_cast<std::uint64_t>(kept_.shown_bases), "bases");
  const std::vector<ReportView> views = make_views();
  streams_.progress.finish();
  output_.write(report_page(page_facts, views));
}

void ReportJob::commit(Publication& together) {
  output_.commit(std::nullopt, together);
}

}  // namespace attention_tracks
