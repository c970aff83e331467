#include "seqlens/attention/base_profile.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::attention {
namespace {

void check_sizes(std::size_t values, std::size_t places, const Interval& window, std::size_t out) {
  if (values != places || static_cast<std::int64_t>(out) != window.length())
    throw ShapeError(fmt::format("base profile: {} values, {} places, {} bases out, a window of {} bases",
                                 values, places, out, window.length()));
}

Interval cut(const Interval& place, const Interval& window) {
  return {std::max(place.begin, window.begin), std::min(place.end, window.end)};
}

}  // namespace

tokenize::TokenMap position_places(const model::EncoderConfig& config, const tokenize::TokenMap& map) {
  if (config.stem.empty()) return map;
  const auto stride = static_cast<std::size_t>(config.stem_stride());
  const auto seen = static_cast<std::size_t>(config.receptive_field());
  const std::size_t outer = seen > stride ? (seen - stride) / 2 : 0;
  const int positions = config.encoder_positions(static_cast<int>(map.size()));
  tokenize::TokenMap places;
  for (std::size_t t = 0; t < static_cast<std::size_t>(positions); ++t) {
    const std::size_t first = t * stride + outer;
    places.push_back({map[first].begin, map[std::min(first + stride, map.size()) - 1].end});
  }
  return places;
}

float base_profile(std::span<const float> share, std::span<const Interval> places, const Interval& window,
                   std::span<float> out) {
  check_sizes(share.size(), places.size(), window, out.size());
  std::fill(out.begin(), out.end(), 0.0F);
  double elsewhere = 0;
  for (std::size_t t = 0; t < share.size(); ++t) {
    const Interval part = cut(places[t], window);
    const std::int64_t covered = part.empty() ? 0 : part.length();
    const std::int64_t width = std::max<std::int64_t>(1, places[t].length());
    elsewhere +=
        static_cast<double>(share[t]) * static_cast<double>(width - covered) / static_cast<double>(width);
    const float each = share[t] / static_cast<float>(width);
    for (std::int64_t b = 0; b < covered; ++b)
      out[static_cast<std::size_t>(part.begin - window.begin + b)] += each;
  }
  return static_cast<float>(elsewhere);
}

void base_levels(std::span<const float> level, std::span<const Interval> places, const Interval& window,
                 std::span<float> out) {
  check_sizes(level.size(), places.size(), window, out.size());
  std::fill(out.begin(), out.end(), 0.0F);
  std::vector<int> covering(out.size(), 0);
  for (std::size_t t = 0; t < level.size(); ++t) {
    const Interval part = cut(places[t], window);
    for (std::int64_t b = part.begin; b < part.end; ++b) {
      out[static_cast<std::size_t>(b - window.begin)] += level[t];
      ++covering[static_cast<std::size_t>(b - window.begin)];
    }
  }
  for (std::size_t b = 0; b < out.size(); ++b)
    out[b] =
        covering[b] > 0 ? out[b] / static_cast<float>(covering[b]) : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace seqlens::attention
