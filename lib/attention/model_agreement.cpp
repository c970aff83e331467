#include "seqlens/attention/model_agreement.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::attention {
namespace {

double gc_share(std::string_view bases) {
  std::size_t gc = 0;
  std::size_t known = 0;
  for (const char letter : bases) {
    const char base = canonical_base(letter);
    gc += base == 'G' || base == 'C';
    known += base != 'N';
  }
  return known == 0 ? 0 : static_cast<double>(gc) / static_cast<double>(known);
}

// A position and the bases of the window, without flanks, that it stands for.
struct PlacedColumn {
  std::size_t column;
  Interval bases;
};

// The positions whose bases all lie in the window. In flanks of N nothing has an effect: with them any track
// that is low there would agree.
std::vector<PlacedColumn> inside_window(const tokenize::TokenMap& places, const scan::WindowScorer& scorer) {
  std::vector<PlacedColumn> inside;
  for (std::size_t column = 0; column < places.size(); ++column) {
    const Interval bases{places[column].begin - scorer.flank_bases(),
                         places[column].end - scorer.flank_bases()};
    if (bases.begin >= 0 && bases.end <= scorer.window_bases()) inside.push_back({column, bases});
  }
  return inside;
}

// The columns of every track, track by track.
std::vector<float> columns_of(const HeadTracks& tracks, std::span<const PlacedColumn> columns) {
  std::vector<float> values;
  for (std::size_t t = 0; t < tracks.tracks; ++t)
    for (const PlacedColumn& place : columns) values.push_back(tracks.track(t)[place.column]);
  return values;
}

// Mean over the bases that each position stands for; all places hold some base of the window.
std::vector<double> at_positions(std::span<const double> bases, std::span<const PlacedColumn> columns) {
  std::vector<double> means;
  for (const auto& [column, place] : columns) {
    const auto part =
        bases.subspan(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.length()));
    means.push_back(std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(part.size()));
  }
  return means;
}

// Windows become records: effects and the tracks of every plan.
class RecordMaker {
 public:
  RecordMaker(const model::Encoder& encoder, const scan::PromoterSettings& settings,
              std::span<const ReductionPlan> plans)
      : encoder_(encoder),
        plans_(plans),
        scorer_(encoder, settings),
        logit_(scorer_, settings.tss_index, scan::RecordStrand::forward) {}

  /// One record a plan. In one thread.
  [[nodiscard]] std::vector<AgreementRecord> make(const std::string& window) const {
    if (static_cast<std::int64_t>(window.size()) != scorer_.seen_bases()) {
      throw Error(fmt::format("agreement: a window of {} bases, the model sees {}", window.size(),
                              scorer_.seen_bases()));
    }
    const tokenize::Tokens tokens = tokenize::BaseTokenizer().encode(window);
    const auto columns = inside_window(position_places(encoder_.config(), tokens.map), scorer_);
    AgreementRecord record{gc_share(window), at_positions(effects_of(window), columns), {}};
    std::vector<AgreementRecord> records;
    for (const ReductionPlan& plan : plans_) {
      record.tracks = columns_of(head_tracks(encoder_, plan, tokens.ids), columns);
      records.push_back(record);
    }
    return records;
  }

 private:
  // Of every base of the window, without flanks.
  [[nodiscard]] std::vector<double> effects_of(const std::string& window) const {
    const mutagenesis::Stretch stretch{window, -scorer_.flank_bases()};
    std::vector<double> effects;
    for (const auto& base :
         mutagenesis::effects_in_window(logit_, stretch, {0, 0}, {0, scorer_.window_bases()}, 0)) {
      effects.push_back(mutagenesis::mean_absolute_effect(base));
    }
    return effects;
  }

  const model::Encoder& encoder_;
  std::span<const ReductionPlan> plans_;
  scan::EncoderScorer scorer_;
  mutagenesis::WindowLogit logit_;
};

void add_rows(const ReductionPlan& plan, const std::vector<TrackAgreement>& tracks, AgreementTable& table) {
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    table.rows.push_back({plan.name(), plan.track_name(t), tracks[t]});
  }
}

std::optional<std::string> best_window(const scan::WindowScorer& scorer, const scan::WindowOptions& windows,
                                       std::string_view record) {
  scan::WindowOptions every = windows;
  every.every_window = true;
  const std::string seen = scan::with_flanks(scorer, record);
  const auto scores = scan::score_stretch(scorer, every, seen, 0).windows;
  const auto best = std::max_element(scores.begin(), scores.end(),
                                     [](const auto& a, const auto& b) { return a.logit < b.logit; });
  if (best == scores.end()) return std::nullopt;
  const auto start = static_cast<std::size_t>(best->start);
  const std::string letters =
      windows.alone
          ? scan::with_flanks(scorer, record.substr(start, static_cast<std::size_t>(scorer.window_bases())))
          : seen.substr(start, static_cast<std::size_t>(scorer.seen_bases()));
  return best->strand == Strand::reverse ? reverse_complement(letters) : letters;
}

}  // namespace

std::vector<ReductionPlan> agreement_plans(const model::ModelView& model) {
  std::vector<ReductionPlan> plans{make_plan(model, Reduction::received, false),
                                   make_plan(model, Reduction::norm, false),
                                   make_plan(model, Reduction::received, true)};
  if (!model.config.classify) return plans;
  if (model.config.classify->pooling == model::Pooling::attention) {
    plans.push_back(make_plan(model, Reduction::pooling, false));
  } else if (model.config.classify->pooling == model::Pooling::cls) {
    plans.push_back(make_plan(model, Reduction::cls, false));
  }
  return plans;
}

std::vector<std::string> best_windows(const scan::WindowScorer& scorer, const scan::WindowOptions& windows,
                                      std::span<const std::string> records) {
  std::vector<std::optional<std::string>> best(records.size());
  parallel::parallel_for(records.size(),
                         [&](std::size_t r) { best[r] = best_window(scorer, windows, records[r]); });
  std::vector<std::string> found;
  for (auto& window : best) {
    if (window) found.push_back(std::move(*window));
  }
  return found;
}

AgreementTable model_agreement(const model::Encoder& encoder, const scan::PromoterSettings& settings,
                               std::span<const ReductionPlan> plans, std::span<const std::string> windows,
                               const std::string& source, const AgreementOptions& options,
                               const std::function<void()>& on_window) {
  const RecordMaker maker(encoder, settings, plans);
  std::vector<std::vector<AgreementRecord>> of_windows(windows.size());
  parallel::parallel_for(windows.size(), [&](std::size_t w) {
    of_windows[w] = maker.make(windows[w]);
    on_window();
  });
  AgreementTable table{
      source, static_cast<std::int64_t>(windows.size()), options.permutations, options.seed, options.level,
      {}};
  for (std::size_t p = 0; p < plans.size(); ++p) {
    std::vector<AgreementRecord> records;
    for (auto& of_plans : of_windows) records.push_back(std::move(of_plans[p]));
    add_rows(plans[p], measure_agreement(records, options), table);
  }
  return table;
}

}  // namespace seqlens::attention
