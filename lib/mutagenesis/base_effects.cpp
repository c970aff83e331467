#include "seqlens/mutagenesis/base_effects.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include "seqlens/core/dna.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::mutagenesis {
namespace {

/// Bases of one task: 48 runs of the encoder for each run of the stem on the whole window.
constexpr std::int64_t kTaskBases = 16;

std::size_t index_of(char base) {
  return kSubstitutes.find(base);
}

/// The three substitutions and then the deletions, in the order in which take_logits reads the results.
void append_edits(char base, std::int64_t at, std::int64_t deletions, std::vector<Edit>& edits) {
  for (const char letter : kSubstitutes)
    if (letter != base) edits.push_back({{at, at + 1}, std::string(1, letter)});
  for (std::int64_t length = 1; length <= deletions; ++length) edits.push_back({{at, at + length}, {}});
}

/// Takes the logits of one base from the front of `logits`.
void take_logits(BaseEffects& base, std::int64_t deletions, std::span<const double>& logits) {
  for (std::size_t i = 0; i < kSubstitutes.size(); ++i) {
    if (i == index_of(base.base)) continue;
    base.substituted[i] = logits.front();
    logits = logits.subspan(1);
  }
  const auto count = static_cast<std::size_t>(deletions);
  base.deleted.assign(logits.begin(), logits.begin() + static_cast<std::ptrdiff_t>(count));
  logits = logits.subspan(count);
}

}  // namespace

double mean_effect(const BaseEffects& base) {
  return (base.delta(0) + base.delta(1) + base.delta(2) + base.delta(3)) / 3;
}

double largest_effect(const BaseEffects& base) {
  double largest = 0;
  for (std::size_t i = 0; i < kSubstitutes.size(); ++i)
    if (std::abs(base.delta(i)) > std::abs(largest)) largest = base.delta(i);
  return largest;
}

double mean_absolute_effect(const BaseEffects& base) {
  double sum = 0;
  for (std::size_t i = 0; i < kSubstitutes.size(); ++i) sum += std::abs(base.delta(i));
  return sum / 3;
}

std::vector<BaseEffects> effects_in_window(const WindowLogit& logit, const Stretch& stretch,
                                           const WindowPlace& place, const Interval& bases,
                                           std::int64_t longest_deletion) {
  const std::int64_t window_end = std::max(place.forward_start, place.reverse_start) + logit.window_bases();
  const auto deletions_at = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(std::min(window_end, stretch.interval().end) - at, 0, longest_deletion);
  };
  std::vector<Edit> edits{{{place.forward_start, place.forward_start}, {}}};  // none: the reference
  for (std::int64_t at = bases.begin; at < bases.end; ++at) {
    const char base = canonical_base(stretch.at(at));
    if (base != 'N') append_edits(base, at, deletions_at(at), edits);
  }
  std::vector<double> logits(edits.size());
  logit.edited(stretch, place, edits, logits);

  const double reference = logits.front();
  std::span<const double> rest = std::span<const double>(logits).subspan(1);
  std::vector<BaseEffects> effects;
  for (std::int64_t at = bases.begin; at < bases.end; ++at) {
    BaseEffects base{at, canonical_base(stretch.at(at)), reference, {}, {}};
    base.substituted.fill(reference);
    if (base.has_effects()) take_logits(base, deletions_at(at), rest);
    effects.push_back(std::move(base));
  }
  assert(rest.empty());
  return effects;
}

std::vector<double> mean_absolute_effects(const WindowLogit& logit, std::string_view window) {
  assert(static_cast<std::int64_t>(window.size()) == logit.window_bases());
  const auto size = static_cast<std::int64_t>(window.size());
  const Stretch stretch{window, 0};
  std::vector<double> result(window.size());
  parallel::parallel_for(static_cast<std::size_t>((size + kTaskBases - 1) / kTaskBases), [&](std::size_t i) {
    const std::int64_t begin = static_cast<std::int64_t>(i) * kTaskBases;
    const Interval bases{begin, std::min(begin + kTaskBases, size)};
    for (const BaseEffects& base : effects_in_window(logit, stretch, {0, 0}, bases, 0))
      result[static_cast<std::size_t>(base.position)] = mean_absolute_effect(base);
  });
  return result;
}

}  // namespace seqlens::mutagenesis
