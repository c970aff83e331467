#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "seqlens/attention/track_sink.h"
#include "seqlens/core/random.h"
#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"

namespace seqlens::test {

/// Attention of every layer and head of a small model, and the heads' values: [layer][head].
struct RandomAttention {
  std::size_t positions = 0;
  int layers = 0;
  int heads = 0;
  std::size_t head_width = 0;
  std::vector<std::vector<std::vector<float>>> rows;    // T * T
  std::vector<std::vector<std::vector<float>>> values;  // T * K

  RandomAttention(const model::EncoderConfig& config, std::size_t count, std::uint64_t seed)
      : positions(count),
        layers(config.layers),
        heads(config.heads),
        head_width(config.width / config.heads) {
    Random random(seed);
    for (int l = 0; l < layers; ++l) {
      rows.emplace_back();
      values.emplace_back();
      for (int h = 0; h < heads; ++h) {
        rows.back().push_back(stochastic_rows(random));
        auto& value = values.back().emplace_back(positions * head_width);
        for (float& x : value) x = static_cast<float>(random.normal());
      }
    }
  }

  /// As the encoder shows them, in blocks of 5 rows.
  void show(attention::TrackSink& sink) const {
    for (int l = 0; l < layers; ++l)
      for (int h = 0; h < heads; ++h)
        if (sink.wants(l, h)) show(sink, l, h);
  }

 private:
  [[nodiscard]] std::vector<float> stochastic_rows(Random& random) const {
    std::vector<float> result;
    for (std::size_t i = 0; i < positions; ++i) {
      std::vector<double> row;
      double total = 0;
      for (std::size_t j = 0; j < positions; ++j) total += row.emplace_back(std::exp(2 * random.normal()));
      for (const double x : row) result.push_back(static_cast<float>(x / total));
    }
    return result;
  }

  void show(attention::TrackSink& sink, int l, int h) const {
    sink.on_values(0, l, h, {values[l][h].data(), positions, head_width});
    for (std::size_t first = 0; first < positions; first += 5)
      sink.on_rows(
          0, l, h, first,
          {rows[l][h].data() + first * positions, std::min<std::size_t>(5, positions - first), positions});
  }
};

}  // namespace seqlens::test
