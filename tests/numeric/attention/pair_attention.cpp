#include "pair_attention.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::test {
namespace {

using namespace attention;

// A mean that grows.
class Mean {
 public:
  void add(double value) { sum_ += value, ++count_; }
  [[nodiscard]] std::optional<double> value() const {
    return count_ == 0 ? std::nullopt : std::optional(sum_ / static_cast<double>(count_));
  }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

// The attention of one window between positions of which some stand for motifs.
class MotifAttention {
 public:
  MotifAttention(const PlantedModel& model, const ReductionPlan& plan, const std::string& bases,
                 const Interval& from, const Interval& to) {
    const auto tokens = tokenize::BaseTokenizer().encode(bases);
    for (const Interval& place : position_places(model.encoder().config(), tokens.map)) {
      from_.push_back(place.overlaps(from));
      to_.push_back(place.overlaps(to));
    }
    for (std::size_t query = 0; query < from_.size(); ++query)
      rows_.push_back(head_tracks(model.encoder(), plan, tokens.ids, {&query, 1}));
  }

  // Over pairs of positions whose distance is found elsewhere, too; nothing if there is none.
  struct Means {
    double pair, elsewhere;
  };
  [[nodiscard]] std::optional<Means> at_distances(std::size_t track) const {
    Mean pair, elsewhere;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (std::size_t j = 0; j < rows_.size(); ++j) {
        if (!from_[i] || !to_[j]) continue;
        const auto control = same_distance(track, i, j);
        if (!control) continue;
        pair.add(attention(track, i, j));
        elsewhere.add(*control);
      }
    }
    if (!pair.value()) return std::nullopt;
    return Means{*pair.value(), *elsewhere.value()};
  }

  // Of positions at no motif to the one read.
  [[nodiscard]] double from_others(std::size_t track) const {
    Mean mean;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      for (std::size_t j = 0; j < rows_.size(); ++j)
        if (is_background(i) && to_[j]) mean.add(attention(track, i, j));
    return mean.value().value();
  }

 private:
  [[nodiscard]] double attention(std::size_t track, std::size_t query, std::size_t key) const {
    return rows_[query].track(track)[key];
  }
  [[nodiscard]] bool is_background(std::size_t position) const { return !from_[position] && !to_[position]; }

  [[nodiscard]] std::optional<double> same_distance(std::size_t track, std::size_t i, std::size_t j) const {
    Mean mean;
    for (std::size_t query = 0; query < rows_.size(); ++query) {
      const std::size_t key = query + j - i;  // wraps around below 0, and is then too large
      if (key < rows_.size() && is_background(query) && is_background(key))
        mean.add(attention(track, query, key));
    }
    return mean.value();
  }

  std::vector<bool> from_, to_;
  std::vector<HeadTracks> rows_;  // by query
};

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] - b[i]);
  return result;
}

}  // namespace

std::vector<PairReading> read_pairs(const PlantedModel& model, std::span<const PlantedWindow> windows,
                                    Direction direction) {
  const ReductionPlan plan = make_plan(model.file(), Reduction::from, false);
  std::vector<PairReading> readings(plan.tracks());
  std::vector<std::vector<double>> pair(plan.tracks()), elsewhere(plan.tracks()), others(plan.tracks());
  for (const PlantedWindow& window : windows) {
    const bool forward = direction == Direction::first_to_second;
    const MotifAttention seen(model, plan, window.bases, forward ? *window.first : *window.second,
                              forward ? *window.second : *window.first);
    for (std::size_t t = 0; t < plan.tracks(); ++t) {
      const auto means = seen.at_distances(t);
      if (!means) continue;
      pair[t].push_back(means->pair);
      elsewhere[t].push_back(means->elsewhere);
      others[t].push_back(seen.from_others(t));
    }
  }
  for (std::size_t t = 0; t < plan.tracks(); ++t) {
    readings[t] = {plan.track_name(t),
                   mean_error(pair[t]).mean,
                   mean_error(elsewhere[t]).mean,
                   mean_error(others[t]).mean,
                   mean_error(differences(pair[t], elsewhere[t])),
                   mean_error(differences(pair[t], others[t]))};
  }
  return readings;
}

std::string to_text(std::span<const PairReading> readings) {
  std::string text = "\nhead   pair  elsewhere      t   others      t\n";
  for (const PairReading& r : readings) {
    text += fmt::format("{}  {:.3f}      {:.3f}  {:5.1f}    {:.3f}  {:5.1f}\n", r.head, r.pair, r.elsewhere,
                        r.over_elsewhere.t(), r.others, r.over_others.t());
  }
  return text;
}

}  // namespace seqlens::test
