#pragma once

#include <string>

#include "seqlens/motif/matrix.h"

namespace seqlens::test {

/// A matrix of which each column has the word's letter this often, and the others as often as each other.
inline motif::Matrix word_matrix(const std::string& word, double letter = 0.94) {
  motif::Matrix matrix{word, "", {}};
  for (const char base : word) {
    motif::Column column;
    column.fill((1 - letter) / 3);
    column[motif::letter_index(base)] = letter;
    matrix.columns.push_back(column);
  }
  return matrix;
}

}  // namespace seqlens::test
