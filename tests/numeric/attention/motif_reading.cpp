#include "motif_reading.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/attention/shuffled_null.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::test {
namespace {

using namespace attention;

const Interval kWindow{0, static_cast<std::int64_t>(kPlantedWindow)};

std::vector<std::string> windows_of(std::span<const Spot> spots) {
  std::vector<std::string> windows;
  for (const Spot& spot : spots) windows.push_back(spot.bases);
  return windows;
}

// A track that is 0 everywhere has no share anywhere.
template <class Number>
double share_of(std::span<const Number> bases, const Interval& place) {
  const double all = std::accumulate(bases.begin(), bases.end(), 0.0);
  const auto inside =
      bases.subspan(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.length()));
  return all == 0 ? 0 : std::accumulate(inside.begin(), inside.end(), 0.0) / all;
}

double fold_of(std::span<const float> bases, const Interval& place) {
  return share_of(bases, place) * static_cast<double>(bases.size()) / static_cast<double>(place.length());
}

NullTable null_of(const PlantedModel& model, const ReductionPlan& plan, std::span<const Spot> spots,
                  std::uint64_t seed) {
  const auto runner =
      promoter_windows(model.encoder(), model.settings(), plan,
                       {.stride_bases = model.settings().scan_stride, .reverse = false, .skip_n = false},
                       [&plan] { return make_track_sink(plan); });
  return shuffled_null(*runner, plan, windows_of(spots), 500, seed);
}

// [track][base] of a window: shares are divided among a position's bases, other reductions hold for each of
// them.
HeadTracks to_bases(const HeadTracks& tracks, Reduction reduction, std::span<const Interval> places) {
  HeadTracks result{tracks.tracks, kPlantedWindow, std::vector<float>(tracks.tracks * kPlantedWindow)};
  for (std::size_t i = 0; i < tracks.tracks; ++i) {
    const auto out = std::span(result.values).subspan(i * kPlantedWindow, kPlantedWindow);
    if (is_share(reduction)) {
      static_cast<void>(base_profile(tracks.track(i), places, kWindow, out));
    } else {
      base_levels(tracks.track(i), places, kWindow, out);
    }
  }
  return result;
}

// Asks the tracks of one window about a place.
class TrackedSpot {
 public:
  TrackedSpot(const PlantedModel& model, const ReductionPlan& plan, const Spot& spot)
      : gc_bin_(gc_bin(spot.bases)) {
    const auto tokens = tokenize::BaseTokenizer().encode(spot.bases);
    places_ = position_places(model.encoder().config(), tokens.map);
    positions_ = head_tracks(model.encoder(), plan, tokens.ids);
    bases_ = to_bases(positions_, plan.reduction, places_);
  }

  [[nodiscard]] double fold(std::size_t track, const Interval& place) const {
    return fold_of(bases_.track(track), place);
  }

  [[nodiscard]] double highest_z(const NullTable& null, std::size_t track, const Interval& place) const {
    double highest = -1000;
    for (std::size_t p = 0; p < places_.size(); ++p) {
      if (!places_[p].overlaps(place)) continue;
      const float z = null.z(gc_bin_, track, p, places_.size(), positions_.track(track)[p]);
      highest = std::max(highest, static_cast<double>(z));
    }
    return highest;
  }

 private:
  std::size_t gc_bin_;
  tokenize::TokenMap places_;
  HeadTracks positions_, bases_;
};

}  // namespace

double effect_share(const PlantedModel& model, std::span<const Spot> spots) {
  double sum = 0;
  for (const Spot& spot : spots) {
    const auto effects = mutagenesis::mean_absolute_effects(model.window_logit(), spot.bases);
    sum += share_of(std::span<const double>(effects), spot.place);
  }
  return sum / static_cast<double>(spots.size());
}

std::vector<HeadReading> read_heads(const PlantedModel& model, Reduction reduction,
                                    std::span<const Spot> spots, std::uint64_t seed) {
  const ReductionPlan plan = make_plan(model.file(), reduction, false);
  const NullTable null = null_of(model, plan, spots, seed);
  const auto agreement = model_agreement(model.encoder(), model.settings(), {&plan, 1}, windows_of(spots),
                                         "planted", {.permutations = 999, .seed = seed}, [] {});
  std::vector<HeadReading> readings;
  for (const auto& row : agreement.rows)
    readings.push_back({.reduction = row.reduction, .head = row.track, .agreement = row.agreement});
  const auto count = static_cast<double>(spots.size());
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const TrackedSpot tracked(model, plan, spots[i]);
    const Interval elsewhere = spots[(i + 1) % spots.size()].place;
    for (std::size_t t = 0; t < readings.size(); ++t) {
      readings[t].fold += tracked.fold(t, spots[i].place) / count;
      readings[t].fold_else += tracked.fold(t, elsewhere) / count;
      readings[t].z += tracked.highest_z(null, t, spots[i].place) / count;
      readings[t].z_else += tracked.highest_z(null, t, elsewhere) / count;
    }
  }
  return readings;
}

std::string to_text(std::span<const HeadReading> readings) {
  std::string text;
  for (const HeadReading& r : readings) {
    if (text.empty()) {
      text =
          fmt::format("\n{}:\nhead  fold  else     z  else  spearman  others  q_rec  q_shift\n", r.reduction);
    }
    text +=
        fmt::format("{} {:5.2f} {:5.2f} {:5.1f} {:5.1f}  {:8.3f}  {:6.3f}  {:.3f}    {:.3f}  {}\n", r.head,
                    r.fold, r.fold_else, r.z, r.z_else, r.agreement.correlation, r.agreement.other_records,
                    r.agreement.q_records, r.agreement.q_shifts, r.agreement.agrees ? "agrees" : "nowhere");
  }
  return text;
}

}  // namespace seqlens::test
