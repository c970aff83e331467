#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/kernels/attention.h"

#include "arrays.h"

namespace seqlens::test {

using namespace kernels;

struct Shape {
  std::size_t tokens, width, value_width;
};

struct Inputs {
  EdgeArray q, k, v;
  Inputs(const Shape& s, Random& random)
      : q(s.tokens * s.width, random), k(s.tokens * s.width, random), v(s.tokens * s.value_width, random) {}
};

class CollectRows : public AttentionRows {
 public:
  void on_rows(std::size_t first, ConstMatrix block) override {
    REQUIRE(first * block.cols == values.size());
    for (std::size_t r = 0; r < block.rows; ++r)
      values.insert(values.end(), block.row(r), block.row(r) + block.cols);
  }
  std::vector<float> values;
};

/// What ALiBi adds, as a bias that is filled in: both must come to the same.
class SlopeBias : public ScoreBias {
 public:
  explicit SlopeBias(float slope) : slope_(slope) {}
  void fill(std::size_t first, Matrix bias) const override {
    for (std::size_t r = 0; r < bias.rows; ++r) {
      const auto query = static_cast<float>(first + r);
      for (std::size_t j = 0; j < bias.cols; ++j)
        bias.at(r, j) = -slope_ * std::abs(query - static_cast<float>(j));
    }
  }

 private:
  float slope_;
};

}  // namespace seqlens::test
