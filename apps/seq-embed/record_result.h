#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"

namespace seq_embed {

/// A position of the encoder that stands in a result.
struct TokenRow {
  std::int64_t index = 0;  ///< of the position in its record, special tokens and all pieces counted
  seqlens::Interval span;  ///< letters of the record that it covers
};

/// One array of a record's result, row-major.
struct ResultArray {
  std::string what;
  std::optional<int> layer;  ///< when each layer has its own array
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// What is written of one record.
struct RecordResult {
  std::string name;
  std::vector<TokenRow> rows;  ///< rows of the arrays (queries and keys of attentions); none when pooled
  std::vector<ResultArray> arrays;
};

}  // namespace seq_embed
