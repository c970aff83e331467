#include "motif-discover/attention_evidence.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <span>
#include <string>

#include <fmt/format.h>

#include "seqlens/attention/null_table.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/attention/track_sink.h"
#include "seqlens/attention/track_sums.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/scan/scan_stride.h"

#include "motif-discover/sequence_sample.h"

namespace motif_discover {
namespace {

using namespace seqlens;

/// NullTable wants as many; a sequence has one window a strand, or more.
constexpr std::size_t kLeastWindows = 30;

std::unique_ptr<attention::WindowRunner> make_runner(const Options& options,
                                                     const opened_model::OpenedModel& model,
                                                     const attention::ReductionPlan& plan) {
  const auto make_sink = [&plan] { return attention::make_track_sink(plan); };
  const bool forward = options.strand != "-", reverse = options.strand != "+";
  if (const scan::PromoterSettings* settings = model.promoter()) {
    if (options.classifier.window_bases)
      throw UsageError(fmt::format("--window: this model's windows have {} bases", settings->window_bases));
    const scan::WindowOptions windows{
        .stride_bases = scan::window_stride(std::nullopt, *settings, model.config().stem_stride()),
        .forward = forward,
        .reverse = reverse,
        .every_window = true};
    return attention::promoter_windows(model.encoder(), *settings, plan, windows, make_sink);
  }
  if (model.tokenizer()->alphabet() != tokenize::Alphabet::dna)
    throw UsageError(fmt::format("--evidence attention: {} reads proteins", model.name()));
  auto windows = attention::default_windows(model.config(), *model.tokenizer());
  windows.window_bases = options.classifier.window_bases.value_or(static_cast<int>(windows.window_bases));
  windows.stride_bases = std::max<std::int64_t>(1, windows.window_bases / 2);
  windows.forward = forward;
  windows.reverse = reverse;
  return attention::text_windows(model.encoder(), *model.tokenizer(), plan, windows, make_sink);
}

class AttentionEvidence {
 public:
  AttentionEvidence(const Options& options, const opened_model::OpenedModel& model)
      : plan_(attention::make_plan(model.stored(), attention::Reduction::norm, false)),
        runner_(make_runner(options, model, plan_)) {}

  [[nodiscard]] const attention::ReductionPlan& plan() const { return plan_; }

  /// @throws InputError when the sequences have fewer windows than a null needs.
  [[nodiscard]] attention::NullTable null_of(const std::vector<std::string>& shuffled,
                                             const std::string& place) const {
    std::vector<std::vector<attention::NullTable::Sample>> parts(shuffled.size());
    parallel::parallel_for(shuffled.size(), [&](std::size_t i) {
      run(shuffled[i], [&](const attention::TrackedWindow& window) {
        parts[i].push_back({window.gc_bin, window.places.size(), {}});
        for (std::size_t track = 0; track < plan_.tracks(); ++track) {
          const auto numbers = window.sink.track(track);
          parts[i].back().values.insert(parts[i].back().values.end(), numbers.begin(), numbers.end());
        }
      });
    });
    std::vector<attention::NullTable::Sample> samples;
    for (auto& part : parts)
      for (auto& one : part) samples.push_back(std::move(one));
    if (samples.size() < kLeastWindows)
      throw InputError(place, fmt::format("its sequences have {} windows of the model; {} are needed for the "
                                          "null of its heads",
                                          samples.size(), kLeastWindows));
    return {samples, plan_.tracks()};
  }

  /// [track][sequence][base]: z above the null, 0 where it is below or no window has the base.
  [[nodiscard]] std::vector<Evidence> z_of(const std::vector<std::string>& letters,
                                           const attention::NullTable& null,
                                           const std::function<void()>& on_sequence) const {
    std::vector<Evidence> tracks(plan_.tracks(), no_evidence(letters));
    parallel::parallel_for(letters.size(), [&](std::size_t i) {
      attention::TrackSums sums(plan_.tracks(), attention::is_share(plan_.reduction), true);
      sums.reset({0, std::ssize(letters[i])});
      run(letters[i], [&](const attention::TrackedWindow& window) { sums.add(window, {&null, {}}); });
      for (std::int64_t at = 0; at < std::ssize(letters[i]); ++at) {
        if (sums.windows(at) == 0) continue;
        for (std::size_t track = 0; track < tracks.size(); ++track)
          tracks[track][i][static_cast<std::size_t>(at)] = std::max(0.0F, sums.score(track, at));
      }
      on_sequence();
    });
    return tracks;
  }

 private:
  void run(const std::string& letters, const attention::WindowRunner::Take& take) const {
    const std::string flank(static_cast<std::size_t>(runner_->flank_bases()), 'N');
    const std::string bases = flank + letters + flank;
    runner_->run({bases}, take);
  }

  attention::ReductionPlan plan_;
  std::unique_ptr<attention::WindowRunner> runner_;
};

}  // namespace

std::vector<EvidenceTrack> attention_evidence(const Options& options, const opened_model::OpenedModel& model,
                                              const SequenceList& sequences, cli::Streams& streams,
                                              const std::function<void(std::string_view)>& tell) {
  const AttentionEvidence heads(options, model);
  Chosen all(sequences.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto shuffled = shuffled_sample(sequences, all, options.common.seed);
  const auto null = heads.null_of(shuffled, positives_file(options));
  streams.progress.start("attention", sequences.size() + shuffled.size(), "sequences");
  const auto on_sequence = [&] { streams.progress.advance(1); };
  auto values = heads.z_of(sequences.bases, null, on_sequence);
  const auto of_nothing = heads.z_of(shuffled, null, on_sequence);
  streams.progress.finish();
  std::vector<EvidenceTrack> tracks;
  for (std::size_t track = 0; track < values.size(); ++track) {
    tracks.push_back(
        {heads.plan().track_name(track), std::move(values[track]), null_limit(of_nothing[track])});
    tell(fmt::format("{}: limit {:.4g} standard deviations, of {} shuffled sequences", tracks.back().name,
                     *tracks.back().limit, shuffled.size()));
  }
  return tracks;
}

}  // namespace motif_discover
