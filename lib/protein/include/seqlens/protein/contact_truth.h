#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seqlens::protein {

enum class PairTruth : std::uint8_t {
  unresolved,  ///< not listed, or an atom is missing: left out of every count
  apart,
  contact,
};

/// What is known of each pair of columns, symmetric.
struct ContactTruth {
  std::size_t columns = 0;
  std::vector<PairTruth> pairs;  ///< (columns, columns)

  explicit ContactTruth(std::size_t columns_) : columns(columns_), pairs(columns_ * columns_) {}
  [[nodiscard]] PairTruth at(std::size_t i, std::size_t j) const { return pairs[i * columns + j]; }
  void set(std::size_t i, std::size_t j, PairTruth truth) {
    pairs[i * columns + j] = truth;
    pairs[j * columns + i] = truth;
  }
};

}  // namespace seqlens::protein
